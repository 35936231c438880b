import LiveFeed

/// How many hits of which kind came in each minute of the last day, so that anybody may count from a moment of their choice.
///
/// Its size is bounded: a minute has at most ``Limits/kinds`` kinds of hits, beyond which items and paths are counted as others,
/// and no more than ``Limits/names`` items and paths are known. Minutes of some hours ago are put together to ten.
struct LiveCounts: Sendable {
    /// How much is kept.
    struct Limits: Sendable {
        /// Kinds of hits in a minute: those that differ in nothing that is counted are one kind.
        var kinds = 2_000
        /// Different paths and items.
        var names = 50_000
        /// How long, in milliseconds.
        var span = 86_400_000
        /// Minutes that are older than this many milliseconds are put together.
        var fine = 7_200_000
    }

    /// An item or a path of a service.
    struct Name: Sendable, Hashable {
        let service: String
        let text: String
    }

    /// A kind of hits, by the numbers of its names.
    struct Kind: Sendable, Hashable {
        let traits: Int32
        var content: Int32
        var item: Int32
    }

    /// What came in a stretch of time.
    struct Bucket: Sendable {
        /// In milliseconds since 1970.
        var start: Int
        /// Where the next begins, if one does at once.
        var end: Int
        var counts: [Kind: Int] = [:]
    }

    private static let minute = 60_000
    private static let coarse = 600_000
    /// A minute may begin anew as often as this for those who count from now.
    private static let mostMarks = 12

    /// When it began to count, in milliseconds since 1970.
    let begun: Int
    /// From when it has everything, in milliseconds since 1970.
    private(set) var reach: Int
    /// The oldest first; hits go to the last one.
    private(set) var buckets: [Bucket]
    private(set) var names = CountedNames<Name>()
    private(set) var traits = CountedNames<HitGroup.Traits>()
    /// Changes whenever earlier buckets or numbers of names are not what they were.
    private(set) var generation = 0

    private let limits: Limits
    private var marks = 0
    private var tidied: Int

    /// Counts that have nothing in them.
    /// - Parameter now: In milliseconds since 1970.
    init(now: Int, limits: Limits = Limits()) {
        begun = now
        reach = now
        self.limits = limits
        buckets = [Bucket(start: now, end: now.roundedDown(to: Self.minute) + Self.minute)]
        tidied = now.roundedDown(to: Self.coarse)
    }

    /// Counts hits that came just now.
    /// - Parameter now: In milliseconds since 1970.
    mutating func add(_ tally: HitTally, now: Int) {
        open(now)
        for group in tally.groups.values {
            let service = group.key.traits.service
            let content = names.number(Name(service: service, text: group.key.content), atMost: limits.names)
            let item = group.key.item.map { names.number(Name(service: service, text: $0), atMost: limits.names) }
            add(
                Kind(traits: traits.number(group.key.traits), content: content, item: item ?? CountedNames<Name>.none),
                group.count)
        }
        for (traits, count) in tally.rest {
            let other = CountedNames<Name>.other
            add(Kind(traits: self.traits.number(traits), content: other, item: other), count)
        }
    }

    private mutating func add(_ kind: Kind, _ count: Int) {
        let last = buckets.count - 1
        let isKnown = buckets[last].counts[kind] != nil
        let isFull = !isKnown && buckets[last].counts.count >= limits.kinds
        buckets[last].counts[isFull ? kind.ofOthers : kind, default: 0] += count
    }

    /// Begins a bucket, so that somebody can count from now.
    /// - Parameter now: In milliseconds since 1970.
    /// - Returns: From when they count, in milliseconds since 1970: a few seconds ago where many do so.
    mutating func mark(now: Int) -> Int {
        open(now)
        let last = buckets.count - 1
        if buckets[last].counts.isEmpty {
            buckets[last].start = max(buckets[last].start, now)
        } else if marks < Self.mostMarks, now > buckets[last].start {
            marks += 1
            let end = buckets[last].end
            buckets[last].end = now
            buckets.append(Bucket(start: now, end: end))
        }
        return buckets[buckets.count - 1].start
    }

    /// Begins the bucket of the present minute.
    mutating func open(_ now: Int) {
        let last = buckets.count - 1
        guard now >= buckets[last].end else { return }
        marks = 0
        let start = now.roundedDown(to: Self.minute)
        let new = Bucket(start: start, end: start + Self.minute)
        if buckets[last].counts.isEmpty {
            buckets[last] = new
        } else {
            buckets.append(new)
        }
        if start.roundedDown(to: Self.coarse) > tidied { tidy(now) }
    }

    /// The place of the first bucket that has something of what came since a moment.
    func index(since: Int) -> Int {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].end > since { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Drops what is too old, puts together what is old, and forgets names of which nothing is counted any more.
    private mutating func tidy(_ now: Int) {
        tidied = now.roundedDown(to: Self.coarse)
        generation += 1
        var kept: [Bucket] = []
        for bucket in buckets where bucket.end > now - limits.span {
            let last = kept.count - 1
            if last >= 0, bucket.end <= now - limits.fine,
                kept[last].start / Self.coarse == bucket.start / Self.coarse
            {
                kept[last].end = bucket.end
                kept[last].counts.merge(bucket.counts, uniquingKeysWith: +)
                kept[last].limit(to: 2 * limits.kinds)
            } else {
                kept.append(bucket)
            }
        }
        if let first = buckets.first, first.end <= now - limits.span { reach = kept.first?.start ?? now }
        buckets = kept
        renumber()
    }

    /// Gives the names that there still are new numbers.
    private mutating func renumber() {
        var kept = CountedNames<Name>()
        for index in buckets.indices {
            let counts = buckets[index].counts
            buckets[index].counts = [:]
            for (var kind, count) in counts {
                kind.content = names[kind.content].map { kept.number($0) } ?? kind.content
                kind.item = names[kind.item].map { kept.number($0) } ?? kind.item
                buckets[index].counts[kind, default: 0] += count
            }
        }
        names = kept
    }
}

extension LiveCounts.Kind {
    /// The same of items and paths that are not told apart.
    fileprivate var ofOthers: Self {
        let other = CountedNames<LiveCounts.Name>.other
        return Self(traits: traits, content: other, item: item == CountedNames<LiveCounts.Name>.none ? item : other)
    }
}

extension LiveCounts.Bucket {
    /// Counts the rarest as others where there are more kinds than that.
    fileprivate mutating func limit(to most: Int) {
        guard counts.count > most else { return }
        for (kind, count) in counts.sorted(by: { $0.value < $1.value }).prefix(counts.count - most) {
            counts[kind] = nil
            counts[kind.ofOthers, default: 0] += count
        }
    }
}

extension Int {
    fileprivate func roundedDown(to step: Int) -> Int { self - self % step }
}
