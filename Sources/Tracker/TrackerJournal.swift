import Synchronization
import TrackerProtocol

/// One request as the tracker remembers it.
struct TrackerEvent: Sendable, Codable {
    /// The path it was sent to.
    var path: String
    /// What stood after the `?`.
    var query: String
    /// What was answered: `accepted`, `duplicate` or `refused`.
    var outcome: String
    /// What was wrong with it, one reason per entry.
    var problems: [String]
}

/// All that a tracker knows of what it was sent: counts, the last requests, and which queries came before. Shared by all
/// connections.
final class TrackerJournal: Sendable {
    private struct State: Sendable {
        var counts = TrackerCounts()
        var last: [TrackerEvent] = []
        /// Where ``last`` goes on once it is full.
        var next = 0
        var seen = RecentQueries()
        var draw: FailureDraw
    }

    /// How many requests are remembered with their text.
    static let remembered = 1_000

    private let state: Mutex<State>
    private let log: AcceptedLog?

    init(log: AcceptedLog?, failures: [FailureRule], seed: UInt64) {
        self.log = log
        state = Mutex(State(draw: FailureDraw(rules: failures, seed: seed)))
    }

    var counts: TrackerCounts { state.withLock { $0.counts } }

    /// The last requests, the newest last.
    func last(_ count: Int) -> [TrackerEvent] {
        state.withLock { state in
            Array((state.last[state.next...] + state.last[..<state.next]).suffix(max(0, count)))
        }
    }

    /// Forgets everything but the place in the draw of failures; the log file stays as it is.
    func reset() {
        state.withLock { state in
            let draw = state.draw
            state = State(draw: draw)
        }
    }

    /// What this request is to suffer, counted if anything; nil to treat it well.
    func drawFailure() -> FailureRule.Kind? {
        state.withLock { state in
            guard let kind = state.draw.next() else { return nil }
            state.counts.failedOnPurpose += 1
            return kind
        }
    }

    /// Writes down a checked request. What is to be answered 200 is in the log file before it is counted.
    /// - Throws: ``TrackerError`` when the log file cannot be written; then nothing is counted.
    func record(path: String, query: [UInt8], check: OpenURLCheck) throws {
        try state.withLock { state in
            var outcome = "refused"
            if check.problems.isEmpty {
                // A write of one line into the page cache is short, and the lock keeps lines and counts in step.
                try log?.append(query)
                let isNew = state.seen.insert(query)
                state.counts.addAccepted(
                    version: check.version.rawValue, event: check.event, service: check.service, isNew: isNew)
                outcome = isNew ? "accepted" : "duplicate"
            } else {
                state.counts.addRefused(keys: Set(check.problems.map { $0.key.isEmpty ? "(no query)" : $0.key }))
            }
            let event = TrackerEvent(
                path: path, query: String(decoding: query, as: UTF8.self), outcome: outcome,
                problems: check.problems.map(\.description))
            if state.last.count < TrackerJournal.remembered {
                state.last.append(event)
            } else {
                state.last[state.next] = event
                state.next = (state.next + 1) % TrackerJournal.remembered
            }
        }
    }
}
