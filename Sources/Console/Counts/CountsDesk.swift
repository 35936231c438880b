import FoundationEssentials
import LiveFeed
import Synchronization

/// Counts the hits that the console hears of, and tells browsers how many there were: the topic `counts?since=15m&country=FR`.
final class CountsDesk: Sendable {
    /// The topic's name.
    static let topic = "counts?"

    /// How often there is something new to tell at most.
    private static let interval = Duration.seconds(1)
    /// How long the sums are kept that nobody asks for any more, in milliseconds.
    private static let patience = 10_000

    /// What is asked for by all who look at the same.
    private struct Question: Hashable {
        let start: CountsStart
        let filter: HitFilter
    }

    private struct Answer {
        var tally: CountsTally
        var body: CountsBody?
        var asked: Int
    }

    private struct State {
        var counts: LiveCounts
        var answers: [Question: Answer] = [:]
    }

    private let state = Mutex(State(counts: LiveCounts(now: CountsDesk.now)))

    private static var now: Int { Int(Date().timeIntervalSince1970 * 1_000) }

    /// Counts hits that came just now.
    func add(_ tally: HitTally) {
        guard !tally.groups.isEmpty else { return }
        let now = Self.now
        state.withLock { $0.counts.add(tally, now: now) }
    }

    /// What browsers hear.
    var source: LiveTopics.Source {
        .own { wanted, send in
            guard var start = Self.start(wanted) else { return }
            let filter = HitFilter(query: wanted)
            if start == .now { start = .moment(self.mark()) }
            var last: CountsBody?
            while !Task.isCancelled {
                let body = self.body(start, filter)
                // The time that has passed is news only to a count that moves on.
                if body.isNews(after: last) {
                    try await send(body)
                    last = body
                }
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    private static func start(_ query: String) -> CountsStart? {
        let since = query.split(separator: "&").first { $0.hasPrefix("since=") }
        return CountsStart(since?.dropFirst("since=".count) ?? "now")
    }

    private func mark() -> Int {
        let now = Self.now
        return state.withLock { $0.counts.mark(now: now) }
    }

    /// The counts, made once in an interval for all who ask for the same.
    private func body(_ start: CountsStart, _ filter: HitFilter) -> CountsBody {
        let now = Self.now
        return state.withLock { state in
            state.counts.open(now)
            state.answers = state.answers.filter { now - $0.value.asked < Self.patience }
            let question = Question(start: start, filter: filter)
            var answer = state.answers[question] ?? Answer(tally: CountsTally(filter), asked: now)
            answer.asked = now
            if let body = answer.body, (0..<900).contains(now - body.now) { return body }
            let body = answer.tally.look(
                at: state.counts, since: start.moment(begun: state.counts.begun, now: now), now: now)
            answer.body = body
            state.answers[question] = answer
            return body
        }
    }
}

extension CountsBody {
    /// Whether it says what the last one did not.
    fileprivate func isNews(after last: CountsBody?) -> Bool {
        guard let last else { return true }
        return since != last.since || hits != last.hits || countries != last.countries || items != last.items
            || contents != last.contents || verdicts != last.verdicts || services != last.services
    }
}
