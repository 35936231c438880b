/// Rows in the text format of COPY (PostgreSQL's manual, COPY, "Text Format").
public struct CopyText: Sendable {
    /// The rows so far.
    public private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// No rows.
    /// - Parameter capacity: How many bytes they may become.
    public init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Adds a column: text without a NUL; nil: NULL.
    public mutating func append(_ text: String?) {
        separate()
        guard var text else {
            bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
            return
        }
        text.withUTF8 { utf8 in
            guard utf8.contains(where: Self.isSpecial) else {
                bytes.append(contentsOf: utf8)
                return
            }
            for byte in utf8 { appendEscaped(byte) }
        }
    }

    /// Adds a column: a whole number; nil: NULL.
    public mutating func append(_ number: Int64?) {
        guard let number else { return append(nil as String?) }
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Ends a row.
    public mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isFirst = true
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: "\t")) }
        isFirst = false
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\\") }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"): bytes.append(contentsOf: [byte, byte])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case UInt8(ascii: "\r"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
        case UInt8(ascii: "\t"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        default: bytes.append(byte)
        }
    }
}
