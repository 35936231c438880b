import PluginAPI
import Queues
import Testing

@testable import Workers

struct UsageCountsTests {
    private func line(
        _ item: String? = nil, _ event: UsageEvent = .request, at time: Int64 = 1000, service: String = "repo.example",
        _ change: (inout ParsedLine) -> Void = { _ in }
    ) -> ParsedLine {
        var line = ParsedLine(
            service: service, storage: Array("x".utf8), time: UTCTime(secondsSince1970: time))
        line.usage = item.map { ItemUsage(event: event, item: $0) }
        line.bytes = 7
        change(&line)
        return line
    }

    private func counts(_ lines: [ParsedLine]) -> (leaves: [String], counts: [String: Int]) {
        var counts = UsageCounts(prefix: "usage", services: ["repo.example"])
        let leaves = lines.map { counts.add($0).description }
        return (leaves, counts.counts.filter { $0.value != 0 })
    }

    @Test func countsUses() {
        let found = counts([
            line("a"), line("a", .investigation), line("b") { $0.place = Place(country: "FR") },
            line("c", .investigation) { $0.place = Place(country: "FR") }, line(service: "x/y z"),
        ])
        #expect(found.leaves == ["counted", "counted", "counted", "counted", "not an item"])
        #expect(
            found.counts == [
                "usage.repo_example.requests": 2, "usage.repo_example.investigations": 2,
                "usage.repo_example.bytes": 28,
                "usage.repo_example.country.FR.requests": 1, "usage.repo_example.country.FR.investigations": 1,
                "usage.x_y_z.others": 1,
            ])
    }

    @Test func countsWhatIsNoUse() {
        let found = counts([
            line("a") { $0.exclusion = .robot }, line("a") { $0.exclusion = .aiAgent },
            line("a") { $0.exclusion = .notAnItem }, line { _ in },
            line {
                $0.exclusion = .transfer
                $0.transfers = [
                    Transfer(
                        direction: .sent, connected: $0.time, station: "S", channel: "HHZ", bytes: 100, packets: 1),
                    Transfer(direction: .sent, connected: $0.time, station: "T", channel: "HHZ", bytes: 11, packets: 1),
                ]
            },
        ])
        #expect(
            found.counts == [
                "usage.repo_example.robots": 1, "usage.repo_example.ai_agents": 1, "usage.repo_example.others": 2,
                "usage.repo_example.transfers": 2, "usage.repo_example.bytes": 111,
            ])
    }

    /// As many double clicks as by COUNTER's rule, though it is the first of a chain that is counted here.
    @Test func countsDoubleClicks() {
        let found = counts([
            line("a", at: 1000), line("a", at: 1030), line("a", at: 1060), line("a", at: 1091), line("b", at: 1091),
            line("a", .investigation, at: 1091),
            // Out of order by a little.
            line("a", at: 1085),
        ])
        #expect(
            found.leaves == [
                "counted", "double click", "double click", "counted", "counted", "counted", "double click",
            ])
        #expect(found.counts["usage.repo_example.double_clicks"] == 3)
        #expect(found.counts["usage.repo_example.requests"] == 3)
    }

    @Test func whatWasCountedIsTakenOver() {
        var counts = UsageCounts(prefix: "p.q", services: ["s"])
        _ = counts.add(line("a", service: "s"))
        #expect(Set(counts.takeChanges().map(\.name)) == ["p.q.s.requests", "p.q.s.bytes"])
        #expect(counts.takeChanges().isEmpty)
        counts.restore(["p.q.s.requests": 40])
        _ = counts.add(line("b", service: "s"))
        #expect(counts.takeChanges().first { $0.name == "p.q.s.requests" }?.count == 41)
        counts.reset()
        #expect(counts.counts.values.allSatisfy { $0 == 0 } && counts.counts["p.q.s.requests"] == 0)
    }
}
