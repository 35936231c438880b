import PluginAPI

/// Readers of values whose extent is known already. Errors name the field and the column, from 1.
extension LineScanner {
    /// Whether a value is `-` or nothing, which means that there was none.
    func isNone(_ range: Range<Int>) -> Bool {
        range.isEmpty || range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: "-")
    }

    /// A number; 0 for none.
    func number(_ field: String, in range: Range<Int>) throws -> Int {
        guard !isNone(range) else { return 0 }
        var part = self
        part.narrow(to: range)
        let value = try part.number(field)
        guard part.position == range.upperBound else { throw malformed(field, at: range.lowerBound, "no number") }
        return value
    }

    /// How long something took, in seconds; nil for what is none: a line without it is as good.
    func duration(in range: Range<Int>, perSecond: Double) -> Double? {
        guard range.count <= 24, let first = range.first, isDigit(bytes[first]),
            let number = Double(String(decoding: bytes[range], as: UTF8.self)), number.isFinite
        else { return nil }
        return number / perSecond
    }

    /// `15/Jun/2024:13:35:07 +0100`
    func accessLogTime(_ field: String, in range: Range<Int>) throws -> UTCTime {
        var parts = TimeParts()
        guard range.count == 26, bytes[range.lowerBound + 20] == UInt8(ascii: " "),
            let offset = offset(in: range.lowerBound + 21..<range.upperBound)
        else { throw malformed(field, at: range.lowerBound, "not day/month/year:hour:minute:second zone") }
        try zonelessTime(field, in: range.lowerBound..<range.lowerBound + 20, &parts)
        parts.offset = offset
        return try parts.time(in: .utc, self)
    }

    /// `15/Jun/2024:13:35:07`, perhaps with a fraction of a second, which is let go.
    func zonelessTime(_ field: String, in range: Range<Int>, _ parts: inout TimeParts) throws {
        let start = range.lowerBound
        guard range.count >= 20, bytes[start + 2] == UInt8(ascii: "/"), bytes[start + 6] == UInt8(ascii: "/"),
            bytes[start + 11] == UInt8(ascii: ":"), isFraction(start + 20..<range.upperBound),
            let day = digits(start, 2), let year = digits(start + 7, 4)
        else { throw malformed(field, at: start, "not day/month/year:hour:minute:second") }
        guard let month = month(start + 3) else { throw malformed(field, at: start + 3, "no such month") }
        (parts.year, parts.month, parts.day) = (year, month, day)
        try clock(field, in: start + 12..<start + 20, &parts)
        parts.column = start
    }

    /// `2024-06-15`
    func date(_ field: String, in range: Range<Int>, _ parts: inout TimeParts) throws {
        let start = range.lowerBound
        guard range.count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            let year = digits(start, 4), let month = digits(start + 5, 2), let day = digits(start + 8, 2)
        else { throw malformed(field, at: start, "not year-month-day") }
        (parts.year, parts.month, parts.day) = (year, month, day)
        parts.column = parts.column ?? start
    }

    /// `13:35:07`, perhaps with a fraction of a second, which is let go.
    func clock(_ field: String, in range: Range<Int>, _ parts: inout TimeParts) throws {
        let start = range.lowerBound
        guard range.count >= 8, bytes[start + 2] == UInt8(ascii: ":"), bytes[start + 5] == UInt8(ascii: ":"),
            isFraction(start + 8..<range.upperBound), let hour = digits(start, 2), let minute = digits(start + 3, 2),
            let second = digits(start + 6, 2)
        else { throw malformed(field, at: start, "not hour:minute:second") }
        (parts.hour, parts.minute, parts.second) = (hour, minute, second)
        parts.column = parts.column ?? start
    }

    /// `2024-06-15T13:35:07.123+01:00`; a blank may stand for the T, and the zone may be missing.
    func isoTime(_ field: String, in range: Range<Int>, zone: LogZone) throws -> UTCTime {
        let start = range.lowerBound
        guard range.count >= 19, bytes[start + 10] == UInt8(ascii: "T") || bytes[start + 10] == UInt8(ascii: " ") else {
            throw malformed(field, at: start, "not year-month-dayThour:minute:second")
        }
        var parts = TimeParts()
        try date(field, in: start..<start + 10, &parts)
        var clockEnd = start + 19
        while clockEnd < range.upperBound, isDigit(bytes[clockEnd]) || isPoint(bytes[clockEnd]) { clockEnd += 1 }
        try clock(field, in: start + 11..<clockEnd, &parts)
        if clockEnd < range.upperBound {
            guard let offset = offset(in: clockEnd..<range.upperBound) else {
                throw malformed(field, at: clockEnd, "no offset like +01:00 or Z")
            }
            parts.offset = offset
        }
        return try parts.time(in: zone, self)
    }

    /// Seconds since 1970, a multiple of them or a fraction; what is less than a second is let go.
    /// - Parameter perSecond: How many of the unit make a second.
    func epoch(_ field: String, in range: Range<Int>, perSecond: Int = 1) throws -> UTCTime {
        let whole = range.lowerBound..<(find(".", in: range) ?? range.upperBound)
        let seconds = try number(field, in: whole) / perSecond
        guard isDigit(bytes[whole.lowerBound]), isFraction(whole.upperBound..<range.upperBound),
            (0...253_402_300_799).contains(seconds)
        else { throw malformed(field, at: range.lowerBound, "not seconds since 1970") }
        return UTCTime(secondsSince1970: Int64(seconds))
    }

    /// A whole time in any of the notations.
    func anyTime(_ field: String, in range: Range<Int>, zone: LogZone) throws -> UTCTime {
        let start = range.lowerBound
        if range.count > 4, bytes[start + 4] == UInt8(ascii: "-") { return try isoTime(field, in: range, zone: zone) }
        guard range.count > 2, bytes[start + 2] == UInt8(ascii: "/") else {
            // 1e11 seconds are the year 5138; so many milliseconds 1973.
            let digits = (find(".", in: range) ?? range.upperBound) - start
            return try epoch(field, in: range, perSecond: digits > 14 ? 1_000_000 : digits > 11 ? 1_000 : 1)
        }
        if range.count == 26 { return try accessLogTime(field, in: range) }
        var parts = TimeParts()
        try zonelessTime(field, in: range, &parts)
        return try parts.time(in: zone, self)
    }

    private func isFraction(_ range: Range<Int>) -> Bool {
        guard let first = range.first else { return true }
        return isPoint(bytes[first]) && range.dropFirst().allSatisfy { isDigit(bytes[$0]) }
    }

    private func isPoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
