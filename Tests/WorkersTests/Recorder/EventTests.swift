import CombinedPlugin
import Digests
import PluginAPI
import PluginTestKit
import Queues
import Statistics
import Testing

@testable import Workers

/// What the recorder makes of lines, without store or queue.
@Suite("Events of lines")
struct EventTests {
    private static let person = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"

    private let digests = KeyedAddressDigests(key: RandomKeys().key)

    /// The events of lines; nil for each that is none.
    private func events(
        _ lines: [(time: String, target: String, more: (ip: String, agent: String, status: Int))],
        _ options: [String: String] = [:], ids: [String] = []
    ) throws -> [EventRecord?] {
        let all = [
            "robots": "skip", "request_path": "^/files/([0-9]+)", "investigation_path": "^/items/([0-9]+)$",
        ].merging(options) { $1 }
        let plugin = try CombinedPlugin(settings: .testing(all))
        var maker = RecordMaker(digests, geohash: 5, for: Set(StoreTable.allCases))
        return try lines.enumerated().map { index, line in
            let (ip, agent, status) = line.more
            let text =
                #"\#(ip) - - [\#(line.time) +0000] "GET \#(line.target) HTTP/1.1" \#(status) 1048576 "-" "\#(agent)""#
            let message = LogMessage(service: "repo.example", line: Array(text.utf8))
            let parsed = try #require(try plugin.parseline(message))
            var batch = StoreBatch()
            let leaf = try maker.add(parsed, id: index < ids.count ? ids[index] : "\(index)", to: &batch)
            #expect((leaf == .recorded) != batch.events.isEmpty && batch.transfers.isEmpty)
            return batch.events.first
        }
    }

    /// A line of a person.
    private func hit(
        _ time: String, _ target: String = "/files/1/a.pdf", ip: String = "192.0.2.44", agent: String = person,
        status: Int = 200
    ) -> (time: String, target: String, more: (ip: String, agent: String, status: Int)) {
        (time, target, (ip, agent, status))
    }

