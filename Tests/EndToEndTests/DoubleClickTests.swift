import Glibc
import RedisClient
import SeededRandom
import TestKit
import Testing

/// Double clicks through the built program, with two forwarders.
struct DoubleClickTests {
    /// A hit of one of some users on one of some items, as the web log has it, out of order within seconds.
    private struct Hit {
        let user: Int
        let item: Int
        let second: Int

        var line: String {
            let (minute, rest) = (second / 60, second % 60)
            let time = "12:\(minute < 10 ? "0" : "")\(minute):\(rest < 10 ? "0" : "")\(rest)"
            return
                "192.0.2.\(user) - - [15/Jun/2024:\(time) +0000] \"GET /items/\(item) HTTP/1.1\" 200 512 \"-\" \"\(Site.browser)\""
        }

        /// As the tracker is told of it.
        var event: String { "192.0.2.\(user) oai:repo.example:\(item) \(second)" }
    }

    private func events(_ site: Site) throws -> [String] {
        try site.tracker.accepted.map { pairs in
            let time = try #require(pairs["url_tim"]).split(separator: "T")[1].dropLast().split(separator: ":")
            let seconds = time.compactMap { Int($0) }
            return "\(pairs["req_id"] ?? "") \(pairs["rft.artnum"] ?? "") \(seconds[1] * 60 + seconds[2])"
        }
    }

    private func hits(_ count: Int, seed: UInt64) -> [Hit] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { number in
            Hit(user: 1 + random.below(8), item: 1 + random.below(3), second: min(3_500, number * 3 + random.below(9)))
        }
    }

    /// What counts, by COUNTER's chain.
    private func survivors(_ hits: [Hit]) -> [String] {
        let clicks = Dictionary(grouping: hits) { "\($0.user) \($0.item)" }.values.flatMap { group -> [Hit] in
            var chained: [Hit] = []
            for hit in group.sorted(by: { $0.second < $1.second }) {
                if let last = chained.last, hit.second - last.second <= 30 { chained.removeLast() }
                chained.append(hit)
            }
            return chained
        }
        return clicks.map(\.event).sorted()
    }

    @Test("The tracker gets what counts, whatever forwarder is killed while hits are held")
    func killedForwarders() throws {
        let site = try Site(service: Site.items + "\ndouble_clicks = 2")
        let hits = hits(1_000, seed: 7)
        let expected = survivors(hits)
        try #require(expected.count > 300 && expected.count < 900)
        try site.start()
        for round in 0..<4 {
            try site.append(hits[(round * 250)..<(round * 250 + 250)].map(\.line))
            try eventually("hits are held") { try !site.retries.isEmpty }
            try site.killAndAwait("pirus2_\(round % 2)")
        }
        try site.settle(hits.count)
        try site.expectNothingLostOrDoubled()
        let sent = try events(site)
        #expect(Set(sent) == Set(expected) && site.count("logs/articles.log") == expected.count)
        // What was in flight at a kill may have been sent again.
        #expect(sent.count - expected.count <= 4 * 8)
        #expect(try site.failed == 0)
    }

    @Test("A restart of everything, with Redis killed, while hits are held")
    func restarted() throws {
        let site = try Site(service: Site.items + "\ndouble_clicks = 1")
        let hits = hits(400, seed: 8)
        try site.start()
        try site.append(hits[..<200].map(\.line))
        try eventually("hits are held") { try !site.retries.isEmpty }
        #expect(try site.stop().left.isEmpty)
        try site.append(hits[200...].map(\.line))
        try site.start()
        try eventually("hits are held again") { try !site.retries.isEmpty }
        site.redis.kill()
        try site.redis.start()
        try site.settle(hits.count)
        try site.expectNothingLostOrDoubled()
        #expect(try Set(events(site)) == Set(survivors(hits)))
    }

    @Test("A hit waits for a later one, also while everything is stopped and past its time")
    func waits() throws {
        let site = try Site(service: Site.items + "\ndouble_clicks = 1")
        let first = (0..<20).map { Hit(user: 1 + $0, item: 1, second: 100) }
        try site.start()
        try site.append([Hit(user: 99, item: 1, second: 0).line])
        try site.settle(1)
        // From here on nothing waits just because the forwarders are new.
        try site.append(first.map(\.line))
        try eventually("all are held") { try site.retries.count == first.count }
        #expect(try site.stop().left.isEmpty)
        try eventually("all are due") {
            let time = try #require(try site.redis.run("TIME").elements.first?.integer)
            return try site.redis.run("ZCOUNT", "retry:pirus2", "-inf", "\(time)000").integer == first.count
        }
        let second = first.map { Hit(user: $0.user, item: 1, second: 130) }
        try site.append(second.map(\.line))
        try site.start()
        try site.settle(1 + 2 * first.count)
        #expect(try Set(events(site).dropFirst()) == Set(second.map(\.event)))
        #expect(site.count("logs/articles.log") == 1 + second.count)
    }

    @Test("A service that does not ask for it sends every hit, beside one that does")
    func besides() throws {
        let site = try Site(
            service: Site.items + "\ndouble_clicks = 1",
            shared: "[service_other.example]\nbase_url = http://other.example\n\(Site.items)")
        let hits = [Hit(user: 1, item: 1, second: 0), Hit(user: 1, item: 1, second: 10)]
        try site.append(hits.map(\.line))
        try site.start()
        for hit in hits {
            let line = hit.line.replacing("\"", with: "\\\"")
            try site.redis.run("LPUSH", "loglines", #"{"service":"other.example","logline":"\#(line)"}"#)
        }
        try site.settle(4)
        let sent = site.tracker.accepted.map { "\($0["rfr_id"] ?? "") \($0["url_tim"] ?? "")" }.sorted()
        #expect(
            sent == [
                "other.example 2024-06-15T12:00:00Z", "other.example 2024-06-15T12:00:10Z",
                "repo.example 2024-06-15T12:00:10Z",
            ])
    }
}
