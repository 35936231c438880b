public import CounterRules
import PluginAPI

/// COUNTER's rule for double clicks over a stream of hits in the order of their times: `UsageCounts.survivors(of:)` for any number of
/// hits, with memory only for those of half a minute.
public struct ClickFilter {
    private struct Click: Hashable {
        let user: CounterUser
        let url: String
    }

    /// Hits that a later one may still make a double click, in their order; nil for those where that has happened.
    private var waiting: [(hit: CounterHit?, time: Int64, click: Click)] = []
    /// How many of them have gone already.
    private var gone = 0
    /// How many were ever there: the number of the next.
    private var count = 0
    /// The number of each user's last hit on each address.
    private var last: [Click: Int] = [:]

    /// No hits yet.
    public init() {}

    /// Takes the next hit.
    /// - Parameter survived: Gets the hits, in their order, of which is known now that they count.
    /// - Precondition: It is not earlier than the one before.
    public mutating func add(_ hit: CounterHit, survived: (CounterHit) -> Void) {
        let time = hit.time.secondsSince1970
        precondition(waiting.last.map { $0.time <= time } ?? true, "hits come in the order of their times")
        release(before: time - DoubleClicks.window, survived)
        let click = Click(user: hit.client.user, url: hit.url)
        if let number = last.updateValue(count, forKey: click) { waiting[number - (count - waiting.count)].hit = nil }
        waiting.append((hit, time, click))
        count += 1
    }

    /// Says that no hit comes any more.
    /// - Parameter survived: Gets the rest.
    public mutating func finish(survived: (CounterHit) -> Void) {
        release(before: .max, survived)
    }

    private mutating func release(before time: Int64, _ survived: (CounterHit) -> Void) {
        while gone < waiting.count, waiting[gone].time < time {
            let (hit, _, click) = waiting[gone]
            if let hit {
                last[click] = nil
                survived(hit)
            }
            waiting[gone].hit = nil
            gone += 1
        }
        // Not one by one: each removal moves all that are left.
        guard gone > 1_024 && gone > waiting.count / 2 || gone == waiting.count else { return }
        waiting.removeFirst(gone)
        gone = 0
    }
}
