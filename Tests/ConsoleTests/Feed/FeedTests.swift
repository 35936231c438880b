import FoundationEssentials
import LiveFeed
import RedisClient
import TestKit
import Testing

/// The channel `live` as browsers see it, through the real console and a real Redis.
@Suite("Live events in browsers")
struct FeedTests {
    private struct Frame: Decodable {
        struct Body: Decodable {
            struct Group: Decodable {
                let n: Int
                let lat: Double?
                let exact: Bool
                let content: String
                let verdict: String
                let age: Int
            }

            let seen: Int
            let rate: Double
            let more: Int
            let hits: [Group]
        }

        let topic: String
        let body: Body
    }

    private static let publisher = "[worker_publisher]\nkind = publisher\nlistento = live\nchannel = seen"

    private func frame(_ json: String) throws -> Frame {
        try JSONDecoder().decode(Frame.self, from: Data(json.utf8))
    }

    private func event(_ path: String, _ verdict: LiveVerdict = .download, service: String = "s") -> LiveEvent {
        var event = LiveEvent(
            time: Int64(Date().timeIntervalSince1970 * 1_000), service: service, verdict: verdict, path: path)
        event.country = "FR"
        return event
    }

    private func publish(_ events: [LiveEvent], _ site: ConsoleSite, to channel: String = "seen") throws {
        let connection = try site.redis.connection()
        for event in events {
            try connection.run(.init("PUBLISH", channel, String(decoding: event.json, as: UTF8.self)))
        }
    }

    private func isListening(_ site: ConsoleSite) throws -> Bool {
        try site.redis.run("PUBSUB", "NUMSUB", "seen").elements.last?.integer == 1
    }

    /// All hits of a topic, until there are so many.
    private func hear(_ count: Int, of topic: String, _ client: LiveClient) throws -> [Frame] {
        var frames: [Frame] = []
        try eventually("\(topic) tells of \(count) hits") {
            guard let (heard, json) = client.next() else { return false }
            if heard == topic { frames.append(try frame(json)) }
            return frames.last?.body.seen == count
        }
        return frames
    }

