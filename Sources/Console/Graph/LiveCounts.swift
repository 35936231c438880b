/// How many hits of which kind came in each minute of the last day, so that anybody may count from a moment of their choice.
///
/// Its size is bounded: a minute has at most ``Limits/kinds`` kinds of hits, beyond which items and paths are counted as others,
/// and no more than ``Limits/names`` names are known. Minutes of more than two hours ago are put together to ten.
struct LiveCounts: Sendable {
    /// What is counted of a hit.
    struct Hit: Sendable, Hashable {
        var service: String
        /// What became of it: `download`, `robot` ….
        var verdict: String
        /// `download` or `view` as the plugin says; "": none.
        var kind = ""
        /// The country's letters; "": not known.
        var country = ""
        /// The first part of its path: `/items`; "": none.
        var content = ""
        /// The item; "": none.
        var item = ""
    }

    /// How much is kept.
    struct Limits: Sendable {
        /// Kinds of hits in a minute: those that differ in nothing that is counted are one kind.
        var kinds = 2_000
        /// Different services, countries, paths and items.
        var names = 50_000
        /// How long, in milliseconds.
        var span = 86_400_000
        /// Minutes that are older are put together, in milliseconds.
        var fine = 7_200_000
    }

    /// A kind of hits: the numbers of names.
    struct Key: Sendable, Hashable {
        var service: Int32
        var verdict: Int32
        var kind: Int32
        var country: Int32
        var content: Int32
        var item: Int32
    }

    /// What came in a stretch of time.
    struct Bucket: Sendable {
        /// In milliseconds since 1970.
        var start: Int
        /// Where the next begins, if one does at once.
        var end: Int
        var counts: [Key: Int] = [:]
    }

    private static let minute = 60_000
    private static let coarse = 600_000
    /// A minute may begin anew as often as this for those who count from now.
    private static let mostMarks = 12

    /// When it began to count, in milliseconds since 1970.
    let begun: Int
    let limits: Limits
    /// The oldest first; hits go to the last one.
    private(set) var buckets: [Bucket]
    private(set) var names = CountedNames()
    /// Changes whenever earlier buckets or numbers of names are not what they were.
    private(set) var generation = 0
    /// How many hits were counted at all.
    private(set) var hits = 0

    private var marks = 0
    private var tidied: Int

    /// Counts that have nothing in them.
    /// - Parameter now: In milliseconds since 1970.
    init(now: Int, limits: Limits = Limits()) {
        begun = now
        self.limits = limits
        buckets = [Bucket(start: now, end: now.roundedDown(to: Self.minute) + Self.minute)]
        tidied = now.roundedDown(to: Self.coarse)
    }

    /// Counts a hit that came now.
    /// - Parameters:
    ///   - count: How many there were of them.
    ///   - now: In milliseconds since 1970.
    mutating func add(_ hit: Hit, _ count: Int = 1, now: Int) {
        open(now)
        hits += count
        var key = Key(
            service: number(hit.service), verdict: number(hit.verdict), kind: number(hit.kind),
            country: number(hit.country), content: number(hit.content), item: number(hit.item))
        let last = buckets.count - 1
        if buckets[last].counts.count >= limits.kinds, buckets[last].counts[key] == nil {
            key.countAsOther()
            if buckets[last].counts.count >= 2 * limits.kinds, buckets[last].counts[key] == nil {
                let other = CountedNames.other
                key = Key(service: other, verdict: other, kind: other, country: other, content: other, item: other)
            }
        }
        buckets[last].counts[key, default: 0] += count
    }

    /// Begins a bucket, so that somebody can count from now.
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
        return buckets[last + 1 < buckets.count ? last + 1 : last].start
    }

    /// The first bucket that belongs to what came since a moment, also if it began before.
    func index(since: Int) -> Int {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].end > since { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Begins the bucket of the present minute.
    mutating func open(_ now: Int) {
        guard now >= buckets[buckets.count - 1].end else { return }
        marks = 0
        let start = now.roundedDown(to: Self.minute)
        let new = Bucket(start: start, end: start + Self.minute)
        if buckets[buckets.count - 1].counts.isEmpty {
            buckets[buckets.count - 1] = new
        } else {
            buckets.append(new)
        }
        if start.roundedDown(to: Self.coarse) > tidied { tidy(now) }
    }

    private mutating func number(_ name: String) -> Int32 { names.number(name, atMost: limits.names) }

    /// Drops what is too old, puts together what is old, and forgets names that nothing is counted of any more.
    private mutating func tidy(_ now: Int) {
        tidied = now.roundedDown(to: Self.coarse)
        generation += 1
        var kept: [Bucket] = []
        for bucket in buckets where bucket.end > now - limits.span {
            let isOld = bucket.end <= now - limits.fine
            guard isOld, let last = kept.last, last.start / Self.coarse == bucket.start / Self.coarse else {
                kept.append(bucket)
                continue
            }
            kept[kept.count - 1].end = bucket.end
            kept[kept.count - 1].counts.merge(bucket.counts, uniquingKeysWith: +)
            kept[kept.count - 1].limit(to: 2 * limits.kinds)
        }
        buckets = kept
        names.keep(&buckets)
    }
}

extension LiveCounts.Key {
    /// Forgets which item and path it was.
    fileprivate mutating func countAsOther() {
        if item > 0 { item = CountedNames.other }
        if content > 0 { content = CountedNames.other }
    }
}

extension LiveCounts.Bucket {
    /// Counts what is rare as others.
    fileprivate mutating func limit(to most: Int) {
        guard counts.count > most else { return }
        let rare = counts.sorted { $0.value < $1.value }.prefix(counts.count - most / 2)
        for (key, count) in rare where key.item > 0 || key.content > 0 {
            counts[key] = nil
            var key = key
            key.countAsOther()
            counts[key, default: 0] += count
        }
    }
}

extension Int {
    fileprivate func roundedDown(to step: Int) -> Int { self - self % step }
}
