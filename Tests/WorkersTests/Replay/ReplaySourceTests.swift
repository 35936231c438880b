import CombinedPlugin
import Decompression
import LiveFeed
import PluginAPI
import PluginTestKit
import RedisClient
import Statistics
import TestKit
import Testing
import Workers

@Suite("What is replayed")
struct ReplaySourceTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func all(_ source: some ReplaySource) throws -> [LiveEvent] {
        var events: [LiveEvent] = []
        while let event = try source.next() { events.append(event) }
        return events
    }

    private func time(_ second: Int64) -> UTCTime { UTCTime(secondsSince1970: second) }

    private func store(_ events: [EventRecord]) throws -> any EventStore {
        let store = SQLiteStore(path: directory.file("usage.sqlite"))
        try store.migrate()
        var batch = StoreBatch()
        batch.events = events
        _ = try store.write(batch)
        while try store.settleHour(window: 30) {}
        return store
    }

    private func record(_ number: Int, at second: Int64, agent: UserAgentClass = .person) -> EventRecord {
        var record = EventRecord(
            id: StoredText("id:\(number)"), time: time(second), service: "a.example", kind: "Request",
            item: StoredText("oai:a:\(number)"), url: StoredText("http://a.example/items/\(number)/a.pdf?x=y"),
            agentClass: StoredText(agent.rawValue))
        (record.status, record.bytes) = (200, 512)
        (record.country, record.city, record.geohash) = ("FR", "Paris", "u09tv")
        return record
    }

    @Test("A store's rows tell what they know")
    func rows() throws {
        var view = record(2, at: 1_000, agent: .person)
        view.kind = "Investigation"
        (view.country, view.city, view.geohash) = (nil, nil, nil)
        var clicks = (record(3, at: 2_000), record(4, at: 2_010))
        clicks.0.click = ClickName(own: 5)
        clicks.1.click = ClickName(own: 5)
        let store = try store(
            [record(1, at: 999), view, clicks.0, clicks.1, record(5, at: 3_000, agent: .robot)]
                + [record(6, at: 3_001, agent: .aiAgent)])
        let events = try all(StoreReplay(store, StoreSelection(), anonymity: [:]))
        #expect(events.map(\.verdict) == [.download, .view, .doubleClick, .download, .robot, .agent])
        let first = events[0]
        #expect(first.time == 999_000 && first.service == "a.example" && first.id == "id:1")
        #expect(first.kind == "Request" && first.item == "oai:a:1" && first.path == "/items/1/a.pdf")
        #expect(first.status == 200 && first.bytes == 512 && first.country == "FR" && first.city == "Paris")
        let place = try #require(first.position)
        #expect(place.isExact && abs(place.latitude - 48.86) < 0.03 && abs(place.longitude - 2.35) < 0.03)
        #expect(events[1].country == nil && events[1].position == nil)
    }

    @Test("All rows come once in the order of time, however many are of one second")
    func manyRows() throws {
        let records = (0..<12_001).map { record($0, at: $0 < 11_000 ? 1_000 : 1_000 + Int64($0 % 7)) }
        let store = try store(records)
        let events = try all(StoreReplay(store, StoreSelection(from: time(1_000)), anonymity: [:]))
        #expect(events.count == 12_001)
        #expect(Set(events.compactMap(\.id)).count == 12_001)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
        let some = StoreSelection(services: ["a.example"], from: time(1_001), before: time(1_003))
        #expect(
            try all(StoreReplay(store, some, anonymity: [:])).allSatisfy { [1_001_000, 1_002_000].contains($0.time) })
        let none = StoreSelection(services: ["b.example"])
        #expect(try all(StoreReplay(store, none, anonymity: [:])).isEmpty)
    }

    @Test("Places of few hits are not told, of a store as of a log")
    func anonymity() throws {
        let store = try store((0..<5).map { record($0, at: 1_000 + Int64($0)) })
        let events = try all(StoreReplay(store, StoreSelection(), anonymity: ["a.example": 3]))
        #expect(events.map(\.city) == [nil, nil, "Paris", "Paris", "Paris"])
        #expect(events.map(\.country) == Array(repeating: "FR", count: 5))
        #expect(events.map { $0.position?.isExact } == [false, false, true, true, true])
    }

    private func log(_ lines: [String], since: Int64? = nil, until: Int64? = nil) throws -> LogReplay {
        try directory.write(lines.map { $0 + "\n" }.joined(), to: "access.log")
        let settings = PluginSettings.testing(
            ["format": "combined", "base_url": "http://a.example", "request_path": "^/items/([0-9]+)$"])
        return LogReplay(
            try InputFile(path: directory.file("access.log")), service: "a.example",
            parser: try CombinedPlugin(settings: settings), framing: .lines,
            window: ImportWindow(since: since.map(time), until: until.map(time)), anonymity: 1)
    }

    private func line(_ path: String, at second: Int) -> String {
        let clock = "00:\(second / 600)\(second / 60 % 10):\(second % 60 / 10)\(second % 10)"
        return
            "192.0.2.1 - - [01/Jan/1970:\(clock) +0000] \"GET \(path) HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11) Firefox/126.0\""
    }

    @Test("A log's lines tell all that the publisher would; one that cannot be read has the time of that before")
    func lines() throws {
        let lines = [line("/items/1", at: 10), "two words", line("/about", at: 12), line("/items/1", at: 13)]
        let events = try all(log(lines))
        #expect(events.map(\.verdict) == [.download, .error, .noItem, .doubleClick])
        #expect(events.map(\.time) == [10_000, 10_000, 12_000, 13_000])
        #expect(events[0].ip == "192.0.2.1" && events[0].method == "GET" && events[0].path == "/items/1")
        #expect(try all(log(lines, since: 11, until: 12)).map(\.time) == [12_000])
        #expect(try all(log(lines, since: 14)).isEmpty)
    }
}
