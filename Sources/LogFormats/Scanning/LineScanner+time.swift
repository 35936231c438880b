import PluginAPI

extension LineScanner {
    /// `[15/Jun/2024:13:35:07 +0100]`
    mutating func time() throws -> UTCTime {
        let start = position + 1
        guard looksLikeTime(start), let day = digits(start, 2), let year = digits(start + 7, 4),
            let hour = digits(start + 12, 2), let minute = digits(start + 15, 2), let second = digits(start + 18, 2)
        else { throw malformed("time", at: start, "not [day/month/year:hour:minute:second zone]") }
        guard let month = month(start + 3) else { throw malformed("time", at: start + 3, "no such month") }
        guard let offset = offset(in: start + 21..<start + 26), bytes[start + 26] == UInt8(ascii: "]") else {
            throw malformed("time", at: start + 21, "no offset like +0100 and closing bracket")
        }
        guard
            let time = UTCTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second, offsetSeconds: offset)
        else { throw malformed("time", at: start, "no such day or time of day") }
        position = start + 27
        return time
    }

    /// `2009-04-01 01:14:28,301,301 INFO  [wsgi] `: Python's logging module; level names are padded to some width.
    /// - Returns: The time as written, with a T between date and time, as the PIRUS2 sender of 2010 passed it on.
    mutating func loggerPrefix() throws -> String {
        let start = position
        let date = try word("logger's date")
        let clock = try word("logger's time")
        guard date.count == 10, digits(date.lowerBound, 4) != nil, clock.count >= 8, digits(clock.lowerBound, 2) != nil
        else { throw malformed("logger's time", at: start, "not year-month-day hour:minute:second") }
        _ = try word("level")
        while position < end, bytes[position] == UInt8(ascii: " ") { position += 1 }
        let logger = try word("logger")
        guard bytes[logger.lowerBound] == UInt8(ascii: "["), bytes[logger.upperBound - 1] == UInt8(ascii: "]") else {
            throw malformed("logger", at: logger.lowerBound, "not in brackets")
        }
        return "\(String(decoding: bytes[date], as: UTF8.self))T\(String(decoding: bytes[clock], as: UTF8.self))"
    }

    /// Whether `dd/Mon/yyyy:HH:MM:SS +zzzz]` may begin here: its separators are where they must be.
    /// - Parameter length: 26 where no bracket need follow.
    func looksLikeTime(_ start: Int, length: Int = 27) -> Bool {
        start + length <= end && bytes[start + 2] == UInt8(ascii: "/") && bytes[start + 6] == UInt8(ascii: "/")
            && bytes[start + 11] == UInt8(ascii: ":") && bytes[start + 14] == UInt8(ascii: ":")
            && bytes[start + 17] == UInt8(ascii: ":") && bytes[start + 20] == UInt8(ascii: " ")
    }

    @inline(__always)
    func digits(_ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            let digit = bytes[start &+ index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    func month(_ start: Int) -> Int? {
        switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
        case (UInt8(ascii: "J"), UInt8(ascii: "a"), UInt8(ascii: "n")): 1
        case (UInt8(ascii: "F"), UInt8(ascii: "e"), UInt8(ascii: "b")): 2
        case (UInt8(ascii: "M"), UInt8(ascii: "a"), UInt8(ascii: "r")): 3
        case (UInt8(ascii: "A"), UInt8(ascii: "p"), UInt8(ascii: "r")): 4
        case (UInt8(ascii: "M"), UInt8(ascii: "a"), UInt8(ascii: "y")): 5
        case (UInt8(ascii: "J"), UInt8(ascii: "u"), UInt8(ascii: "n")): 6
        case (UInt8(ascii: "J"), UInt8(ascii: "u"), UInt8(ascii: "l")): 7
        case (UInt8(ascii: "A"), UInt8(ascii: "u"), UInt8(ascii: "g")): 8
        case (UInt8(ascii: "S"), UInt8(ascii: "e"), UInt8(ascii: "p")): 9
        case (UInt8(ascii: "O"), UInt8(ascii: "c"), UInt8(ascii: "t")): 10
        case (UInt8(ascii: "N"), UInt8(ascii: "o"), UInt8(ascii: "v")): 11
        case (UInt8(ascii: "D"), UInt8(ascii: "e"), UInt8(ascii: "c")): 12
        default: nil
        }
    }

    /// `+0545`, `+05:45` or `Z` as seconds.
    func offset(in range: Range<Int>) -> Int? {
        let start = range.lowerBound
        if range.count == 1, bytes[start] | 0x20 == UInt8(ascii: "z") { return 0 }
        guard range.count == 5 || range.count == 6 && bytes[start + 3] == UInt8(ascii: ":"),
            let hours = digits(start + 1, 2), let minutes = digits(range.upperBound - 2, 2), hours <= 23, minutes <= 59
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        switch bytes[start] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }
}
