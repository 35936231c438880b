/// Sums of ``LiveCounts`` since a moment that stands still or moves on, kept from one look to the next.
struct CountsTally: Sendable {
    /// What is counted together in a list: something of a service, or of all.
    struct Name: Sendable, Hashable {
        var service: Int32
        var number: Int32
    }

    /// What the lists are of.
    enum Part: String, Sendable, CaseIterable {
        case countries, items, contents, verdicts, services

        fileprivate func name(_ key: LiveCounts.Key) -> Name {
            switch self {
            case .countries: Name(service: CountedNames.none, number: key.country)
            case .items: Name(service: key.service, number: key.item)
            case .contents: Name(service: key.service, number: key.content)
            case .verdicts: Name(service: CountedNames.none, number: key.verdict)
            case .services: Name(service: CountedNames.none, number: key.service)
            }
        }
    }

    /// Sums by what the lists are of.
    fileprivate struct Sums: Sendable {
        var hits = 0
        var parts = [[Name: Int]](repeating: [:], count: Part.allCases.count)

        mutating func add(_ bucket: LiveCounts.Bucket, _ filter: CountsFilter, _ names: CountedNames, sign: Int = 1) {
            for (key, count) in bucket.counts where filter.takes(key, names) {
                hits += sign * count
                for (index, part) in Part.allCases.enumerated() {
                    let name = part.name(key)
                    let sum = parts[index][name, default: 0] + sign * count
                    parts[index][name] = sum == 0 ? nil : sum
                }
            }
        }
    }

    private let filter: CountsFilter
    private var generation = -1
    /// Where the buckets begin and end that are in the sums, as places among all.
    private var first = 0
    private var end = 0
    private var closed = Sums()

    /// A tally of the hits that a filter takes.
    init(_ filter: CountsFilter) { self.filter = filter }

    /// Counts what came since a moment, at least nearly: from where a bucket begins.
    /// - Parameters:
    ///   - since: In milliseconds since 1970.
    ///   - now: In milliseconds since 1970.
    ///   - most: How many rows a list has.
    mutating func look(at counts: LiveCounts, since: Int, now: Int, most: Int = 25) -> CountsBody {
        let last = counts.buckets.count - 1
        let start = min(counts.index(since: since), last)
        if generation != counts.generation || start < first || start > end {
            (generation, first, end, closed) = (counts.generation, start, start, Sums())
        }
        while first < start {
            closed.add(counts.buckets[first], filter, counts.names, sign: -1)
            first += 1
        }
        while end < last {
            closed.add(counts.buckets[end], filter, counts.names)
            end += 1
        }
        var present = Sums()
        present.add(counts.buckets[last], filter, counts.names)
        var body = CountsBody(
            since: max(counts.begun, min(since, counts.buckets[start].start)), now: now, hits: closed.hits + present.hits)
        for (index, part) in Part.allCases.enumerated() {
            body.lists[part.rawValue] = list(part, closed.parts[index], present.parts[index], counts.names, most)
        }
        return body
    }

    private func list(
        _ part: Part, _ closed: [Name: Int], _ present: [Name: Int], _ names: CountedNames, _ most: Int
    ) -> CountsBody.List {
        var all: [(name: Name, count: Int)] = []
        all.reserveCapacity(closed.count + present.count)
        var without = 0
        var rest = 0
        func take(_ name: Name, _ count: Int) {
            switch name.number {
            case CountedNames.none: without += count
            case CountedNames.other: rest += count
            default: all.append((name, count))
            }
        }
        for (name, count) in closed { take(name, count + (present[name] ?? 0)) }
        for (name, count) in present where closed[name] == nil { take(name, count) }
        let greater: ((name: Name, count: Int), (name: Name, count: Int)) -> Bool = { one, other in
            one.count != other.count
                ? one.count > other.count
                : (names[one.name.number], names[one.name.service])
                    < (names[other.name.number], names[other.name.service])
        }
        // Only what may be among the first is sorted by name too.
        if all.count > most {
            let least = all.map(\.count).sorted(by: >)[most - 1]
            let kept = all.filter { $0.count >= least }
            rest += all.reduce(0) { $0 + ($1.count < least ? $1.count : 0) }
            let names = all.count
            all = kept.sorted(by: greater)
            rest += all.dropFirst(most).reduce(0) { $0 + $1.count }
            return CountsBody.List(
                rows: rows(part, all.prefix(most)), more: names - most, rest: rest, without: without)
        }
        return CountsBody.List(rows: rows(part, all.sorted(by: greater)[...]), more: 0, rest: rest, without: without)

        func rows(_ part: Part, _ rows: ArraySlice<(name: Name, count: Int)>) -> [CountsBody.Row] {
            rows.map { name, count in
                let key = names[name.number]
                return CountsBody.Row(
                    key: key, name: part == .countries ? CountryNames.name(key) : nil,
                    service: name.service > 0 ? names[name.service] : nil, n: count)
            }
        }
    }
}
