import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// Workers and Redis are killed outright while lines come in: each is back, and the counts close.
struct KilledWorkerTests {
    @Test(
        "kill -9 of a worker under load, again and again",
        arguments: ["access_0", "broker_0", "pirus2_0", "articlelogger_0", "otherlogger_0"])
    func worker(name: String) throws {
        let kills = 4
        let site = try Site(tracker: ["--delay", "2"])
        try site.start()
        var next = 0
        for _ in 0..<kills {
            try site.append(items: next..<next + 400)
            next += 400
            try site.killAndAwait(name)
        }
        try site.settle(next)
        try site.expectNothingLostOrDoubled()
        let accepted = site.tracker.accepted.map { $0["rft.artnum"] }
        // A message that was in the hands of three of them when they were killed has been given up.
        let failed = try site.failed
        #expect(name == "pirus2_0" ? failed <= 8 * (kills - 2) : failed == 0)
        #expect(Set(accepted).count >= next * 3 / 4 - failed)
        // At most what was in flight at each kill: `concurrency` requests.
        let doubled = accepted.count - Set(accepted).count
        #expect(doubled <= (name == "pirus2_0" ? 8 * kills : 0))
    }

    @Test("Everything killed at random while lines come in")
    func everything() throws {
        let site = try Site(tracker: ["--delay", "2"])
        try site.start()
        let names = try site.processes.map(\.name)
        var killed: [String] = []
        for round in 0..<10 {
            try site.append(items: round * 200..<(round + 1) * 200)
            let name = try #require(names.randomElement())
            killed.append(name)
            try site.killAndAwait(name)
        }
        try site.settle(2_000)
        try site.expectNothingLostOrDoubled()
        #expect(
            site.tracker.accepted.count - 1_500 <= 8 * killed.count { $0.hasPrefix("pirus2") }, "killed: \(killed)")
    }

    @Test("kill -9 of Redis: every worker waits, says so once, and goes on; nothing is lost or doubled")
    func redis() throws {
        let site = try Site(tracker: ["--delay", "2"])
        try site.start()
        try site.append(items: 0..<800)
        try eventually("the work has begun") { !site.tracker.accepted.isEmpty }
        site.redis.kill()
        try site.append(items: 800..<1_000)
        for name in try site.processes.map(\.name) {
            try eventually("\(name) says that Redis is away") { log(of: name, site).contains("Redis is away, waiting") }
        }
        try site.redis.start()
        try site.settle(1_000)
        try site.expectNothingLostOrDoubled()
        for process in try site.processes {
            #expect(process.statename == "RUNNING")
            // What a worker prints comes to its log through the supervisor, after the work may be done.
            try eventually("\(process.name) says that Redis is back") {
                log(of: process.name, site).contains("Redis is back after=")
            }
            let lines = log(of: process.name, site).split(separator: "\n")
            #expect(lines.count { $0.contains("Redis is away") } == 1, "\(lines)")
            #expect(lines.count { $0.contains("Redis is back after=") } == 1, "\(lines)")
        }
        // What was answered while Redis was away is settled afterwards.
        #expect(Set(site.tracker.accepted.map { $0["rft.artnum"] }).count == 750)
        #expect(site.tracker.accepted.count == 750)
    }

    private func log(of name: String, _ site: Site) -> String { site.directory.read("logs/\(name).log") ?? "" }
}
