import Glibc
import PluginTestKit
import TestKit
import Testing

/// Ten thousand lines of a real web log: what reaches the tracker is what grep and awk find in the file.
@Suite(.enabled(if: PackageRoot.sharedData("apache-combined-10k.log") != nil, "needs ../shared/data"))
struct RealLogTests {
    /// What a service counts, in loglines' words and in awk's.
    struct Choice: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let patterns: String
        let awk: String
    }

    static let choices = [
        Choice(
            testDescription: "presentations",
            patterns: #"request_path = ^/presentations/([^/?]+\.pdf)"#,
            awk: #"$7 ~ "^/presentations/[^/?]+[.]pdf""#),
        Choice(
            testDescription: "presentations and the blog, as in the example site",
            patterns: """
                request_path = ^/presentations/([^/?]+\\.pdf)
                investigation_path = ^/blog/([^?]+?)/?(?:\\?|$)
                """,
            awk: #"$7 ~ "^/presentations/[^/?]+[.]pdf" || $7 ~ "^/blog/[^?]""#),
        Choice(
            testDescription: "everything but the front page", patterns: "request_path = ^/([^?]+)",
            awk: #"$7 ~ "^/[^?]""#),
    ]

    @Test("As many OpenURLs as awk counts, every other line in other.log, none missing or doubled", arguments: choices)
    func everything(_ choice: Choice) throws {
        let site = try run(choice, robots: "keep")
        let sent = try lines(of: site, for: choice, into: "expected-articles.log")
        #expect(sent > 0)
        #expect(site.tracker.accepted.count == sent)
        #expect(try site.tracker.refused == 0)
        try site.expectNothingLostOrDoubled()
        expectSame("logs/articles.log", "expected-articles.log", site)
    }

    @Test(
        "Without the robots, as many fewer as Python counts with the official lists",
        .enabled(if: PackageRoot.hasRobotsList, "needs data/counter-robots.txt"))
    func withoutRobots() throws {
        let choice = Self.choices[2]
        let site = try run(choice, robots: "skip")
        let all = try lines(of: site, for: choice, into: "eligible.log")
        let verdicts = shell(
            """
            python3 '\(PackageRoot.path)/Tests/Scripts/robot_agents.py' '\(PackageRoot.robotsList)' \
                '\(PackageRoot.aiAgentsList)' eligible.log >robots
            paste -d ' ' robots eligible.log | sed -n 's/^0 //p' >expected-articles.log
            grep -c ^1 robots
            """, in: site.directory)
        let robots = try #require(Int(verdicts.output.dropLast()), "\(verdicts.errors)")
        #expect(robots > 1_000)
        #expect(site.tracker.accepted.count == all - robots)
        try site.expectNothingLostOrDoubled()
        expectSame("logs/articles.log", "expected-articles.log", site)
    }

    /// Has a site read the whole log.
    private func run(_ choice: Choice, robots: String) throws -> Site {
        let service = "plugin = combined\nformat = combined\nrobots = \(robots)\n\(choice.patterns)"
        let site = try Site(service: service)
        let log = try #require(PackageRoot.sharedData("apache-combined-10k.log"))
        try #require(shell("cp '\(log)' in/access.log", in: site.directory).code == 0)
        try site.start()
        try site.settle(10_000, within: 120)
        try #expect(site.stop().code == 0)
        return site
    }

    /// The lines that awk finds for a choice.
    /// - Returns: How many.
    private func lines(of site: Site, for choice: Choice, into file: String) throws -> Int {
        let command =
            #"grep '"GET ' in/access.log | awk '$6 == "\"GET" && ($9 == 200 || $9 == 304) && (\#(choice.awk))'"#
        try #require(shell("\(command) >\(file)", in: site.directory).code == 0)
        return site.count(file)
    }

    private func expectSame(_ one: String, _ other: String, _ site: Site) {
        let comparison = shell(
            "export LC_ALL=C; sort \(one) >one.sorted; sort \(other) >other.sorted; cmp one.sorted other.sorted",
            in: site.directory)
        #expect(comparison == CommandOutcome(0, "", ""))
    }
}