    @Test("A line's columns")
    func columns() throws {
        let found = try events([
            hit("15/Jun/2024:12:35:07", "/files/7/a%FF.pdf?x=\\x00"), hit("15/Jun/2024:12:35:08", "/items/7"),
        ])
        let request = try #require(found[0])
        #expect(
            request.id == "0" && request.time.rfc3339 == "2024-06-15T12:35:07Z" && request.service == "repo.example")
        #expect(request.kind == "Request" && request.item == "oai:repo.example:7")
        #expect(request.url == "https://repo.example/files/7/a%FF.pdf", "a query is nobody's business")
        #expect(request.status == 200 && request.bytes == 1_048_576 && request.agentClass == "person")
        #expect(request.country == nil && !request.isDoubleClick)
        #expect(request.host?.description.count == 16 && request.session?.description.count == 16)
        let investigation = try #require(found[1])
        #expect(investigation.kind == "Investigation" && investigation.session == request.session)
        #expect(investigation.click != request.click)
    }

    @Test("A query stays that names the item")
    func queries() throws {
        let found = try events(
            [hit("15/Jun/2024:12:35:07", "/get?id=7&token=s"), hit("15/Jun/2024:12:35:08", "/items/8?id=7")],
            ["request_path": "^/get\\?id=([0-9]+)", "investigation_path": "^/items/([0-9]+)"])
        #expect(
            found.map { $0?.url } == ["https://repo.example/get?id=7&token=s", "https://repo.example/items/8"])
    }

    @Test("Where a client is", arguments: ["none", "truncate", "hash"])
    func places(anonymise: String) throws {
        let options = ["anonymise": anonymise, "request_path": "^/files/([0-9]+)"]
        let plugin = try CombinedPlugin(settings: .testing(options, places: Oxford()))
        var maker = RecordMaker(digests, geohash: 5, for: [.events])
        var batch = StoreBatch()
        for address in ["192.0.2.7", "192.0.2.8"] {
            let text = "\(address) - - [15/Jun/2024:12:00:00 +0000] \"GET /files/1 HTTP/1.1\" 200 5 \"-\" \"Firefox\""
            let message = LogMessage(service: "s", line: Array(text.utf8))
            #expect(try maker.add(#require(try plugin.parseline(message)), id: address, to: &batch) == .recorded)
        }
        #expect(batch.events.map(\.country) == ["GB", nil] && batch.events.map(\.city) == ["Oxford", nil])
        #expect(batch.events.map(\.geohash) == ["gcpn7", nil])
    }

    @Test("Robots and AI agents are events although the service skips them; other statuses and targets are none")
    func classes() throws {
        let time = "15/Jun/2024:12:35:07"
        let found = try events([
            hit(time, agent: "Googlebot/2.1"), hit(time, agent: "GPTBot/1.0"), hit(time, status: 404),
            hit(time, status: 304),
            hit(time, "/about"), hit(time, "/about", agent: "Googlebot/2.1"),
        ])
        #expect(found.map(\.?.agentClass.description) == ["robot", "AI agent", nil, "person", nil, nil])
        #expect(
            found.map { $0?.item } == ["oai:repo.example:1", "oai:repo.example:1", nil, "oai:repo.example:1", nil, nil])
        #expect(found[0]?.click == nil && found[1]?.click != nil)
    }

    @Test(
        "A session is a client and user agent within a clock hour; a host is a client within a day",
        arguments: ["none", "hash", "hash 7", "truncate", "md5 salt"])
    func sessions(anonymise: String) throws {
        let found = try events(
            [
                hit("15/Jun/2024:12:00:00"), hit("15/Jun/2024:12:59:59"), hit("15/Jun/2024:13:00:00"),
                hit("15/Jun/2024:12:00:00", agent: "Mozilla/5.0 other"), hit("15/Jun/2024:12:00:00", ip: "192.0.2.45"),
                hit("16/Jun/2024:12:00:00"),
            ], ["anonymise": anonymise])
        let sessions = found.compactMap(\.?.session)
        #expect(sessions.count == 6 && sessions[0] == sessions[1])
        #expect(Set(sessions).count == 5)
        let hosts = found.compactMap(\.?.host)
        #expect(hosts.count == 6 && Set(hosts[0...3]).count == 1)
        #expect(Set(hosts).count == 3)
        // Another program's keys give other hosts.
        let others = try EventTests().events([hit("15/Jun/2024:12:00:00")], ["anonymise": anonymise])
        #expect(others[0]?.host != hosts[0] && others[0]?.session != sessions[0])
    }

    @Test("Clicks of one user on one thing have one name in an hour, and find those of the next hour")
    func clicks() throws {
        let found = try events([
            hit("15/Jun/2024:23:10:00"), hit("15/Jun/2024:23:59:29"), hit("15/Jun/2024:23:59:30"),
            hit("16/Jun/2024:00:00:00"), hit("15/Jun/2024:23:10:00", ip: "192.0.2.45"),
            hit("15/Jun/2024:23:10:00", "/files/1/b.pdf"), hit("15/Jun/2024:23:10:00", "/files/1/a.pdf?page=2"),
        ]).compactMap(\.?.click)
        #expect(found.count == 7)
        #expect(found[0] == ClickName(own: found[1].own) && found[2].own == found[0].own)
        #expect(found[1].next == nil && found[2].next == found[3].own)
        #expect(found[3].own != found[0].own && found[3].next == nil)
        #expect(found[4] != found[0] && found[5] != found[0] && found[6] == found[0])
    }

    @Test("An id that is too long for an index is hashed, each to another one")
    func longIDs() throws {
        let long = String(repeating: "/very/long", count: 400)
        let time = "15/Jun/2024:12:35:07"
        let ids = try events([hit(time), hit(time), hit(time)], ids: [long + "1", long + "2", "web:1:\u{0}"])
            .compactMap { $0?.id.description }
        #expect(ids.allSatisfy { $0.utf8.count <= 500 } && Set(ids).count == 3)
        #expect(ids[0].hasPrefix("sha256:") && ids[2] == "web:1:%00")
    }

    @Test("Where there is no key there is no event, and the line is not to blame")
    func noKeys() throws {
        struct Away: Error {}
        let plugin = try CombinedPlugin(settings: .testing(["request_path": "^/files/([0-9]+)"]))
        var maker = RecordMaker(KeyedAddressDigests { _ in throw Away() }, geohash: 5, for: Set(StoreTable.allCases))
        let text = #"192.0.2.1 - - [15/Jun/2024:12:00:00 +0000] "GET /files/1 HTTP/1.1" 200 5 "-" "\#(Self.person)""#
        let line = try #require(try plugin.parseline(LogMessage(service: "s", line: Array(text.utf8))))
        var batch = StoreBatch()
        #expect(throws: Away.self) { try maker.add(line, id: "1", to: &batch) }
        #expect(batch.isEmpty)
    }
}
