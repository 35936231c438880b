internal import Glibc
public import PluginAPI

/// Cuts a content into lines, and puts these together to records, a batch at a time, as the tail cuts a followed file: a line
/// ends with a newline, and a carriage return before that is not part of it; NUL bytes where a line begins are a hole, and
/// passed over.
public struct LineCutter {
    /// The buffer that the lines of the last batch stand in.
    public private(set) var bytes: [UInt8] = []
    /// The records of the last batch; where nothing else is said, each is a line.
    public private(set) var lines: [FileLines.Line] = []
    /// Where the first line behind the last batch begins.
    public private(set) var next: UInt64 = 0
    /// Whether ``end()`` was said.
    public private(set) var isAtEnd = false

    private let framing: Framing
    /// Whether the rest behind the last newline is a line, and a block without an end a record.
    private let takesRest: Bool
    private var filled = 0
    private var start = 0

    /// The longest line that stays in one piece, as in the tail.
    private static let longest = 16 << 20
    private static let block = 1 << 20

    /// A cutter to which no bytes have come.
    /// - Parameters:
    ///   - framing: How lines make records.
    ///   - takesRest: Whether what stands behind the last newline at the end is a line, and a block without an end a record.
    public init(_ framing: Framing, takesRest: Bool) { (self.framing, self.takesRest) = (framing, takesRest) }

    /// How many bytes there are behind the last batch: not cut yet, or no whole line.
    public var rest: Int { filled - start }

    /// Shows the bytes behind the last batch.
    public func withRest<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<filled])) }
    }

    /// Adds bytes.
    /// - Parameter write: Writes the next ones, at most a megabyte; answers how many.
    /// - Returns: What `write` answered.
    public mutating func fill(_ write: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Int {
        // What lies in front is done with. It is moved away only when the buffer has to be filled anyway.
        if start > 0 {
            bytes.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { memmove(base, base + start, filled - start) }
            }
            (filled, start) = (filled - start, 0)
        }
        if bytes.count - filled < Self.block {
            bytes += [UInt8](repeating: 0, count: max(bytes.count, 2 * Self.block))
        }
        let end = filled
        let count = try bytes.withUnsafeMutableBytes { bytes in
            try write(UnsafeMutableRawBufferPointer(rebasing: bytes[end..<end + Self.block]))
        }
        filled += count
        return count
    }

    /// Says that no bytes will come any more.
    public mutating func end() { isAtEnd = true }

    /// Cuts the next batch.
    /// - Parameters:
    ///   - limit: At most so many lines.
    ///   - passed: Gets all bytes in their order, once they are behind the lines of a batch.
    /// - Returns: Whether there are any; if not, more bytes are needed, or it is over.
    public mutating func cut(upTo limit: Int, passed: (UnsafeRawBufferPointer) -> Void) -> Bool {
        lines.removeAll(keepingCapacity: true)
        // `end` is behind the last line, `done` behind the last record.
        var (batch, place, end, done) = (lines, start, start, start)
        let (filled, start, offset, isLast) = (filled, start, next, isAtEnd && takesRest)
        var records = RecordCutter(framing)
        func add(_ record: Range<Int>?) {
            if let record {
                batch.append(FileLines.Line(range: record, offset: offset + UInt64(record.lowerBound - start)))
            }
            done = records?.open ?? end
        }
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while batch.count < limit {
                if place < filled, bytes[place] == 0, let record = records?.close() {
                    add(record)
                    continue
                }
                while place < filled, bytes[place] == 0 { place += 1 }
                guard place < filled else {
                    // The tail waits for what stands behind a hole; one of a gigabyte need not be kept for that.
                    if place - end >= Self.block { (end, done) = (place, place) }
                    break
                }
                let found = memchr(base + place, Int32(UInt8(ascii: "\n")), min(filled - place, Self.longest))
                var line = place..<place
                if let found {
                    line = place..<UnsafeRawPointer(found) - base
                    end = line.upperBound + 1
                } else if filled - place >= Self.longest {
                    line = place..<place + Self.longest
                    end = line.upperBound
                } else if isLast {
                    line = place..<filled
                    end = filled
                } else {
                    break
                }
                if found != nil, line.last.map({ bytes[$0] == UInt8(ascii: "\r") }) == true {
                    line = line.dropLast()
                }
                place = end
                add(records == nil ? line : records?.add(line, in: bytes))
            }
            if batch.count < limit, let open = records?.open,
                isLast && end == filled || filled - open >= Self.longest
            {
                add(records?.close())
            }
            passed(UnsafeRawBufferPointer(rebasing: bytes[start..<done]))
        }
        lines = batch
        next = offset + UInt64(done - start)
        self.start = done
        return !batch.isEmpty
    }
}
