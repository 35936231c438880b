/// Some records of one file, in order, in one buffer: no record has memory of its own. Where nothing else is said, a record is a
/// line (`TailOptions.framing`).
///
/// The buffer is the reader's. A sink that keeps a batch for longer than its call makes the reader copy it.
public struct LineBatch: Sendable {
    /// One line of a batch.
    public struct Line: Sendable, Equatable {
        /// Where it stands in the batch's bytes, without its newline and a carriage return before that.
        public let range: Range<Int>
        /// Where it begins in the file.
        public let offset: UInt64
        /// Longer than `maxline`. The line is whole all the same, up to 16 MiB; one that is longer still comes in pieces of 16 MiB.
        public let isTooLong: Bool
    }

    /// The buffer that the lines' ranges point into; it holds more than the lines.
    public internal(set) var bytes: [UInt8] = []
    /// The lines.
    public internal(set) var lines: [Line] = []
    /// The generation of the file that they come from.
    public internal(set) var generation = ""

    /// A batch without lines.
    init() {}

    /// A line's name for good, the same whenever and wherever its file is read again: `GENERATION:OFFSET`.
    public func id(of line: Line) -> String { "\(generation):\(line.offset)" }

    /// Lends a line's bytes.
    public func withBytes<Result>(of line: Line, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[line.range])) }
    }
}
