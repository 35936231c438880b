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
    /// The day of the last line, and what its lines came to: neighbours are mostly of one day, and a day knows few leaves.
    private var day = LogDay.none
    private var today: [(leaf: Leaf, count: Int)] = []
    private var days: [LogDay: [Leaf: Int]] = [:]

    /// - Parameter keepsRejects: Whether ``rejects`` are wanted.
    init(_ judge: Judge, service: String, window: ImportWindow, maxline: Int, keepsRejects: Bool) {
        (self.judge, self.window, self.maxline, self.keepsRejects) = (judge, window, maxline, keepsRejects)
        message = LogMessage(service: service, line: [])
    }

    /// Lines of each day, by where they would end.
    var leaves: [LogDay: [Leaf: Int]] {
        closeDay()
        return days
    }

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

    private func count(_ leaf: Leaf) {
        let day = LogDay(of: message.line)
        if day != self.day {
            closeDay()
            self.day = day
        }
        guard let index = today.firstIndex(where: { $0.leaf == leaf }) else {
            today.append((leaf, 1))
            return
        }
        today[index].count += 1
        // What comes often gets to the front.
        if index > 0, today[index - 1].count < today[index].count { today.swapAt(index - 1, index) }
    }

    private func closeDay() {
        for (leaf, count) in today { days[day, default: [:]][leaf, default: 0] += count }
        today.removeAll(keepingCapacity: true)
    }
}
