import CounterRules

/// Which hits are double clicks, as far as that is known when they come: those of an identity (``ClickIdentity``) at most 30 seconds
/// from the one before.
///
/// Of a chain of clicks COUNTER counts the last one, which nobody knows before half a minute has passed; who shows or
/// counts hits as they come cannot wait. Here the first one counts. A chain is one use either way, so the numbers are the same.
struct RecentClicks {
    /// How many identities are kept.
    private static let most = 200_000

    /// When the last hit of an identity was, in seconds since 1970. What tells them apart is hashed: of so many no two
    /// get one number.
    private var last: [Int: Int64] = [:]
    private var newest = Int64.min

    /// Notes a hit.
    /// - Parameter time: In seconds since 1970.
    /// - Returns: Whether it is a double click.
    mutating func isDouble(_ identity: ClickIdentity, of service: String, at time: Int64) -> Bool {
        var hasher = Hasher()
        hasher.combine(service)
        hasher.combine(identity)
        let key = hasher.finalize()
        newest = max(newest, time)
        if last.count >= Self.most { forget() }
        guard let before = last[key] else {
            last[key] = time
            return false
        }
        last[key] = max(before, time)
        return abs(time - before) <= DoubleClicks.window
    }

    /// Forgets what no hit that comes in order can meet; all, if that is too little.
    private mutating func forget() {
        last = last.filter { newest - $0.value <= DoubleClicks.window }
        if last.count > Self.most / 2 { last.removeAll(keepingCapacity: true) }
    }
}
