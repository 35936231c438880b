import CombinedPlugin
import CounterRules
import LiveFeed
import PluginAPI
import PluginTestKit
import Queues
import Testing

@testable import Workers

@Suite("Double clicks as live pages see them")
struct RecentClicksTests {
    private func identity(_ item: String = "a", _ event: UsageEvent = .request) -> ClickIdentity {
        ClickIdentity(
            ItemUsage(event: event, item: item),
            ParsedLine(service: "s", storage: [], time: UTCTime(secondsSince1970: 0)))
    }

    @Test(
        "Of a chain the first counts; thirty seconds are inside",
        arguments: [
            ([0, 30], "-2"), ([0, 31], "--"), ([0, 25, 50], "-22"), ([0, 30, 61], "-2-"), ([0, 0, 0], "-22"),
            // Late lines.
            ([100, 90], "-2"), ([100, 60], "--"), ([100, 69, 130], "--2"),
        ] as [([Int64], String)])
    func chains(times: [Int64], expected: String) {
        var clicks = RecentClicks()
        let found = times.map { clicks.isDouble(identity(), of: "s", at: $0) ? "2" : "-" }.joined()
        #expect(found == expected)
    }

    @Test("A chain is one use, as by COUNTER's rule, which counts its last one")
    func numbers() {
        let times: [Int64] = [0, 3, 33, 64, 64, 95, 130, 131, 160, 190, 221]
        var clicks = RecentClicks()
        let live = times.count { !clicks.isDouble(identity(), of: "s", at: $0) }
        let hits = times.enumerated().map { DoubleClicks.Hit(time: $1, id: "\($0)") }
        #expect(live == hits.count { DoubleClicks.partner(of: $0, among: hits) == nil })
    }

    @Test("What differs is no double click")
    func others() {
        var clicks = RecentClicks()
        #expect(clicks.isDouble(identity(), of: "s", at: 0) == false)
        #expect(clicks.isDouble(identity("b"), of: "s", at: 0) == false)
        #expect(clicks.isDouble(identity("a", .investigation), of: "s", at: 0) == false)
        #expect(clicks.isDouble(identity(), of: "t", at: 0) == false)
        #expect(clicks.isDouble(identity(), of: "s", at: 0) == true)
    }

    @Test("However many there are, it stays small, and knows the last ones")
    func bounded() {
        var clicks = RecentClicks()
        for number in 0..<201_000 { _ = clicks.isDouble(identity("\(number)"), of: "s", at: Int64(number / 200)) }
        #expect(clicks.isDouble(identity("200999"), of: "s", at: 1_005) == true)
    }
}

@Suite("Places of many hits")
struct PlaceCrowdsTests {
    private let paris = Place(country: "FR", city: "Paris", position: (48.8, 2.3))

    @Test(
        "A place is told once there were enough hits within the hour",
        arguments: [
            (1, [0], "x"), (2, [0, 0], "-x"), (3, [0, 10, 20, 30], "--xx"), (2, [0, 3_599], "-x"),
            (2, [0, 3_600], "--"),
            (3, [0, 3_000, 3_599, 3_601], "--xx"), (3, [0, 1, 3_599, 3_602], "--x-"),
            // Late lines: only what was before counts, as far as it is kept.
            (2, [100, 50, 110], "--x"), (2, [100, 50, 60], "---"),
        ] as [(Int, [Int64], String)])
    func hour(least: Int, times: [Int64], expected: String) {
        var crowds = PlaceCrowds()
        let found = times.map { crowds.isCrowded(paris, of: "s", at: $0, least: least) ? "x" : "-" }.joined()
        #expect(found == expected)
    }

    @Test("Places and services are counted apart")
    func apart() {
        var crowds = PlaceCrowds()
        let others = [
            Place(country: "FR", city: "Lyon", position: (48.8, 2.3)), Place(country: "FR", city: "Paris"),
            Place(country: "US", city: "Paris", position: (48.8, 2.3)),
        ]
        #expect(crowds.isCrowded(paris, of: "s", at: 0, least: 2) == false)
        #expect(crowds.isCrowded(paris, of: "t", at: 0, least: 2) == false)
        for place in others { #expect(crowds.isCrowded(place, of: "s", at: 0, least: 2) == false) }
        #expect(crowds.isCrowded(paris, of: "s", at: 0, least: 2) == true)
    }
}

@Suite("Events of lines for browsers")
struct LiveEventMakerTests {
    private static let person = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"

