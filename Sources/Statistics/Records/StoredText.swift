/// Text as every store takes it: UTF-8 without control characters.
///
/// Log lines hold any bytes. What is no UTF-8, and ASCII's control characters (PostgreSQL takes no NUL, and the others break
/// tables and exports), stand in it as `%XX`, as they would in an address.
public struct StoredText: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text.
    public let description: String

    /// The text of bytes.
    public init(_ bytes: [UInt8]) {
        let isPlain = bytes.withUnsafeBufferPointer { Self.isPlain($0) }
        description = (isPlain ? String(validating: bytes, as: UTF8.self) : nil) ?? Self.escaped(bytes)
    }

    /// The text of a text.
    public init(_ text: String) {
        var text = text
        description = text.withUTF8 { Self.isPlain($0) } ? text : Self.escaped(Array(text.utf8))
    }

    /// A text of the program's own.
    public init(stringLiteral: String) { self.init(stringLiteral) }

    /// A text that a store has held.
    init(stored: String) { description = stored }

    /// Whether no control characters are in it.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where isControl(byte) { return false }
        return true
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

    private static func escaped(_ bytes: [UInt8]) -> String {
        var text = ""
        var index = 0
        while index < bytes.count {
            let end = index + width(ofFirst: bytes[index])
            if end <= bytes.count, !isControl(bytes[index]),
                let character = String(validating: bytes[index..<end], as: UTF8.self)
            {
                text += character
                index = end
            } else {
                text += bytes[index] < 0x10 ? "%0" : "%"
                text += String(bytes[index], radix: 16, uppercase: true)
                index += 1
            }
        }
        return text
    }

    /// How many bytes a character has whose first byte this is, if it is one's.
    private static func width(ofFirst byte: UInt8) -> Int {
        switch byte {
        case 0xf0...: 4
        case 0xe0...: 3
        case 0xc0...: 2
        default: 1
        }
    }
}
