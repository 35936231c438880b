import Testing
import TrackerProtocol

@testable import Tracker

@Suite("The tracker's small rules")
struct TrackerRulesTests {
    @Test(
        "addresses to listen on",
        arguments: [
            ("127.0.0.1:8089", ListenAddress(host: "127.0.0.1", port: 8_089)),
            ("localhost:0", ListenAddress(host: "localhost", port: 0)),
            (":8089", ListenAddress(host: "127.0.0.1", port: 8_089)),
            ("[::1]:80", ListenAddress(host: "::1", port: 80)),
            ("8089", nil), ("h:", nil), ("h:-1", nil), ("h:65536", nil), ("::1:80", nil), ("[]:80", nil),
            ("http://h:80", nil),
        ])
    func listenAddress(_ text: String, _ expected: ListenAddress?) {
        #expect(ListenAddress(text) == expected)
        if let expected, !text.hasPrefix(":") { #expect(expected.description == text) }
    }

    @Test(
        "rules of failure",
        arguments: [
            ("500", FailureRule.Kind.status(500, retryAfter: nil), 1.0),
            ("500:0.1", .status(500, retryAfter: nil), 0.1),
            ("503:0.05:retry-after=2", .status(503, retryAfter: 2), 0.05),
            ("429:retry-after=0", .status(429, retryAfter: 0), 1),
            ("hang", .hang, 1), ("hang:0.5", .hang, 0.5), ("reset:1", .reset, 1),
        ])
    func failureRule(_ text: String, _ kind: FailureRule.Kind, _ share: Double) {
        let rule = FailureRule(text)
        #expect(rule?.kind == kind)
        #expect(rule?.share == share)
    }

    @Test(
        "what is no rule of failure",
        arguments: [
            "", "200", "399", "600", "500:0", "500:1.1", "500:-1", "500:nan", "500:x", "500:0.1:0.2", "500:retry-after",
            "500:retry-after=-1", "hang:retry-after=1", "stall",
        ])
    func noFailureRule(_ text: String) {
        #expect(FailureRule(text) == nil)
    }

    @Test("repeats are recognised as long as they are remembered, and memory stays bounded")
    func recentQueries() {
        var recent = RecentQueries(generation: 3)
        func isNew(_ text: String) -> Bool { recent.insert(Array(text.utf8)) }
        #expect(isNew("a") && !isNew("a"))
        #expect(isNew("b") && isNew("c") && isNew("d"))
        #expect(!isNew("a") && !isNew("d"))
        #expect(isNew("e") && isNew("f"))
        // Three newer ones began a third generation: the first is forgotten.
        #expect(isNew("a"))
    }

    @Test("services beyond the thousandth are counted together")
    func manyServices() {
        var counts = TrackerCounts()
        for number in 0..<1_500 {
            counts.addAccepted(version: "irus-r5", event: "Request", service: "h\(number)", isNew: true)
        }
        #expect(counts.services.count == 1_001)
        #expect(counts.services[TrackerCounts.otherServices] == 500)
        #expect(counts.accepted == 1_500)
    }

    @Test("the last requests come oldest first, and no more than asked for")
    func journal() throws {
        let journal = TrackerJournal(log: nil, failures: [], seed: 0)
        for number in 0..<(TrackerJournal.remembered + 5) {
            let query = Array("n=\(number)".utf8)
            try journal.record(path: "/", query: query, check: .init(query: query))
        }
        #expect(journal.last(2).map(\.query) == ["n=1003", "n=1004"])
        #expect(journal.last(2_000).first?.query == "n=5")
        #expect(journal.last(2_000).count == TrackerJournal.remembered)
        #expect(journal.last(-1).isEmpty)
    }
}