    private func line(
        _ target: String, agent: String = person, status: Int = 200, method: String = "GET",
        options: [String: String] = [:]
    ) throws -> ParsedLine {
        let all = [
            "robots": "skip", "ai_agents": "skip", "request_path": "^/files/([0-9]+)",
            "investigation_path": "^/items/([0-9]+)$",
        ].merging(options) { $1 }
        let plugin = try CombinedPlugin(settings: .testing(all))
        let text =
            #"192.0.2.44 - - [15/Jun/2024:12:35:07 +0000] "\#(method) \#(target) HTTP/1.1" \#(status) 99 "-" "\#(agent)""#
        return try #require(try plugin.parseline(LogMessage(service: "repo.example", line: Array(text.utf8))))
    }

    @Test(
        "What a line counts as, and where it ends",
        arguments: [
            ("/files/7/a.pdf", person, 200, "GET", "download", "published"),
            ("/items/7", person, 200, "GET", "view", "published"),
            ("/items/7", person, 404, "GET", "no_item", "status 404"),
            ("/items/7", person, 200, "HEAD", "no_item", "method HEAD"),
            ("/logo.png", person, 200, "GET", "no_item", "not an item"),
            ("/files/7/a.pdf", "Googlebot/2.1", 200, "GET", "robot", "robot bot"),
            ("/logo.png", "Googlebot/2.1", 404, "GET", "robot", "status 404"),
            ("/items/7", "Claude-User/1.0", 200, "GET", "agent", "AI agent Claude-User"),
        ])
    func verdicts(
        target: String, agent: String, status: Int, method: String, verdict: String, leaf: String
    ) throws {
        var maker = EventMaker(anonymity: [:])
        let (event, end) = maker.event(
            of: try line(target, agent: agent, status: status, method: method), id: "log:1")
        #expect(event.verdict.rawValue == verdict)
        #expect(end.description == leaf)
        #expect(event.reason == (leaf == "published" ? nil : leaf))
        #expect(event.id == "log:1" && event.path == target && event.status == status && event.method == method)
    }

    @Test("Robots that a service counts are shown as robots; who does not look sees persons")
    func marked() throws {
        var maker = EventMaker(anonymity: [:])
        let marked = maker.event(
            of: try line("/items/7", agent: "Googlebot/2.1", options: ["robots": "mark"]), id: nil)
        #expect(
            marked.event.verdict == .robot && marked.leaf == .published && marked.event.item == "oai:repo.example:7")
        let kept = maker.event(
            of: try line("/items/7", agent: "Googlebot/2.1", options: ["robots": "keep"]), id: nil)
        #expect(kept.event.verdict == .view)
    }

    @Test("The second click is shown as one; both are uses for the ledger")
    func double() throws {
        var maker = EventMaker(anonymity: [:])
        let events = try (0..<2).map { _ in maker.event(of: try line("/items/7"), id: nil) }
        #expect(events.map(\.event.verdict) == [.view, .doubleClick])
        #expect(events.allSatisfy { $0.leaf == .published })
    }

    @Test("A query is nobody's business, an address is as the service leaves it, long texts are cut")
    func discretion() throws {
        var maker = EventMaker(anonymity: [:])
        let (event, _) = maker.event(
            of: try line("/files/7/\(String(repeating: "é", count: 300))?token=s", options: ["anonymise": "truncate"]),
            id: nil)
        #expect(event.ip == "192.0.2.0")
        #expect(event.path.utf8.count <= 303 && event.path.hasPrefix("/files/7/é") && !event.path.contains("token"))
        #expect(event.kind == "Request" && event.item == "oai:repo.example:7" && event.bytes == 99)
    }

    @Test("Of a place of few hits the country is told")
    func anonymity() throws {
        var maker = EventMaker(anonymity: ["repo.example": 2])
        let events = try (0..<2).map { _ in
            var line = try line("/logo.png")
            line.place = Place(country: "FR", city: "Paris", position: (48.8, 2.3))
            return maker.event(of: line, id: nil).event
        }
        #expect(events.map(\.country) == ["FR", "FR"])
        #expect(events.map(\.city) == [nil, "Paris"])
        #expect(events.map(\.latitude) == [nil, 48.8])
    }
}
