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
            index += length
            switch value {
            case .byte(let byte): bytes.append(byte)
            case .scalar(let scalar): bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return start..<bytes.count
    }

    private enum Escaped {
        case byte(UInt8)
        case scalar(Unicode.Scalar)

        static let backslash = byte(UInt8(ascii: "\\"))
    }

    /// What the characters after a backslash mean, and how many they are: Apache's and nginx' `\xHH`, Tomcat's and JSON's
    /// `\uHHHH`. Of an unknown escape, and of a lone `\x`, the backslash itself is what is meant (usage-protocols.md,
    /// section 8.4).
    private static func escape(_ text: ArraySlice<UInt8>) -> (value: Escaped, length: Int) {
        switch text[text.startIndex] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (.byte(text[text.startIndex]), 1)
        case UInt8(ascii: "b"): return (.byte(0x08), 1)
        case UInt8(ascii: "f"): return (.byte(0x0c), 1)
        case UInt8(ascii: "n"): return (.byte(0x0a), 1)
        case UInt8(ascii: "r"): return (.byte(0x0d), 1)
        case UInt8(ascii: "t"): return (.byte(0x09), 1)
        case UInt8(ascii: "v"): return (.byte(0x0b), 1)
        case UInt8(ascii: "x"):
            return hexadecimal(text.dropFirst().prefix(2), digits: 2).map { (.byte(UInt8($0)), 3) } ?? (.backslash, 0)
        case UInt8(ascii: "u"): return unicode(text.dropFirst())
        default: return (.backslash, 0)
        }
    }

    /// `HHHH`, or two of them as a surrogate pair with `\u` between. Half a pair is U+FFFD.
    private static func unicode(_ text: ArraySlice<UInt8>) -> (value: Escaped, length: Int) {
        guard let first = hexadecimal(text.prefix(4), digits: 4) else { return (.backslash, 0) }
        if let scalar = Unicode.Scalar(first) { return (.scalar(scalar), 5) }
        let next = text.dropFirst(4)
        if first < 0xdc00, next.starts(with: "\\u".utf8),
            let second = hexadecimal(next.dropFirst(2).prefix(4), digits: 4), (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        {
            return (.scalar(scalar), 11)
        }
        return (.scalar("\u{fffd}"), 5)
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>, digits: Int) -> UInt32? {
        guard text.count == digits else { return nil }
        var value: UInt32 = 0
        for byte in text {
            guard let digit = HexDigit.value(byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
