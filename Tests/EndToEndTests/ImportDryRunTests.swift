import FoundationEssentials
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// `loglines import --dry-run`.
struct ImportDryRunTests {
    private static let log = PackageRoot.sharedData("apache-combined-10k.log")

    @Test(
        "Without Redis, a real log's lines are counted as Python counts them",
        .enabled(if: log != nil && PackageRoot.hasRobotsList, "needs ../shared/data and data/counter-robots.txt"))
    func realLog() throws {
        let log = try #require(Self.log)
        let item = #"^/(?:presentations|articles)/([^/?]+)"#
        let site = try ImportSite(service: "plugin = combined\nformat = combined\nrequest_path = \(item)")
        site.redis.kill()
        let python = shell(
            "python3 '\(PackageRoot.path)/Tests/Scripts/ledger_counts.py' '\(PackageRoot.robotsList)' '\(PackageRoot.aiAgentsList)' '\(log)' '\(item)'",
            in: site.directory)
        try #require(python.code == 0, "\(python)")
        let expected = python.output.split(separator: "\n").map(String.init).sorted()
        let result = try dryRun(site, "'\(log)' --json")
        let found = result.ledger.days.flatMap { day in
            day.leaves.map { "\($0.count)\t\(day.day)\t\($0.rule)\t\($0.detail)" }
        }
        #expect(found.sorted() == expected)
        #expect(result.ledger.read == 10_000)
        #expect(result.would_send > 100)
        let day = try dryRun(site, "'\(log)' --json --since 2015-05-18 --until 2015-05-19")
        #expect(day.ledger.days == result.ledger.days.filter { ["2015-05-18", "2015-05-19"].contains($0.day) })
        #expect(day.passed_over == 10_000 - day.ledger.read)
    }

    @Test("Of a log that several cores read at once, the counts are right and rejects stand in its order")
    func manyBatches() throws {
        let site = try ImportSite(service: "\(Site.items)\nrobots = keep")
        let lines = (1...40_000).map {
            $0 % 1_000 == 0 ? "nonsense \($0)" : Site.line($0, status: $0 % 4 == 1 ? 404 : 200)
        }
        try site.directory.write(lines.joined(separator: "\n"), to: "a.log")
        let result = try dryRun(site, "a.log --rejects r --json")
        #expect(result.ledger.read == 40_000)
        #expect(result.would_send == 29_960)
        let leaves = result.ledger.days.flatMap(\.leaves).map { "\($0.count) \($0.rule) \($0.detail)" }.sorted()
        #expect(leaves == ["10000 status 404", "29960 accepted ", "40 malformed "])
        let rejected = (site.directory.read("r") ?? "").split(separator: "\n").compactMap {
            $0.split(separator: "\t").last
        }
        #expect(rejected == (1...40).map { "nonsense \($0 * 1_000)" })
    }

    @Test("Malformed and too long lines go to the file of rejects; nothing is kept in Redis")
    func rejects() throws {
        let site = try ImportSite(service: "\(Site.items)\nrobots = keep")
        let long = String(repeating: "x", count: 70_000)
        try site.directory.write("\(Site.line(1))\nnonsense\n\(long)\n\(Site.line(4, status: 404))", to: "a.log")
        try #require(shell("gzip a.log", in: site.directory).code == 0)
        for _ in 1...2 {
            let result = try dryRun(site, "a.log.gz --rejects r --json")
            #expect(result.ledger.read == 4)
            #expect(result.would_send == 1)
            #expect(result.rejected == 2)
            let leaves = result.ledger.days.flatMap(\.leaves).map { "\($0.count) \($0.rule) \($0.detail)" }.sorted()
            #expect(leaves == ["1 accepted ", "1 malformed ", "1 status 404", "1 too long "])
        }
        let rows = (site.directory.read("r") ?? "").split(separator: "\n")
        #expect(rows.count == 2)
        #expect(rows.first?.hasPrefix("a.log.gz\t\(Site.line(1).utf8.count + 1)\t") == true)
        #expect(rows.first?.hasSuffix("\tnonsense") == true)
        #expect(try site.redis.run("DBSIZE").integer == 0)
        let text = try site.run("a.log.gz --dry-run")
        #expect(text.code == 0)
        for part in ["lines read           4", "would be sent  1", "2 lines rejected (--rejects FILE writes them)"] {
            #expect(text.output.contains(part), "\(text.output)")
        }
    }

    private func dryRun(_ site: ImportSite, _ words: String) throws -> DryRunResult {
        let answer = try site.run("--dry-run \(words)")
        try #require(answer.code == 0, "\(answer)")
        return try JSONDecoder().decode(DryRunResult.self, from: Data(answer.output.utf8))
    }
}

/// What `--dry-run --json` prints.
private struct DryRunResult: Decodable {
    struct Ledger: Decodable {
        let read: Int
        let days: [Day]
    }

    struct Day: Decodable, Equatable {
        let day: String
        let leaves: [Leaf]
    }

    struct Leaf: Decodable, Equatable {
        let rule: String
        let detail: String
        let count: Int
    }

    let would_send: Int
    let rejected: Int
    let passed_over: Int
    let ledger: Ledger
}
