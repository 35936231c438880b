import Glibc
import PluginAPI

/// Reads one line's fields from left to right, without copying. Errors name the field and the column, from 1.
struct LineScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Where the next field begins.
    var position = 0
    /// Where the line ends, its line end not counted.
    private(set) var end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        end = bytes.count
    }

    func malformed(_ field: String, at column: Int, _ reason: String) -> PluginError {
        PluginError.malformed("\(field) at column \(column + 1): \(reason)")
    }

    /// Passes over what is not the log's text: a line end, a byte order mark, the NULs that a crash leaves in a file.
    /// - Returns: Whether anything but a comment is left.
    mutating func skipToContent() -> Bool {
        while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        while end > 0, bytes[end - 1] == 0 { end -= 1 }
        while position < end, bytes[position] == 0 { position += 1 }
        if end - position >= 3, bytes[position] == 0xef, bytes[position + 1] == 0xbb, bytes[position + 2] == 0xbf {
            position += 3
        }
        return position < end && bytes[position] != UInt8(ascii: "#")
    }

    /// Who asked: what stands before an access log's time.
    struct Client {
        let address: Range<Int>
        let ident: Range<Int>
        /// Whether the address is a list of them, as a logged X-Forwarded-For may be.
        let isList: Bool
    }

    /// The address at the line's begin, or several with a comma after each but the last; ends before the time's bracket.
    /// Between them stand ident and user; a user may hold blanks, so the time is found by its shape.
    mutating func client() throws -> Client {
        let start = position
        let first = try word("address")
        var address = first
        while bytes[address.upperBound - 1] == UInt8(ascii: ",") {
            address = start..<(try word("address").upperBound)
        }
        let ident = try word("ident")
        let user = position
        while position < end {
            if bytes[position] == UInt8(ascii: "["), bytes[position - 1] == UInt8(ascii: " "),
                looksLikeTime(position + 1)
            {
                guard position > user else { throw malformed("user", at: user, "missing") }
                return Client(address: address, ident: ident, isList: find(",", in: first) != nil)
            }
            position += 1
        }
        throw malformed("time", at: user, "no [day/month/year:hour:minute:second zone] from here on")
    }

    /// A run of bytes up to a blank, which is passed over.
    mutating func word(_ field: String) throws -> Range<Int> {
        let start = position
        while position < end, bytes[position] != UInt8(ascii: " ") { position += 1 }
        guard position > start else { throw malformed(field, at: start, "missing") }
        guard position < end else { throw malformed(field, at: start, "the line ends here") }
        position += 1
        return start..<position - 1
    }

    /// Leaves nothing but a part of the line to be read; columns stay those of the line.
    mutating func narrow(to range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// Passes over a separator.
    @inline(__always)
    mutating func expect(_ separator: Unicode.Scalar, before field: String) throws {
        guard position < end, bytes[position] == UInt8(ascii: separator) else {
            throw missing(separator, before: field)
        }
        position += 1
    }

    private func missing(_ separator: Unicode.Scalar, before field: String) -> PluginError {
        malformed(field, at: position, position < end ? "no '\(separator)' before it" : "missing")
    }

    /// After the last field the line ends, or something that the format does not know follows.
    func expectEndOrBlank() throws {
        guard position == end || bytes[position] == UInt8(ascii: " ") else {
            throw malformed("end", at: position, "neither the line's end nor a blank")
        }
    }

    /// A number, or `-` for 0.
    mutating func number(_ field: String) throws -> Int {
        let start = position
        if position < end, bytes[position] == UInt8(ascii: "-") {
            position += 1
            return 0
        }
        var value = 0
        // So many digits are no more than an Int holds.
        while position < end, position - start < 18, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ Int(digit)
            position += 1
        }
        while position < end, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { throw malformed(field, at: start, "too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw malformed(field, at: start, "no number") }
        return value
    }

    /// A field in quotes; a backslash takes the character after it into the field.
    /// - Parameter mayBeCut: Whether the line's end may stand for the closing quote.
    mutating func quoted(_ field: String, mayBeCut: Bool = false) throws -> QuotedField {
        try expect("\"", before: field)
        let start = position
        var close = find("\"", in: start..<end)
        let backslash = find("\\", in: start..<(close ?? end))
        if let backslash { close = closingQuote(from: backslash) }
        guard close != nil || mayBeCut else { throw malformed(field, at: start, "no closing quote") }
        position = close.map { $0 + 1 } ?? end
        return QuotedField(range: start..<(close ?? end), hasBackslash: backslash != nil)
    }

    private func closingQuote(from start: Int) -> Int? {
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index < end ? index : nil
    }

    @inline(__always)
    func find(_ character: Unicode.Scalar, in range: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress,
            let found = memchr(base + range.lowerBound, Int32(character.value), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
