import CounterRules
import PluginAPI

/// Tells double clicks while lines come in. COUNTER counts the last click of a chain and not those before; of which as many do not
/// count as when the first one counts and those after it do not, and that is known at once.
struct RecentClicks {
    /// How many are remembered.
    private static let limit = 200_000

    /// When each was last seen, by a hash of what it was: two that share one would have to come within 30 seconds.
    private var seen: [Int: Int64] = [:]
    private var newest = Int64.min

    /// Whether a use is no click that follows another one of the same.
    mutating func isNew(_ usage: ItemUsage, _ line: ParsedLine) -> Bool {
        let (click, time) = (ClickIdentity(usage, line).hashValue, line.time.secondsSince1970)
        newest = max(newest, time)
        let last = seen[click]
        // Lines of several files may be a little out of order.
        let isNew = last.map { abs(time - $0) > DoubleClicks.window } ?? true
        seen[click] = max(time, last ?? time)
        if seen.count > Self.limit { forget() }
        return isNew
    }

    private mutating func forget() {
        let oldest = newest - DoubleClicks.window
        seen = seen.filter { $0.value >= oldest }
        if seen.count > Self.limit { seen = [:] }
    }
}
