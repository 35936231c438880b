import PluginAPI

/// COUNTER's four metrics of items (Code of Practice 5.1, section 3.3; usage-protocols.md, section 2.3).
public struct UsageCounts: Sendable, Equatable {
    /// Hits that survive the double-click filter: of every kind, since who got the content has also looked at the item.
    public var totalItemInvestigations = 0
    /// Sessions in which an item was used, item by item.
    public var uniqueItemInvestigations = 0
    /// Hits that survive the double-click filter and delivered the content.
    public var totalItemRequests = 0
    /// Sessions in which an item's content was delivered, item by item.
    public var uniqueItemRequests = 0

    /// Counts that are known.
    public init(
        totalItemInvestigations: Int = 0, uniqueItemInvestigations: Int = 0, totalItemRequests: Int = 0,
        uniqueItemRequests: Int = 0
    ) {
        self.totalItemInvestigations = totalItemInvestigations
        self.uniqueItemInvestigations = uniqueItemInvestigations
        self.totalItemRequests = totalItemRequests
        self.uniqueItemRequests = uniqueItemRequests
    }

    /// Counts hits that have survived the double-click filter; see ``survivors(of:)``. The uniques are of the same hits:
    /// else there could be more of them than of the totals (usage-protocols.md, section 2.5).
    public init(_ hits: some Sequence<CounterHit>) {
        var investigated: Set<Use> = []
        var requested: Set<Use> = []
        for hit in hits {
            let use = Use(session: hit.client.session(at: hit.time), item: hit.item)
            totalItemInvestigations += 1
            investigated.insert(use)
            guard hit.event == .request else { continue }
            totalItemRequests += 1
            requested.insert(use)
        }
        uniqueItemInvestigations = investigated.count
        uniqueItemRequests = requested.count
    }

    /// The hits that are left when of two on the same address by the same user, at most 30 seconds apart, only the later one
    /// counts (Code of Practice 5.1, section 7.2). They come in the order of their times; in the same second, in which they
    /// were given.
    public static func survivors(of hits: [CounterHit]) -> [CounterHit] {
        struct Click: Hashable {
            let user: CounterUser
            let url: String
        }
        let sorted = hits.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element)
        // From the end: what is known then is the next hit of each user on each address.
        var next: [Click: UTCTime] = [:]
        return sorted.reversed().filter { hit in
            let click = Click(user: hit.client.user, url: hit.url)
            defer { next[click] = hit.time }
            guard let later = next[click] else { return true }
            return later.secondsSince1970 - hit.time.secondsSince1970 > DoubleClicks.window
        }.reversed()
    }
}

/// An item in a session.
private struct Use: Hashable {
    let session: CounterSession
    let item: String
}
