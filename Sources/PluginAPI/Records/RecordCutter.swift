/// Puts the lines of a buffer together to the records of a ``Framing``. It is for those who read logs, not for plugins.
///
/// It is told line after line, and answers with the records that are complete. What is read again from the beginning of an open
/// record on gives the same records, so nothing but that place has to be kept.
package struct RecordCutter {
    /// Where the record begins whose end has not come yet; nil: there is none.
    package private(set) var open: Int?

    private let start: [UInt8]
    private let end: [UInt8]
    /// The end of the last line, without its line end.
    private var lastEnd = 0

    /// A cutter with no record open.
    /// - Returns: nil where every line is a record, and nothing is to be put together.
    package init?(_ framing: Framing) {
        guard case .blocks(let start, let end) = framing else { return nil }
        self.start = Array(start.utf8)
        self.end = Array(end.utf8)
    }

    /// Takes the next line.
    /// - Parameter line: Where it stands, without its line end.
    /// - Returns: The record that is complete with it: this line, the block that it ends, or one before it that has no end, and
    ///   then this line begins the next.
    package mutating func add(_ line: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        defer { lastEnd = line.upperBound }
        let isStart = Self.begins(bytes, line, with: start)
        guard let begin = open else {
            guard isStart else { return line }
            open = line.lowerBound
            return nil
        }
        if isStart {
            open = line.lowerBound
            return begin..<lastEnd
        }
        guard Self.begins(bytes, line, with: end) else { return nil }
        open = nil
        return begin..<line.upperBound
    }

    /// Gives up to wait for the end of the open record.
    /// - Returns: The record, as far as it goes; nil: none is open.
    package mutating func close() -> Range<Int>? {
        defer { open = nil }
        return open.map { $0..<lastEnd }
    }

    /// The last line in a part of a file that begins or ends a block.
    /// - Parameter isWhole: Whether a line begins with the first byte.
    /// - Returns: Where it begins, and whether a block does; nil: no line of these.
    package func lastMark(in bytes: UnsafeRawBufferPointer, isWhole: Bool) -> (place: Int, isStart: Bool)? {
        for place in bytes.indices.reversed() {
            guard place == 0 ? isWhole : bytes[place - 1] == UInt8(ascii: "\n") else { continue }
            let line = place..<bytes.count
            let isStart = Self.begins(bytes, line, with: start)
            if isStart || Self.begins(bytes, line, with: end) { return (place, isStart) }
        }
        return nil
    }

    private static func begins(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, with word: [UInt8]) -> Bool {
        line.count >= word.count && bytes[line.prefix(word.count)].elementsEqual(word)
    }
}
