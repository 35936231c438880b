import RedisClient
import Statistics
import TestKit
import Testing

/// The recorder as its user runs it: beside the forwarder, into SQLite and PostgreSQL.
struct RecorderTests {
    /// A site whose broker gives every line to a recorder too.
    private func site(_ database: String) throws -> Site {
        let site = try Site(service: Site.items + "\nmeasure = bytes", tracker: ["--delay", "1"])
        try site.directory.write(
            "[worker_recorder]\nkind = recorder\nlistento = usage\nbatch = 50\ndatabase = \(database)\n",
            to: "workers_available/recorder.conf")
        try site.replace("fanout = pirus2", with: "fanout = pirus2 usage", in: "workers_available/broker.conf")
        try #require(loglines("enable", "recorder", in: site.directory) == CommandOutcome(0, "recorder: enabled\n", ""))
        return site
    }

    /// Expects what the lines of ``Site/append(items:)`` stand for in a store, each once, save what was given up.
    private func expectEvents(_ lines: Int, in store: any EventStore, _ site: Site) throws {
        try eventually("the recorder has all lines", within: 60) {
            try site.redis.waiting(in: "usage", heldBy: "recorder_0") == 0
        }
        let failures = try site.redis.list("failed:usage")
        var items: [String] = []
        try store.events(StoreSelection(), in: .time) { items.append($0.item.description) }
        #expect(Set(items).count == items.count, "each is there once")
        let all = (0..<lines).filter { $0 % 4 != 0 }
        // A message that was given up because workers died on it may have been written by one of them.
        let given = all.filter { number in !failures.contains { $0.contains("/items/\(number) ") } }
        let missing = Set(given.map { "oai:repo.example:\($0)" }).subtracting(items)
        #expect(missing.isEmpty, "\(missing)")
        #expect(Set(items).isSubset(of: all.map { "oai:repo.example:\($0)" }))
        var points = 0
        try store.records(PointRecord.self, StoreSelection()) { point in
            points += point.name == "bytes" && point.value == 512 && point.id.description.hasSuffix("#bytes") ? 1 : 0
        }
        #expect(points == items.count)
        let ledger = try loglines("ledger", in: site.directory)
        #expect(ledger.code == 0 && ledger.output.contains("every line is accounted for"), "\(ledger)")
    }

    @Test("kill -9 of the recorder under load, again and again: every use is in SQLite once")
    func killed() throws {
        let site = try site("sqlite:data/usage.sqlite")
        try site.start()
        for round in 0..<5 {
            try site.append(items: round * 400..<(round + 1) * 400)
            try site.killAndAwait("recorder_0")
        }
        try site.settle(2_000)
        try expectEvents(2_000, in: SQLiteStore(path: site.directory.file("data/usage.sqlite")), site)
        #expect(try site.redis.list("failed:usage").allSatisfy { $0.contains("workers died") })
    }

    @Test("Database, Redis and recorder are killed by turns while lines come in: totals are exact")
    func everything() throws {
        let server = try PostgresServer()
        let site = try site(server.uri())
        try site.start()
        for round in 0..<6 {
            try site.append(items: round * 300..<(round + 1) * 300)
            switch round % 3 {
            case 0:
                server.kill()
                try eventually("the recorder waits") {
                    try site.heartbeat("recorder_0")["state"]?.hasPrefix("waiting for the store") == true
                }
                try server.start()
            case 1: try site.killAndAwait("recorder_0")
            default:
                site.redis.kill()
                try site.redis.start()
            }
        }
        try site.settle(1_800)
        try expectEvents(1_800, in: try PostgresStore(uri: server.uri()), site)
        try site.expectNothingLostOrDoubled()
    }

    @Test("config check names a store's address that cannot be one")
    func wrongAddress() throws {
        let site = try site("postgresql://db/usage?sslmod=require")
        let check = try loglines("config", "check", in: site.directory)
        #expect(check.code == 78)
        #expect(
            check.errors
                == "workers_available/recorder.conf:5: [worker_recorder] database: invalid URI query parameter: \"\"\n")
    }
}
