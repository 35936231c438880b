import FoundationEssentials
import TestKit
import Testing

/// What `/counts` hears over its WebSocket, from a real console and hits on Redis' channel.
@Suite(.serialized) struct CountsTopicTests {
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
        #expect(said.contains(#"{"key":"FR","n":2,"name":"France"}"#), "\(said)")
        #expect(said.contains(#"{"key":"oai:2","n":1,"service":"repo.example"}"#), "\(said)")

        let late = try client()
        late.subscribe("counts?since=now&verdict=download")
        try late.hear("counts?since=now&verdict=download", #""hits":0"#)
        publish("FR", times: 4)
        try late.hear("counts?since=now&verdict=download", #""hits":4"#)
        try early.hear("counts?since=now&verdict=download", #""hits":7"#)

        // After a reconnection a page goes on from the start that it was told.
        let start = try #require(said.firstMatch(of: /"since":([0-9]+)/)).output.1
        let again = try client()
        for (topic, hits) in [
            ("counts?since=\(start)&verdict=download", 7), ("counts?since=\(start)&country=FR&verdict=download", 6),
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
