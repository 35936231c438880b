/// Lines on disk that wait to be sent, oldest first, and no more than fit. What was appended is there after the process was
/// killed; a power cut may take the last seconds, which are not worth a wait for the disk at each flush.
struct Spool {
    /// Lines that are sent together.
    struct Part: Equatable {
        /// Whole lines.
        var lines: [UInt8]
        /// The place behind them.
        var end: Int
    }

    private let files: SpoolFiles
    private let limit: Int
    private let fileSize: Int
    /// The files, in order, as far as they hold what was not sent.
    private var places: [Range<Int>]
    /// Up to here all was sent.
    private var sent: Int

    /// A spool with what an earlier process left in it.
    /// - Parameters:
    ///   - limit: How many bytes it may hold.
    /// - Throws: ``SpoolError``.
    init(folder: String, limit: Int) throws {
        files = SpoolFiles(folder: folder)
        self.limit = limit
        fileSize = max(1, min(4 << 20, limit / 8))
        try files.makeFolder()
        (places, sent) = (try files.places(), try files.sent())
        if let last = places.last, let bytes = try files.read(last.lowerBound, at: 0, last.count) {
            // A line that was being written when the process was killed.
            let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            if whole < bytes.count { try files.cut(last.lowerBound, to: whole) }
            places[places.count - 1] = last.lowerBound..<last.lowerBound + whole
        }
        try removeSent()
        if let first = places.first { sent = max(sent, first.lowerBound) }
    }

    /// How many bytes wait.
    var count: Int { places.reduce(0) { $0 + $1.count } - (places.first.map { sent - $0.lowerBound } ?? 0) }

    /// Adds lines; where there is no room for them the oldest go.
    /// - Returns: How many lines went.
    /// - Throws: ``SpoolError``; then none were added.
    mutating func append(_ lines: [UInt8]) throws -> Int {
        guard !lines.isEmpty else { return 0 }
        var dropped = 0
        while let first = places.first, places.reduce(0, { $0 + $1.count }) + lines.count > limit {
            let from = max(sent, first.lowerBound)
            let bytes = try files.read(first.lowerBound, at: from - first.lowerBound, first.upperBound - from)
            dropped += bytes?.count { $0 == UInt8(ascii: "\n") } ?? 0
            try confirm(upTo: first.upperBound)
        }
        if let last = places.last, last.count < fileSize {
            try files.append(lines, to: last.lowerBound, at: last.count)
            places[places.count - 1] = last.lowerBound..<last.upperBound + lines.count
        } else {
            let start = places.last?.upperBound ?? sent
            try files.append(lines, to: start, at: 0)
            places.append(start..<start + lines.count)
        }
        return dropped
    }

    /// The oldest lines.
    /// - Parameter limit: At most so many bytes of them, but at least one line.
    /// - Returns: nil when there are none.
    /// - Throws: ``SpoolError``.
    mutating func oldest(_ limit: Int) throws -> Part? {
        while let first = places.first {
            let from = max(sent, first.lowerBound)
            var wanted = min(limit, first.upperBound - from)
            while let bytes = try files.read(first.lowerBound, at: from - first.lowerBound, wanted), !bytes.isEmpty {
                if let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                    return Part(lines: Array(bytes[...end]), end: from + end + 1)
                }
                guard bytes.count == wanted, wanted < first.upperBound - from else { break }
                wanted = min(wanted * 2, first.upperBound - from)
            }
            // Somebody removed the file, or wrote into it.
            try confirm(upTo: first.upperBound)
        }
        return nil
    }

    /// Says up to which place all was sent.
    /// - Throws: ``SpoolError``.
    mutating func confirm(upTo place: Int) throws {
        guard place > sent else { return }
        sent = place
        try files.keep(sent: place)
        try removeSent()
    }

    private mutating func removeSent() throws {
        while let first = places.first, first.upperBound <= sent {
            try files.remove(first.lowerBound)
            places.removeFirst()
        }
    }
}
