import PluginAPI

extension UTCTime {
    /// A time of a log: `2026-08-20T00:00:12Z`, or of older servers `2026-08-20 00:00:12`, which is UTC too.
    /// - Throws: ``PluginError`` saying which time it is.
    init(logged text: some StringProtocol, _ name: String) throws {
        let digits = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            digits[range].reduce(0 as Int?) { value, digit in
                let digit = Int(digit) - 48
                return (0...9).contains(digit) ? value.map { $0 * 10 + digit } : nil
            }
        }
        let isWhole = digits.count == 20 && digits[19] == UInt8(ascii: "Z") || digits.count == 19
        guard isWhole, [4, 7, 13, 16].map({ digits[$0] }).elementsEqual("--::".utf8),
            digits[10] == UInt8(ascii: "T") || digits[10] == UInt8(ascii: " "),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19),
            let time = UTCTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { throw PluginError.malformed("the \(name) time is not like 2026-08-20T00:00:12Z") }
        self = time
    }
}

/// The time for which ringserver writes into one file: at its end it writes a record for every client that is connected.
struct LogInterval {
    private let seconds: Int64

    /// A server writes the records of an interval a moment after its end.
    private static let delay: Int64 = 60
    private static let day: Int64 = 86_400

    /// - Throws: ``PluginError`` naming the option.
    init(hours text: String) throws {
        guard let hours = Double(text), hours > 0, hours <= 24, hours * 3_600 >= 1 else {
            throw PluginError.option("interval", "'\(text)' is no number of hours, more than 0 and at most 24")
        }
        seconds = Int64(hours * 3_600)
    }

    /// From when on the bytes count that a text record tells of: from the beginning of the interval in which it was written, or
    /// when the client connected. JSON Lines say it themselves.
    func start(of record: UTCTime, connected: UTCTime) -> UTCTime {
        let time = record.secondsSince1970 - Self.delay
        let ofDay = (time % Self.day + Self.day) % Self.day
        // Intervals begin anew at midnight.
        return max(connected, UTCTime(secondsSince1970: time - ofDay + ofDay / seconds * seconds))
    }
}
