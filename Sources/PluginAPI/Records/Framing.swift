/// How a log is cut into records. Each record is a message of its own.
public enum Framing: Sendable, Equatable {
    /// Every line is a record.
    case lines

    /// A line that begins with `start` begins a record, which goes on to the next line that begins with `end`, line feeds and
    /// all. Lines outside such blocks are records of their own.
    ///
    /// A block whose end never comes (the server was killed, the disk full) is a record too, up to the next `start`, the end of
    /// a rotated file, or 16 MiB: the plugin says of it that it is malformed, and so it is accounted for.
    case blocks(start: String, end: String)

    /// The longest record that is taken: of lines what the service's `maxline` says; a block may have four mebibytes, which
    /// is forty thousand lines of a ringserver's.
    /// - Parameter maxline: In bytes.
    public func longestRecord(maxline: Int) -> Int {
        switch self {
        case .lines: maxline
        case .blocks: max(maxline, 4 << 20)
        }
    }
}
