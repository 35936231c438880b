/// Cuts what a client sends into lines that end with `\r\n` or `\n`.
public struct ActionLineReader {
    /// The most bytes of a line without its end (Twisted's LineReceiver, which the original was built on).
    public static let longestLine = 16_384

    /// What has come.
    public enum Piece: Equatable {
        /// A line without its end.
        case line([UInt8])
        /// A line that is longer than may be: what follows cannot be told from it.
        case tooLong
    }

    private var buffer: [UInt8] = []
    private var start = 0
    /// How far it has been looked for a line's end.
    private var looked = 0

    /// Nothing has come yet.
    public init() {}

    /// Adds what came.
    public mutating func add(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            (start, looked) = (0, looked - start)
        }
        buffer.append(contentsOf: bytes)
    }

    /// Whether a line has begun whose end has not come.
    public var isAmidLine: Bool { start < buffer.count }

    /// The next line; nil: its end has not come.
    public mutating func next() -> Piece? {
        guard let end = buffer[looked...].firstIndex(of: UInt8(ascii: "\n")) else {
            looked = buffer.count
            // One more for a carriage return.
            return buffer.count - start > Self.longestLine + 1 ? .tooLong : nil
        }
        let stop = end > start && buffer[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
        guard stop - start <= Self.longestLine else { return .tooLong }
        let line = Array(buffer[start..<stop])
        start = end + 1
        looked = start
        return .line(line)
    }
}
