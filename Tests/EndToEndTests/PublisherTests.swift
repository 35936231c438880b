import LiveFeed
import RedisClient
import TestKit
import Testing

/// The publisher as a branch of the broker's: what it tells is what the ledger counts, whoever is killed.
struct PublisherTests {
    /// Everything that was published, from the beginning on.
    private final class Listener {
        private let subscription: RedisSubscription
        private(set) var events: [LiveEvent] = []

        init(_ redis: RedisServer) throws {
            subscription = try RedisSubscription(redis.connection(), to: ["live"])
        }

        func hear() throws {
            while case let messages = try subscription.messages(upTo: .milliseconds(20)), !messages.isEmpty {
                events += try messages.map { try LiveEvent(json: $0) }
            }
        }

        var ids: [String] { events.compactMap(\.id) }
    }

    private func site() throws -> Site {
        let site = try Site(shared: "[worker_publisher]\nkind = publisher\nlistento = live")
        try site.replace("fanout = pirus2", with: "fanout = pirus2 live", in: "workers_available/broker.conf")
        return site
    }

    @Test("Each line is told once, and the ledger closes")
    func eachLine() throws {
        let site = try site()
        let listener = try Listener(site.redis)
        try site.start()
        try site.append(items: 0..<1_000)
        try site.append(["broken", Site.line(1, agent: "Googlebot/2.1")])
        try site.settle(1_002)
        try eventually("all are published") { try site.length("live") == 0 && site.length("temp:publisher_0") == 0 }
        try listener.hear()
        #expect(listener.ids.count == 1_002 && Set(listener.ids).count == 1_002)
        let verdicts = Dictionary(grouping: listener.events, by: \.verdict).mapValues(\.count)
        #expect(verdicts == [.download: 750, .noItem: 250, .error: 1, .robot: 1])
        #expect(try site.length("failed:live") == 0)
        try site.expectNothingLostOrDoubled()
    }

    @Test("kill -9 of the publisher under load: nothing is lost, and no more than what was in hand is told again")
    func killed() throws {
        let site = try site()
        let listener = try Listener(site.redis)
        try site.start()
        let kills = 4
        for round in 0..<kills {
            try site.append(items: round * 1_000..<(round + 1) * 1_000)
            try listener.hear()
            try site.killAndAwait("publisher_0")
        }
        let lines = kills * 1_000
        try site.settle(lines, within: 60)
        try eventually("all are published") {
            try listener.hear()
            return try site.length("live") == 0 && site.length("temp:publisher_0") == 0
        }
        try listener.hear()
        #expect(Set(listener.ids).count == lines)
        #expect(listener.ids.count - lines <= kills * 512)
        try site.expectNothingLostOrDoubled()
    }
}
