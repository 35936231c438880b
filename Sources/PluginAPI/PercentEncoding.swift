import Glibc

/// Percent-encoding of URLs.
public enum PercentEncoding {
    /// Text with every `%XX` decoded once. A `%` without two hexadecimal digits stays; so does the whole text when what comes
    /// out is no UTF-8, because two different URLs must not become one.
    public static func decodedOnce(_ text: ArraySlice<UInt8>) -> String {
        guard text.withUnsafeBytes({ hasPercent($0) }) else { return String(decoding: text, as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex, let high = HexDigit.value(text[index + 1]),
                let low = HexDigit.value(text[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(text[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self) ?? String(decoding: text, as: UTF8.self)
    }

    /// Text as one piece of an address, a step of a path or a value of a query: every byte but letters, digits, `-`, `.`,
    /// `_` and `~` as `%XX`.
    public static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += byte < 0x10 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
    }

    /// Text with blanks and ASCII's control characters as `%XX`.
    static func withoutBlanks(_ text: String) -> String {
        guard text.utf8.withContiguousStorageIfAvailable({ hasBlank($0) }) ?? text.utf8.contains(where: isBlank) else {
            return text
        }
        return text.unicodeScalars.reduce(into: "") { encoded, scalar in
            if let byte = UInt8(exactly: scalar.value), isBlank(byte) {
                encoded += byte < 0x10 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            } else {
                encoded.unicodeScalars.append(scalar)
            }
        }
    }

    private static func hasPercent(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.baseAddress.map { memchr($0, Int32(UInt8(ascii: "%")), bytes.count) != nil } ?? false
    }

    private static func hasBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where isBlank(byte) { return true }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") || byte == 0x7f }
}
