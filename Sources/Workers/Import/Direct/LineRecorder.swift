import CounterRules
import PluginAPI
import Queues
import RedisClient
import Statistics

/// Makes a store's records of a file's lines as the recorder does of messages, on one core.
final class LineRecorder {
    /// A line that is rejected, and why.
    typealias Reject = (offset: UInt64, reason: String, line: ArraySlice<UInt8>)

    /// What the last lines have come to.
    struct Result {
        /// What is to be written.
        var records = StoreBatch()
        /// Where each line ends.
        var counts = LeafCounts()
        /// Lines of other times.
        var passedOver = 0
        /// Lines that are rejected.
        var rejects: [Reject] = []
        /// Lines that cannot be judged before something is looked up.
        fileprivate var unjudged: [(line: FileLines.Line, reference: Reference)] = []
        /// Why the lines cannot be judged at all, which is no fault of theirs: keys for hashing cannot be had.
        var failure: (any Error)?
    }

    /// What ``judge(_:of:)`` has found.
    private(set) var result = Result()

    private let parser: any ParserPlugin
    private var maker: RecordMaker
    private let window: ImportWindow
    private let maxline: Int
    /// The line in hand. Its memory is used again for the next one.
    private var message: LogMessage

    /// A recorder of a service's lines.
    init(_ tools: StoreImporter.Tools, service: String, window: ImportWindow, maxline: Int) {
        (parser, self.window, self.maxline) = (tools.parser, window, maxline)
        maker = RecordMaker(tools.digests, geohash: tools.geohash, for: Set(StoreTable.allCases))
        message = LogMessage(service: service, line: [])
    }

    /// Judges lines anew.
    /// - Parameter origin: What their ids begin with.
    func judge(_ lines: [FileLines.Line], in bytes: [UInt8], origin: String) {
        result = Result()
        result.records.events.reserveCapacity(lines.count)
        maker.forgetKeys()
        for line in lines where result.failure == nil { judge(line, in: bytes, origin: origin) }
    }

    /// Judges a line more.
    func judge(_ line: FileLines.Line, in bytes: [UInt8], origin: String) {
        message.line.removeAll(keepingCapacity: true)
        message.line.append(contentsOf: bytes[line.range])
        func reject(_ reason: String) { result.rejects.append((line.offset, reason, bytes[line.range])) }
        guard line.range.count <= maxline else {
            count(.tooLong)
            return reject("the line has \(line.range.count) bytes; maxline is \(maxline)")
        }
        do {
            let parsed = try parser.parseline(message)
            guard window.holds(parsed?.time) else {
                result.passedOver += 1
                return
            }
            count(
                try parsed.map { try maker.add($0, id: "\(origin):\(line.offset)", to: &result.records) } ?? .noHit)
        } catch let error as NotYetKnown {
            result.unjudged.append((line, error.reference))
        } catch let error where error is RedisClient.Stopped || error is RedisError {
            result.failure = error
        } catch {
            guard window.isAll else { return reject("no time to tell by: \(error)") }
            count(Judge.leaf(of: error))
            reject("\(error)")
        }
    }

    /// Takes out a line that cannot be judged before something is looked up.
    func nextUnjudged() -> (line: FileLines.Line, reference: Reference)? { result.unjudged.popLast() }

    private func count(_ leaf: Leaf) { result.counts.count(leaf, of: message.line) }
}
