/// Numbers as JavaScript reads and writes them: what StatsD's reference server, written in it, takes for a number, and how
/// its numbers look (ECMA-262, "StringToNumber" and "Number::toString").
public enum JavaScriptNumber {
    /// Reads a number as `Number(text)` does: blanks around it, `0x10`, `0o7`, `0b1`, `1e3`, `.5`, `5.`, `-Infinity`; nothing
    /// but blanks is 0.
    /// - Parameter bytes: UTF-8; what is no ASCII is no number (JavaScript also takes other alphabets' blanks for blanks).
    /// - Returns: The number; nil: `NaN`.
    public static func read(_ bytes: UnsafeRawBufferPointer) -> Double? {
        if let number = plain(bytes) { return number }
        var (from, to) = (0, bytes.count)
        while from < to, isBlank(bytes[from]) { from += 1 }
        while to > from, isBlank(bytes[to - 1]) { to -= 1 }
        let text = UnsafeRawBufferPointer(rebasing: bytes[from..<to])
        return text.isEmpty ? 0 : inBase(text) ?? decimal(text)
    }

    /// Reads a number as `Number(text)` does.
    /// - Returns: The number; nil: `NaN`.
    public static func read(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBytes(read)
    }

    /// Digits with at most one point among them, and perhaps a sign, so few that they and a power of ten are exact as
    /// doubles: their quotient is then the nearest double. What nearly all numbers are.
    private static func plain(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var at = 0
        let count = bytes.count
        guard count > 0 && count <= 16 else { return nil }
        let sign = bytes[0]
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at = 1 }
        var digits: Int64 = 0
        var (number, point) = (0, -1)
        while at < count {
            let digit = bytes[at] &- UInt8(ascii: "0")
            if digit < 10 {
                digits = digits &* 10 &+ Int64(digit)
                number &+= 1
            } else if bytes[at] == UInt8(ascii: "."), point < 0 {
                point = number
            } else {
                return nil
            }
            at &+= 1
        }
        guard number > 0 && number <= 15 else { return nil }
        let whole = Double(digits)
        let value = point < 0 ? whole : whole / ten(number &- point)
        return sign == UInt8(ascii: "-") ? -value : value
    }

    /// A power of ten that is exact.
    private static func ten(_ exponent: Int) -> Double {
        var power: Int64 = 1
        for _ in 0..<exponent { power &*= 10 }
        return Double(power)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// `0x1F`, `0o17`, `0b11`, without a sign.
    private static func inBase(_ text: UnsafeRawBufferPointer) -> Double? {
        guard text.count > 2, text[0] == UInt8(ascii: "0") else { return nil }
        let bits: UInt8
        switch text[1] | 0x20 {
        case UInt8(ascii: "x"): bits = 4
        case UInt8(ascii: "o"): bits = 3
        case UInt8(ascii: "b"): bits = 1
        default: return nil
        }
        var value = 0.0
        for byte in text[2...] {
            let digit: UInt8 =
                byte < UInt8(ascii: "A") ? byte &- UInt8(ascii: "0") : (byte | 0x20) &- UInt8(ascii: "a") &+ 10
            guard digit < 1 << bits, byte < UInt8(ascii: "A") || digit >= 10 else { return nil }
            value = value * Double(1 << bits) + Double(digit)
        }
        return value
    }

    private static func decimal(_ text: UnsafeRawBufferPointer) -> Double? {
        var at = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") ? 1 : 0
        if text.dropFirst(at).elementsEqual("Infinity".utf8) {
            return text[0] == UInt8(ascii: "-") ? -.infinity : .infinity
        }
        var digits = skipDigits(text, &at)
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            digits += skipDigits(text, &at)
        }
        guard digits > 0 else { return nil }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
            guard skipDigits(text, &at) > 0 else { return nil }
        }
        guard at == text.count else { return nil }
        return Double(String(decoding: text, as: UTF8.self))
    }

    /// - Returns: How many digits were passed over.
    private static func skipDigits(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> Int {
        let start = at
        while at < text.count, text[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }
}
