import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// The ledger as people and scripts read it.
struct LedgerTests {
    private static let log = PackageRoot.sharedData("apache-combined-10k.log")

    @Test(
        "The ledger of a real log is Python's independent count, line by line, and closes",
        .enabled(if: log != nil && PackageRoot.hasRobotsList, "needs ../shared/data and data/counter-robots.txt"))
    func realLog() throws {
        let item = "^/blog/([^?]+)"
        let site = try Site(service: "plugin = combined\nformat = combined\nrobots = skip\nrequest_path = \(item)")
        let log = try #require(Self.log)
        try #require(shell("cp '\(log)' in/access.log", in: site.directory).code == 0)
        // In 2015 there were none. The last one is on COUNTER's list as well.
        let agents = [
            "meta-externalagent/1.1", "Mozilla/5.0 (compatible; Claude-User/1.0; +Claude-User@anthropic.com)",
            "GPTBot/1.2",
        ]
        try site.append(
            agents.map {
                #"192.0.2.9 - - [20/May/2015:21:05:59 +0000] "GET /blog/tags/x HTTP/1.1" 200 9 "-" "\#($0)""#
            })
        let count = shell(
            """
            python3 '\(PackageRoot.path)/Tests/Scripts/ledger_counts.py' '\(PackageRoot.robotsList)' '\(PackageRoot.aiAgentsList)' \
            in/access.log '\(item)'
            """, in: site.directory)
        let expected = count.output.split(separator: "\n").map(String.init)
        try #require(expected.count > 100, "\(count.errors)")
        try site.start()
        try site.settle(10_003, within: 120)
        let report = try report(site)
        let ledger = try #require(report.ledgers.first)
        let found = ledger.days.flatMap { day in
            day.leaves.map { "\($0.count)\t\(day.day)\t\($0.rule)\t\($0.detail)" }
        }
        #expect(Set(found).symmetricDifference(expected) == [])
        #expect(found.count == expected.count)
        #expect(report.ledgers.map(\.queue) == ["pirus2"])
        #expect(ledger.read == 10_003)
        #expect(found.count { $0.contains("\tAI agent\t") } == 3)
        #expect(ledger.accepted == site.tracker.accepted.count)
        #expect(ledger.accepted > 100)
        #expect(report.closes)

        let days = try self.report(site, "--from", "2015-05-18", "--to", "2015-05-19")
        let both = ledger.days.filter { ["2015-05-18", "2015-05-19"].contains($0.day) }
        #expect(days.ledgers.map(\.read) == [both.reduce(0) { $0 + $1.read }])
        #expect(days.ledgers.map(\.days) == [both])
        #expect(try self.report(site, "--service", "nobody").ledgers.isEmpty)
        try #expect(site.stop().code == 0)
    }

    @Test("Lines that wait, that were pushed by hand and that were removed by hand are told apart")
    func differences() throws {
        let site = try Site(forwarder: ["autostart": "no"])
        try site.launch()
        try site.append(items: 1..<5)
        try eventually("the lines wait") { try site.length("pirus2") == 4 }
        #expect(try report(site).ledgers.map(\.waiting) == [4])
        #expect(try report(site).closes)
        try site.redis.run("LPUSH", "pirus2", #"{"service": "repo.example", "logline": "\#("x")"}"#)
        #expect(
            try text(site).contains(
                "pirus2: its queues hold 5 messages, 1 more than were read and have not ended: pushed by other programs"
            ))
        try site.redis.run("RPOP", "pirus2", "2")
        #expect(try text(site).contains("pirus2: its queues hold 3 messages, 1 fewer than were read"))
        #expect(try !report(site).closes)
    }

    private func text(_ site: Site) throws -> String { try loglines("ledger", in: site.directory).output }

    private func report(_ site: Site, _ options: String...) throws -> Report {
        let answer = try loglines(["ledger", "--json"] + options, in: site.directory)
        try #require(answer.code == 0, "\(answer)")
        return try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
    }
}

/// What `loglines ledger --json` prints.
private struct Report: Decodable {
    struct Ledger: Decodable {
        let queue: String
        let read: Int
        let accepted: Int
        let waiting: Int
        let days: [Day]
    }

    struct Day: Decodable, Equatable {
        let day: String
        let read: Int
        let leaves: [Leaf]
    }

    struct Leaf: Decodable, Equatable {
        let rule: String
        let detail: String
        let count: Int
    }

    let ledgers: [Ledger]
    let closes: Bool
}
