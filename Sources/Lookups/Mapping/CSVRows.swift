/// Steps through the rows of a CSV file (RFC 4180): fields between commas, in quotes where they hold commas, quotes (doubled)
/// or ends of lines. Rows may end with LF or CRLF; empty ones are stepped over, and so is a byte order mark.
public struct CSVRows {
    /// Where the next row begins.
    public private(set) var position = 0
    /// Where the row begins that was read last.
    public private(set) var start = 0
    /// The number of the line in which the row that was read last begins, from 1.
    public private(set) var line = 0

    private var nextLine = 1
    private var fields: [Range<Int>] = []

    /// A row that is not of this form.
    public struct Malformed: Error {
        /// The line in which it begins, from 1.
        public let line: Int
        /// What is wrong with it; follows the line in a sentence.
        public let reason: String

        /// A row that cannot be used.
        public init(line: Int, reason: String) { (self.line, self.reason) = (line, reason) }
    }

    /// Begins at the beginning of a file, or at that of a row.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
        self.position = position == 0 && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : position
    }

    /// Where the fields of the next row stand, quotes included; nil at the end.
    /// - Throws: ``Malformed``.
    public mutating func next(in bytes: UnsafeBufferPointer<UInt8>) throws(Malformed) -> [Range<Int>]? {
        while position < bytes.count, bytes[position] == Self.lineFeed || bytes[position] == Self.carriageReturn {
            if bytes[position] == Self.lineFeed { nextLine += 1 }
            position += 1
        }
        guard position < bytes.count else { return nil }
        (line, start) = (nextLine, position)
        fields.removeAll(keepingCapacity: true)
        while true {
            let start = position
            try skipField(bytes)
            fields.append(start..<position)
            guard position < bytes.count, bytes[position] == Self.comma else { return fields }
            position += 1
        }
    }

    /// The text of a field, without quotes and the blanks around it.
    public static func text(_ field: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        var field = field
        while let first = field.first, bytes[first] == space { field = field.dropFirst() }
        while let last = field.last, bytes[last] == space { field = field.dropLast() }
        guard let first = field.first, bytes[first] == quote else {
            return String(decoding: bytes[field], as: UTF8.self)
        }
        let inner = String(decoding: bytes[field.dropFirst().dropLast()], as: UTF8.self)
        return inner.utf8.contains(quote) ? inner.replacing("\"\"", with: "\"") : inner
    }

    private mutating func skipField(_ bytes: UnsafeBufferPointer<UInt8>) throws(Malformed) {
        while position < bytes.count, bytes[position] == Self.space { position += 1 }
        guard position < bytes.count, bytes[position] == Self.quote else {
            while position < bytes.count, !Self.endsField(bytes[position]) {
                // A quote that opens nothing is most likely one that was not doubled.
                if bytes[position] == Self.quote {
                    throw Malformed(line: nextLine, reason: "has a quote within a field")
                }
                position += 1
            }
            // The CR of a CRLF is skipped with the line's end.
            return
        }
        let start = nextLine
        position += 1
        while true {
            guard position < bytes.count else {
                throw Malformed(line: start, reason: "opens a quote that is not closed")
            }
            if bytes[position] == Self.lineFeed { nextLine += 1 }
            if bytes[position] == Self.quote {
                position += 1
                guard position < bytes.count, bytes[position] == Self.quote else { break }
            }
            position += 1
        }
        while position < bytes.count, bytes[position] == Self.space { position += 1 }
        guard position == bytes.count || Self.endsField(bytes[position]) else {
            throw Malformed(line: nextLine, reason: "has something between a closing quote and the comma")
        }
    }

    private static func endsField(_ byte: UInt8) -> Bool {
        byte == comma || byte == lineFeed || byte == carriageReturn
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
