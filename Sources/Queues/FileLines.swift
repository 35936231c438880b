internal import PluginAPI

/// Lines of one file, on their way into a queue. They stay in the buffer that they were read into.
public struct FileLines {
    /// One line.
    public struct Line: Sendable {
        /// Where it stands in the buffer.
        public let range: Range<Int>

        /// Where it begins in the file.
        public let offset: UInt64

        /// A line of the buffer.
        public init(range: Range<Int>, offset: UInt64) {
            self.range = range
            self.offset = offset
        }
    }

    /// Those to be parsed, in the order of the file.
    public var accepted: [Line] = []

    /// Those that are not to be parsed, why, and what the ledger counts them as: they go to the failed list as they are.
    public var refused: [(Line, reason: String, leaf: Leaf)] = []

    /// About how many bytes the entries of the accepted lines have.
    var size: Int { accepted.reduce(0) { $0 + $1.range.count + $1.range.count / 8 + shared + 32 } }

    /// The repository they belong to.
    let service: String

    private let bytes: [UInt8]
    private let origin: String
    /// How many bytes of each entry are the same in all.
    private var shared: Int { service.utf8.count + origin.utf8.count + 32 }

    /// No lines yet.
    /// - Parameters:
    ///   - bytes: The buffer.
    ///   - origin: What names the file for good; a line's id is `ORIGIN:OFFSET`.
    ///   - service: The repository they belong to.
    public init(in bytes: [UInt8], origin: String, service: String) {
        self.bytes = bytes
        self.origin = origin
        self.service = service
    }

    /// What the ledger is to count: every line as read on its day, and those refused as such.
    func counters(of queue: String) -> [LedgerField: Int] {
        var read: [LogDay: Int] = [:]
        var counters: [LedgerField: Int] = [:]
        bytes.withUnsafeBufferPointer { bytes in
            func day(_ line: Line) -> LogDay { LogDay(of: UnsafeBufferPointer(rebasing: bytes[line.range])) }
            // Neighbours are mostly of one day.
            var (current, count) = (LogDay.none, 0)
            for line in accepted {
                let day = day(line)
                if day != current {
                    if count > 0 { read[current, default: 0] += count }
                    (current, count) = (day, 0)
                }
                count += 1
            }
            if count > 0 { read[current, default: 0] += count }
            for (line, _, leaf) in refused {
                read[day(line), default: 0] += 1
                counters[LedgerField(day(line), queue, leaf), default: 0] += 1
            }
        }
        for (day, count) in read { counters[LedgerField(day, queue, .read)] = count }
        return counters
    }

    /// A line as a message of its own.
    func message(_ line: Line) -> LogMessage {
        LogMessage(service: service, line: [UInt8](bytes[line.range]), id: "\(origin):\(line.offset)")
    }

    /// Calls `body` with the entry of each accepted line, the same as ``MessageEnvelope/json`` makes of its ``message(_:)``.
    /// What all have in common is written once, and no line has memory of its own.
    func forEachEntry(_ body: ([UInt8]) -> Void) {
        var head = Array("{\"service\":".utf8)
        JSONString.append(service, to: &head)
        head += Array(",\"logline\":".utf8)
        var id = Array(",\"id\":".utf8)
        JSONString.append("\(origin):", to: &id)
        id.removeLast()
        var entry: [UInt8] = []
        bytes.withUnsafeBufferPointer { bytes in
            for line in accepted {
                entry.removeAll(keepingCapacity: true)
                entry.append(contentsOf: head)
                JSONString.append(UnsafeBufferPointer(rebasing: bytes[line.range]), to: &entry)
                entry.append(contentsOf: id)
                entry.append(contentsOf: String(line.offset).utf8)
                entry.append(contentsOf: "\"}".utf8)
                body(entry)
            }
        }
    }
}
