/// A moment in whole seconds, in UTC: what access logs know of time.
public struct UTCTime: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var secondsSince1970: Int64

    /// A moment by its seconds since 1970.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// A moment by its civil date and time, as a log writes them.
    /// - Parameters:
    ///   - offsetSeconds: How far the written clock is ahead of UTC, in seconds (`+0100` is 3600).
    /// - Returns: nil when there is no such day (`29/Feb/2023`) or time of day, or when in UTC it is before the year 0 or
    ///   after 9999, which RFC 3339 cannot write.
    public init?(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, offsetSeconds: Int = 0
    ) {
        guard (1...12).contains(month), day >= 1, day <= UTCTime.days(inMonth: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = UTCTime.daysSince1970(year: year, month: month, day: day)
        secondsSince1970 = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - offsetSeconds)
        guard UTCTime.writable.contains(secondsSince1970) else { return nil }
    }

    /// Earlier moments come first.
    public static func < (left: UTCTime, right: UTCTime) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The moment as RFC 3339 and the IRUS tracker protocol write it: `2024-06-15T12:35:07Z`.
    public var rfc3339: String {
        let (days, secondOfDay) = secondsSince1970.dividedFlooring(by: 86_400)
        let (year, month, day) = UTCTime.civil(daysSince1970: Int(days))
        let second = Int(secondOfDay)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                buffer[count] = byte
                count += 1
            }
            func putTwo(_ value: Int) {
                put(UInt8(48 + value / 10 % 10))
                put(UInt8(48 + value % 10))
            }
            putTwo(year / 100)
            putTwo(year % 100)
            put(UInt8(ascii: "-"))
            putTwo(month)
            put(UInt8(ascii: "-"))
            putTwo(day)
            put(UInt8(ascii: "T"))
            putTwo(second / 3_600)
            put(UInt8(ascii: ":"))
            putTwo(second / 60 % 60)
            put(UInt8(ascii: ":"))
            putTwo(second % 60)
            put(UInt8(ascii: "Z"))
            return count
        }
    }

    /// From 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    private static let writable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; years are counted from March, so that the leap
    /// day is a year's last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Quotient rounded towards minus infinity, and the remainder, which is never negative.
    fileprivate func dividedFlooring(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