    @Test("Hits come in frames, by filters; what is no event is passed over; a new Redis is heard again")
    func frames() throws {
        let site = try ConsoleSite(Self.publisher)
        let session = try site.logIn()
        let client = try LiveClient(site, session.cookie)
        try eventually("the console listens") { try isListening(site) }
        client.subscribe("hits")
        try client.hear("hits", #""seen":0"#)
        client.subscribe("hits?verdict=view&service=t")
        try client.hear("hits?verdict=view&service=t", #""seen":0"#)
        try site.redis.run("PUBLISH", "seen", "no event")
        try publish(
            [event("/a/1"), event("/a/2"), event("/b"), event("/b", .view), event("/b", .view, service: "t")], site)
        let all = try hear(5, of: "hits", client)
        let groups = all.flatMap(\.body.hits)
        #expect(groups.reduce(0) { $0 + $1.n } == 5 && all.allSatisfy { $0.body.more == 0 })
        #expect(groups.allSatisfy { $0.lat == 46.6 && !$0.exact && $0.age < 20_000 })
        #expect(groups.filter { $0.content == "/a" }.reduce(0) { $0 + $1.n } == 2)
        let second = try LiveClient(site, session.cookie)
        second.subscribe("hits?verdict=view&service=t")
        try second.hear("hits?verdict=view&service=t", #""seen":0"#)
        try publish([event("/c", .view, service: "t"), event("/c")], site)
        let some = try hear(1, of: "hits?verdict=view&service=t", second)
        #expect(some.flatMap(\.body.hits).map(\.content) == ["/c"])

        site.redis.kill()
        try site.redis.start()
        try eventually("the console listens again") { try isListening(site) }
        try publish([event("/d")], site)
        #expect(try hear(8, of: "hits", client).flatMap(\.body.hits).map(\.content).contains("/d"))
    }

    @Test("Rates rise and fall; a frame comes each second")
    func rates() throws {
        let site = try ConsoleSite(Self.publisher)
        let client = try LiveClient(site, try site.logIn().cookie)
        try eventually("the console listens") { try isListening(site) }
        client.subscribe("hits")
        try client.hear("hits", #""seen":0"#)
        try publish((0..<300).map { event("/\($0)") }, site)
        let frames = try hear(300, of: "hits", client)
        #expect(frames.contains { $0.body.rate > 0 })
        try client.hear("hits", #""rate":0"#)
    }

    @Test("A browser that does not read gets one frame of many hits, and holds up nobody")
    func slow() throws {
        let site = try ConsoleSite(Self.publisher)
        let session = try site.logIn()
        let (slow, quick) = (try LiveClient(site, session.cookie), try LiveClient(site, session.cookie))
        try eventually("the console listens") { try isListening(site) }
        for client in [slow, quick] {
            client.subscribe("hits")
            try client.hear("hits", #""seen":0"#)
        }
        // Each frame is as large as a frame may be; the slow one's connection takes some of them.
        let rounds = 120
        for round in 1...rounds {
            try publish((0..<400).map { event("/\($0)/\(String(repeating: "x", count: 200))") }, site)
            _ = try hear(round * 400, of: "hits", quick)
        }
        let frames = try hear(rounds * 400, of: "hits", slow)
        let told = frames.reduce(0) { $0 + $1.body.more + $1.body.hits.reduce(0) { $0 + $1.n } }
        #expect(told == rounds * 400)
        #expect(frames.count < rounds, "\(frames.count) frames")
        #expect(frames.contains { $0.body.hits.contains { $0.n > 1 } || $0.body.more > 0 })
    }

    @Test("Moksha's clients hear of each hit, without login, and of nothing else; so do browsers of the console")
    func moksha() throws {
        let port = freeServerPort()
        let site = try ConsoleSite(Self.publisher, console: "moksha_port = \(port)")
        let own = try LiveClient(site, try site.logIn().cookie)
        let old = try LiveClient(port: port, path: "/", ["Host: localhost:\(port)"])
        try eventually("the console listens") { try isListening(site) }
        for client in [own, old] {
            for topic in ["http_geojson", "graph_info", "http_latlon"] { client.subscribe(topic) }
        }
        old.subscribe("hits")
        old.subscribe("beat")
        old.subscribe("overview:operator")
        var hit = event("/presentations/a.pdf")
        (hit.latitude, hit.longitude) = (48.5, 2.5)
        for client in [own, old] {
            var heard: [String: String] = [:]
            try eventually("all three topics are heard") {
                try publish([hit], site)
                while let (topic, json) = client.next() { heard[topic] = json }
                return heard.count >= 3
            }
            #expect(
                heard["graph_info"] == #"{"topic":"graph_info","body":{"country":"France","#
                    + #""tag":"/presentations/a.pdf","filename":"/presentations/a.pdf"}}"#)
            #expect(heard["http_geojson"]?.contains(#""coordinates":[2.5,48.5]"#) == true)
            #expect(heard["http_latlon"]?.contains(#""requesttype":"-""#) == true)
            #expect(heard.count == 3, "\(heard.keys)")
        }
    }

    @Test(
        "Other sites' pages and other addresses are not let in at Moksha's port",
        arguments: [
            ("/", "Host: localhost", true), ("/", "Host: localhost\r\nOrigin: http://127.0.0.1:5000", true),
            ("/", "Host: localhost\r\nOrigin: http://evil.example", false), ("/", "Host: evil.example", false),
            ("/", "Host: localhost\r\nOrigin: null", false), ("/live", "Host: localhost", false),
        ])
    func mokshaDoor(path: String, headers: String, isLetIn: Bool) throws {
        let port = freeServerPort()
        let site = try ConsoleSite(console: "moksha_port = \(port)")
        try eventually("it listens there") { shell("curl -s http://localhost:\(port)/", in: site.directory).code == 0 }
        let fields = headers.split(separator: "\r\n").map(String.init)
        if isLetIn {
            _ = try LiveClient(port: port, path: path, fields)
        } else {
            #expect(throws: (any Error).self) { try LiveClient(port: port, path: path, fields) }
        }
        for page in ["/", "/login", "/api/v1/state", "/metrics"] {
            let answer = shell(
                "curl -s -o /dev/null -w '%{http_code}' http://localhost:\(port)\(page)", in: site.directory)
            #expect(answer.output == "404")
        }
    }
}
