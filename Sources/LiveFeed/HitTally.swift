/// The hits of a stretch of time, in groups. However many hits there are, it stays small: what is in no group is counted by its
/// traits.
public struct HitTally: Sendable, Equatable {
    /// The groups.
    public private(set) var groups: [HitGroup.Key: HitGroup] = [:]
    /// The hits that are in no group.
    public private(set) var rest: [HitGroup.Traits: Int] = [:]

    /// How many groups there may be, and how many kinds of hits besides.
    private let limit: Int
    /// The hits besides, of kinds that are too many to be told apart: no filter finds them.
    private var unnamed = 0

    /// A tally without hits.
    /// - Parameter limit: How many groups there may be.
    public init(limit: Int = 4_000) { self.limit = limit }

    /// How many hits there are.
    public var count: Int { groups.values.reduce(0) { $0 + $1.count } + rest.values.reduce(unnamed, +) }

    /// Counts a hit.
    public mutating func add(_ event: LiveEvent) {
        let key = HitGroup.Key(event)
        if groups[key]?.add(event) != nil { return }
        if groups.count < limit {
            groups[key] = HitGroup(key, event)
        } else {
            count(1, of: key.traits)
        }
    }

    /// Counts the hits of another tally.
    public mutating func add(_ other: HitTally) {
        for (key, group) in other.groups {
            if groups[key]?.add(group) != nil { continue }
            if groups.count < limit {
                groups[key] = group
            } else {
                count(group.count, of: key.traits)
            }
        }
        for (traits, count) in other.rest { self.count(count, of: traits) }
        unnamed += other.unnamed
    }

    /// The hits that a filter lets through.
    public func filtered(by filter: HitFilter) -> HitTally {
        guard !filter.letsAllThrough else { return self }
        var tally = HitTally(limit: limit)
        tally.groups = groups.filter { filter.lets(through: $0.key.traits) }
        tally.rest = rest.filter { filter.lets(through: $0.key) }
        return tally
    }

    private mutating func count(_ number: Int, of traits: HitGroup.Traits) {
        if rest[traits] != nil || rest.count < limit {
            rest[traits, default: 0] += number
        } else {
            unnamed += number
        }
    }
}
