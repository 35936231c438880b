import Forwarding
import Inspection
import Queues
import RedisClient
import Settings
import TestKit
import Testing

/// An entry of a queue, with what is decided of it.
struct DecodedMessageTests {
    private let directory: TemporaryDirectory
    private let redis: RedisServer
    private let configuration: Configuration

    init() throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer()
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            [service_repo.example]
            plugin = combined
            format = combined
            base_url = http://repo.example
            request_path = ^/items/(\\d+)
            [worker_pirus2]
            kind = pirus2
            listento = lines
            endpoint_url = http://127.0.0.1:1/
            """, to: "loglines.cfg")
        let loaded = CheckedConfiguration.load(directory.path)
        configuration = try #require(loaded.configuration, "\(loaded.problems)")
    }

    private func decode(_ entry: String) throws -> DecodedMessage {
        let places = MessagePlaces(configuration, redis: "", try RedisConnection(redis.address))
        return try DecodedMessage(
            Array(entry.utf8), at: .waiting(queue: "lines", ahead: 2), configuration, redis: "", places)
    }

    private static let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    private static let line =
        #"192.0.2.7 - - [15/Jun/2024:12:35:07 +0000] \"GET /items/7 HTTP/1.1\" 200 512 \"-\" \"\#(agent)\""#

    @Test("A message has its fields, decisions and OpenURL, and is where it was found; no queue is searched")
    func message() throws {
        let entry = #"{"service":"repo.example","logline":"\#(Self.line)","id":"g:17","tries":3}"#
        try redis.run("LPUSH", "lines", entry)
        let message = try decode(entry)
        #expect(message.envelope?.tries == 3)
        #expect(message.problem == nil)
        let explanation = try #require(message.explanation)
        #expect(explanation.decisions.map(\.rule) == ["method", "status", "robot", "target"])
        #expect(explanation.leaf == nil)
        #expect(explanation.forwardings.map(\.worker) == ["pirus2"])
        let openURL = try #require(explanation.forwardings.first?.line.openURL)
        #expect(
            openURL.pairs.contains { $0.key == "rft.artnum" && String(decoding: $0.value, as: UTF8.self).contains("7") }
        )
        #expect(explanation.whereabouts == ["waits in lines, 2 before it, after 3 tries"])
        #expect(message.json.line.contains(#""id": "g:17", "tries": 3"#))
    }

    @Test(
        "What cannot be explained says why",
        arguments: [
            ("nothing", "message is no JSON object", false),
            (#"{"service": "other", "logline": "x"}"#, "no [service_other] section says how to read", true),
        ])
    func problem(entry: String, problem: String, isMessage: Bool) throws {
        let message = try decode(entry)
        #expect(message.problem?.hasPrefix(problem) == true, "\(message.problem ?? "")")
        #expect(message.explanation == nil)
        #expect((message.envelope != nil) == isMessage)
        #expect(message.json.line.hasSuffix(#""explanation": null}"#))
    }
}
