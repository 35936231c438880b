import LiveFeed
import SeededRandom
import Testing

@testable import Console

@Suite struct LiveCountsTests {
    /// Half past two in UTC, in milliseconds since 1970.
    private static let noon = 1_718_409_600_000 + 52_200_000
    private static let minute = 60_000

    /// `FR download item`; `-` is what there is none of.
    private static func tally(_ hits: [String]) -> HitTally {
        var tally = HitTally()
        for hit in hits {
            let parts = hit.split(separator: " ").map { $0 == "-" ? nil : String($0) }
            var event = LiveEvent(
                time: 0, service: parts.count > 3 ? parts[3] ?? "" : "a",
                verdict: LiveVerdict(rawValue: parts[1] ?? "") ?? .view,
                path: "/\(parts[2] ?? "about")/1")
            (event.country, event.item) = (parts[0], parts[2])
            tally.add(event)
        }
        return tally
    }

    private static func text(_ list: CountsBody.List) -> String {
        let rows = list.rows.map { "\($0.key ?? "-") \($0.n)" }.joined(separator: ", ")
        return "\(rows) +\(list.rest) of \(list.more), \(list.without) of none"
    }

    @Test(
        arguments: [
            ("", 3, "7: FR 4, GB 2, - 1 +0 of 0, 0 of none: x 3, y 2, z 1 +0 of 0, 1 of none"),
            ("", 1, "7: FR 4 +3 of 2, 0 of none: x 3 +3 of 2, 1 of none"),
            ("country=FR", 3, "4: FR 4 +0 of 0, 0 of none: x 3, y 1 +0 of 0, 0 of none"),
            ("country=-", 3, "1: - 1 +0 of 0, 0 of none: z 1 +0 of 0, 0 of none"),
            ("verdict=robot,view", 3, "2: FR 1, GB 1 +0 of 0, 0 of none: x 1 +0 of 0, 1 of none"),
            ("service=b", 3, "1: - 1 +0 of 0, 0 of none: z 1 +0 of 0, 0 of none"),
            ("service=c", 3, "0:  +0 of 0, 0 of none:  +0 of 0, 0 of none"),
        ])
    func filtersAndFirsts(filter: String, most: Int, expected: String) {
        var counts = LiveCounts(now: Self.noon)
        counts.add(Self.tally(["FR download x", "FR download x", "FR robot x", "GB view -"]), now: Self.noon + 1)
        counts.add(Self.tally(["FR download y", "GB download y", "- download z b"]), now: Self.noon + Self.minute)
        var tally = CountsTally(HitFilter(query: filter), rows: most)
        let body = tally.look(at: counts, since: Self.noon, now: Self.noon + Self.minute)
        #expect("\(body.hits): \(Self.text(body.countries)): \(Self.text(body.items))" == expected)
        #expect(body.verdicts.rows.reduce(body.verdicts.rest) { $0 + $1.n } == body.hits)
    }

    @Test(
        arguments: [
            ("now", 5, 0), ("0m", 5, 0), ("1m", 5, 1), ("2m", 5, 2), ("60m", 5, 5), ("start", 5, 5), ("midnight", 5, 5),
            ("\(Self.noon + 3 * Self.minute)", 5, 2), ("midnight", 600, 0),
        ] as [(String, Int, Int)])
    func countsFromTheMinuteOfItsStart(start: String, minutes: Int, expected: Int) throws {
        var counts = LiveCounts(now: Self.noon)
        for minute in 0..<5 { counts.add(Self.tally(["FR view x"]), now: Self.noon + minute * Self.minute + 30_000) }
        let now = Self.noon + minutes * Self.minute
        counts.open(now)
        let since = try #require(CountsStart(start)).moment(begun: counts.begun, now: now)
        var tally = CountsTally(HitFilter(query: ""))
        #expect(tally.look(at: counts, since: since, now: now).hits == expected)
    }

    @Test(arguments: ["", "x", "-5m", "5s", "m", "2000m", "-1", "5.5m"]) func isNoStart(text: String) {
        #expect(CountsStart(text) == nil)
    }

