import PluginAPI
import Queues

/// Decides about lines as a forwarder would, on one core, and only counts.
final class DryRunCounter {
    /// Some lines and the buffer that they stand in.
    typealias Batch = (bytes: [UInt8], lines: [FileLines.Line])

    /// Lines of other times.
    private(set) var passedOver = 0

    /// Lines that are rejected.
    private(set) var rejected = 0

    /// Those of the last batch, and why.
    private(set) var rejects: [(offset: UInt64, reason: String, line: ArraySlice<UInt8>)] = []

    private var judge: Judge
    private let window: ImportWindow
    private let maxline: Int
    private let keepsRejects: Bool
    /// The line in hand. Its memory is used again for the next one.
    private var message: LogMessage
    private var counts = LeafCounts()

    /// - Parameter keepsRejects: Whether ``rejects`` are wanted.
    init(_ judge: Judge, service: String, window: ImportWindow, maxline: Int, keepsRejects: Bool) {
        (self.judge, self.window, self.maxline, self.keepsRejects) = (judge, window, maxline, keepsRejects)
        message = LogMessage(service: service, line: [])
    }

    /// Lines of each day, by where they would end.
    var leaves: [LogDay: [Leaf: Int]] { counts.leaves }

    /// Counts lines.
    func count(_ batch: Batch) {
        rejects.removeAll(keepingCapacity: true)
        for line in batch.lines {
            message.line.removeAll(keepingCapacity: true)
            message.line.append(contentsOf: batch.bytes[line.range])
            guard let reason = decide() else { continue }
            rejected += 1
            if keepsRejects { rejects.append((line.offset, reason, batch.bytes[line.range])) }
        }
    }

    /// - Returns: Why the line in hand is rejected; nil when it is not.
    private func decide() -> String? {
        guard message.line.count <= maxline else {
            count(.tooLong)
            return "the line has \(message.line.count) bytes; maxline is \(maxline)"
        }
        do {
            let parsed = try judge.parse(message)
            guard window.holds(parsed?.line.time) else {
                passedOver += 1
                return nil
            }
            count(try parsed.map { try judge.leaf(on: $0) } ?? .noHit)
            return nil
        } catch is NotYetKnown {
            count(.needsLookup)
            return nil
        } catch {
            guard window.isAll else { return "no time to tell by: \(error)" }
            count(Judge.leaf(of: error))
            return "\(error)"
        }
    }

    private func count(_ leaf: Leaf) { counts.count(leaf, of: message.line) }
}
