import FoundationEssentials
import TestKit
import Testing

/// What `/counts` hears over its WebSocket, from a real console and hits on Redis' channel.
@Suite(.serialized) struct CountsTopicTests {
    private struct Row: Decodable, Equatable {
        let key: String
        let n: Int
        var name: String?
        var service: String?
    }

    private struct List: Decodable { let rows: [Row] }

    private struct Body: Decodable {
        let since: Int
        let countries: List
        let items: List
    }

    private struct Message: Decodable { let body: Body }

    private let site: ConsoleSite

    init() throws { site = try ConsoleSite("[worker_publisher]\nkind = publisher\nlistento = live\nchannel = live") }

    private func publish(_ country: String, _ verdict: String = "download", item: Int = 1, times: Int = 1) {
        let hit =
            #"{"time":1718409600000,"service":"repo.example","verdict":"\#(verdict)","country":"\#(country)","item":"oai:\#(item)","path":"/items/\#(item)"}"#
        let socket = site.redis.directory.file("redis.sock")
        for _ in 0..<times { _ = shell("redis-cli -s '\(socket)' PUBLISH live '\(hit)'", in: site.directory) }
    }

    private func client() throws -> LiveClient { try LiveClient(site, try site.logIn().cookie) }

    /// Waits until the console hears of the channel.
    private func warmUp(_ client: LiveClient) throws {
        client.subscribe("counts?since=start&verdict=error")
        try eventually("the console hears of hits") {
            publish("XX", "error")
            guard let (topic, json) = client.next() else { return false }
            return topic.hasPrefix("counts?") && !json.contains(#""hits":0"#)
        }
    }

    @Test func eachCountsFromItsOwnStart() throws {
        let early = try client()
        try warmUp(early)
        early.subscribe("counts?since=now&verdict=download")
        try early.hear("counts?since=now&verdict=download", #""hits":0"#)
        publish("FR", times: 2)
        publish("GB", item: 2)
        publish("FR", "robot")
        let said = try early.hear("counts?since=now&verdict=download", #""hits":3"#)
        let body = try JSONDecoder().decode(Message.self, from: Data(said.utf8)).body
        #expect(
            body.countries.rows == [Row(key: "FR", n: 2, name: "France"), Row(key: "GB", n: 1, name: "United Kingdom")])
        #expect(
            body.items.rows
                == ["oai:1", "oai:2"].map { Row(key: $0, n: $0 == "oai:1" ? 2 : 1, service: "repo.example") })

        let late = try client()
        late.subscribe("counts?since=now&verdict=download")
        try late.hear("counts?since=now&verdict=download", #""hits":0"#)
        publish("FR", times: 4)
        try late.hear("counts?since=now&verdict=download", #""hits":4"#)
        try early.hear("counts?since=now&verdict=download", #""hits":7"#)

        // After a reconnection a page goes on from the start that it was told.
        let again = try client()
        for (topic, hits) in [
            ("counts?since=\(body.since)&verdict=download", 7),
            ("counts?since=\(body.since)&country=FR&verdict=download", 6),
            ("counts?since=15m&verdict=robot", 1), ("counts?since=midnight&country=GB", 1),
        ] {
            again.subscribe(topic)
            try again.hear(topic, "\"hits\":\(hits)")
        }
    }

    @Test func whatIsNoStartIsNeverAnswered() throws {
        let client = try client()
        for topic in ["counts?since=yesterday", "counts?since=-1", "counts", "counts:now"] { client.subscribe(topic) }
        client.subscribe("counts?since=60m")
        try eventually("the one with a start is answered") {
            guard let (topic, json) = client.next() else { return false }
            #expect(topic == "counts?since=60m", "\(json)")
            return true
        }
    }
}