    @Test func whoCountsFromNowCountsNothingEarlier() {
        var counts = LiveCounts(now: Self.noon)
        var marks: [Int] = []
        for second in 0..<20 {
            counts.add(Self.tally(["FR view x"]), now: Self.noon + second * 1_000)
            marks.append(counts.mark(now: Self.noon + second * 1_000 + 500))
        }
        for (second, mark) in marks.enumerated() {
            var tally = CountsTally(HitFilter(query: ""))
            let body = tally.look(at: counts, since: mark, now: Self.noon + 20_000)
            #expect(body.since == mark)
            // A minute begins anew twelve times at most.
            #expect(body.hits == 19 - min(second, 11))
        }
    }

    /// Hits of many minutes, looked at again and again: each time all that came since the moment that it says.
    @Test(arguments: [1, 2, 3] as [UInt64]) func looksAgreeWithTheHits(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let limits = LiveCounts.Limits(kinds: 500, names: 1_000, span: 4 * 3_600_000, fine: 1_800_000)
        var counts = LiveCounts(now: Self.noon, limits: limits)
        var times: [Int] = []
        var tallies = [("5m", CountsTally(HitFilter(query: ""))), ("60m", CountsTally(HitFilter(query: "")))]
        for name in ["start", "midnight"] { tallies.append((name, CountsTally(HitFilter(query: "")))) }
        var now = Self.noon
        for step in 0..<3_000 {
            now += Int.random(in: 0...20_000, using: &random) + (step % 500 == 0 ? 1_200_000 : 0)
            counts.add(Self.tally(["FR view \(Int.random(in: 0..<50, using: &random))"]), now: now)
            times.append(now)
            if step % 300 == 7 {
                let mark = counts.mark(now: now + 1)
                tallies.append(("\(mark)", CountsTally(HitFilter(query: ""))))
            }
            guard step % 17 == 0 else { continue }
            for index in tallies.indices {
                guard let start = CountsStart(tallies[index].0) else { continue }
                let since = start.moment(begun: counts.begun, now: now)
                let body = tallies[index].1.look(at: counts, since: since, now: now)
                let expected = times.count { $0 >= body.since }
                #expect(body.hits == expected, "\(step) \(tallies[index].0)")
                #expect(body.items.rows.reduce(body.items.rest) { $0 + $1.n } == expected)
            }
        }
        #expect(counts.reach > counts.begun)
        #expect(counts.buckets.count < 200)
    }

    @Test(arguments: [25, 100_000]) func isBounded(names: Int) {
        var counts = LiveCounts(now: Self.noon, limits: LiveCounts.Limits(kinds: 10, names: names))
        for minute in 0..<200 {
            let items = (0..<40).map { "FR view \(minute)-\($0)" }
            counts.add(Self.tally(items), now: Self.noon + minute * Self.minute)
            // One more for all others of the same country and verdict.
            #expect(counts.buckets.allSatisfy { $0.counts.count <= 22 })
        }
        #expect(counts.buckets.count <= 140)
        var tally = CountsTally(HitFilter(query: ""))
        let body = tally.look(at: counts, since: Self.noon, now: Self.noon + 200 * Self.minute)
        #expect(body.hits == 8_000)
        #expect(body.countries.rows.map(\.n) == [8_000])
        #expect(body.items.rows.reduce(body.items.rest) { $0 + $1.n } == 8_000)
    }

    @Test func namesThatAreGoneMakeRoom() {
        var counts = LiveCounts(
            now: Self.noon, limits: LiveCounts.Limits(kinds: 100, names: 10, span: 1_800_000, fine: 600_000))
        for hour in 0..<5 {
            let now = Self.noon + hour * 3_600_000
            counts.add(Self.tally((0..<5).map { "FR view \(hour)-\($0)" }), now: now)
            var tally = CountsTally(HitFilter(query: ""))
            let items = tally.look(at: counts, since: now, now: now).items
            #expect(items.rows.map(\.key) == (0..<5).map { "\(hour)-\($0)" })
        }
    }
}
