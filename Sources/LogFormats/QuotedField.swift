import PluginAPI

/// A field that stood in quotes, as it stands in the line.
struct QuotedField {
    let range: Range<Int>
    let hasBackslash: Bool

    static let none = QuotedField(range: 0..<0, hasBackslash: false)

    /// The range of the field without escapes. Where it has some, the text without them is appended to the bytes, so that
    /// lines without escapes, nearly all of them, are not copied.
    func unescaped(in bytes: inout [UInt8]) -> Range<Int> {
        guard hasBackslash else { return range }
        let start = bytes.count
        bytes.reserveCapacity(start + range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
                bytes.append(byte)
                continue
            }
            let (value, length) = Self.escape(bytes[index..<range.upperBound])
            bytes.append(value)
            index += length
        }
        return start..<bytes.count
    }

    /// What the characters after a backslash mean, and how many they are. Of an unknown escape, and of a lone `\x`, the
    /// backslash itself is what is meant (usage-protocols.md, section 8.4).
    private static func escape(_ text: ArraySlice<UInt8>) -> (value: UInt8, length: Int) {
        switch text[text.startIndex] {
        case UInt8(ascii: "\""): return (UInt8(ascii: "\""), 1)
        case UInt8(ascii: "\\"): return (UInt8(ascii: "\\"), 1)
        case UInt8(ascii: "b"): return (0x08, 1)
        case UInt8(ascii: "f"): return (0x0c, 1)
        case UInt8(ascii: "n"): return (0x0a, 1)
        case UInt8(ascii: "r"): return (0x0d, 1)
        case UInt8(ascii: "t"): return (0x09, 1)
        case UInt8(ascii: "v"): return (0x0b, 1)
        case UInt8(ascii: "x"):
            let digits = text.dropFirst().prefix(2)
            if digits.count == 2, let high = HexDigit.value(digits[digits.startIndex]),
                let low = HexDigit.value(digits[digits.startIndex + 1])
            {
                return (high << 4 | low, 3)
            }
            return (UInt8(ascii: "\\"), 0)
        default: return (UInt8(ascii: "\\"), 0)
        }
    }
}
