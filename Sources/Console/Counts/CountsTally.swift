import LiveFeed

/// Sums of ``LiveCounts`` since a moment that stands still or moves on, kept from one look to the next.
struct CountsTally: Sendable {
    /// Hits by the numbers of what they are of.
    private struct Sums {
        var traits: [Int32: Int] = [:]
        var contents: [Int32: Int] = [:]
        var items: [Int32: Int] = [:]

        /// Adds a bucket, or takes it away again.
        mutating func add(_ bucket: LiveCounts.Bucket, sign: Int = 1, where takes: (Int32) -> Bool) {
            for (kind, count) in bucket.counts where takes(kind.traits) {
                traits.add(sign * count, to: kind.traits)
                contents.add(sign * count, to: kind.content)
                items.add(sign * count, to: kind.item)
            }
        }
    }

    /// How many rows a list has.
    private let most: Int
    private let filter: HitFilter
    private var generation = -1
    /// Where the buckets begin and end that are in the sums: all but the one that still grows.
    private var range = 0..<0
    private var closed = Sums()

    /// A tally of the hits that a filter lets through.
    init(_ filter: HitFilter, rows most: Int = 25) { (self.filter, self.most) = (filter, most) }

    /// Counts what came since a moment, or since the bucket began in which the moment is.
    /// - Parameters:
    ///   - since: In milliseconds since 1970.
    ///   - now: In milliseconds since 1970.
    mutating func look(at counts: LiveCounts, since: Int, now: Int) -> CountsBody {
        var taken: [Int32: Bool] = [:]
        func takes(_ traits: Int32) -> Bool {
            if let known = taken[traits] { return known }
            let isTaken = counts.traits[traits].map { filter.lets(through: $0) } ?? false
            taken[traits] = isTaken
            return isTaken
        }
        let last = counts.buckets.count - 1
        let start = min(counts.index(since: since), last)
        if generation != counts.generation || !(range.lowerBound...range.upperBound).contains(start) {
            (generation, range, closed) = (counts.generation, start..<start, Sums())
        }
        for bucket in counts.buckets[range.lowerBound..<start] { closed.add(bucket, sign: -1, where: takes) }
        for bucket in counts.buckets[range.upperBound..<last] { closed.add(bucket, where: takes) }
        range = start..<last
        var present = Sums()
        present.add(counts.buckets[last], where: takes)

        var countries: [String?: Int] = [:]
        var verdicts: [String: Int] = [:]
        var services: [String: Int] = [:]
        let traits = closed.traits.merging(present.traits, uniquingKeysWith: +)
        for (number, count) in traits {
            guard let traits = counts.traits[number] else { continue }
            countries[traits.country, default: 0] += count
            verdicts[traits.verdict.rawValue, default: 0] += count
            services[traits.service, default: 0] += count
        }
        return CountsBody(
            since: max(counts.reach, min(since, counts.buckets[start].start)), now: now,
            hits: traits.values.reduce(0, +),
            countries: CountsBody.List(
                countries.map { code, count in
                    CountsBody.Row(key: code, name: code.map(CountryNames.name), n: count)
                }, atMost: most),
            items: list(closed.items, present.items, counts.names),
            contents: list(closed.contents, present.contents, counts.names),
            verdicts: CountsBody.List(verdicts.map { CountsBody.Row(key: $0, n: $1) }, atMost: most),
            services: CountsBody.List(services.map { CountsBody.Row(key: $0, n: $1) }, atMost: most))
    }

    private func list(
        _ closed: [Int32: Int], _ present: [Int32: Int], _ names: CountedNames<LiveCounts.Name>
    ) -> CountsBody.List {
        // Names are looked up of those only that may be among the first.
        let sums = closed.merging(present, uniquingKeysWith: +)
        let named = sums.filter { $0.key > 0 }
        let least = named.count > most ? named.values.sorted(by: >)[most - 1] : 0
        let rows = named.compactMap { number, count in
            count < least
                ? nil : names[number].map { CountsBody.Row(key: $0.text, service: $0.service, n: count) }
        }
        let without = sums[CountedNames<LiveCounts.Name>.none] ?? 0
        return CountsBody.List(
            rows, atMost: most, more: named.count - rows.count, all: sums.values.reduce(0, +), without: without)
    }
}

extension [Int32: Int] {
    fileprivate mutating func add(_ count: Int, to key: Int32) {
        let sum = self[key, default: 0] + count
        self[key] = sum == 0 ? nil : sum
    }
}
