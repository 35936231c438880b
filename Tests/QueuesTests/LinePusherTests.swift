import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

@Suite("Pushing the lines of a file")
struct LinePusherTests {
    let server: RedisServer
    init() throws { server = try RedisServer() }

    private let text = Array("plain\n\"quoted\" and long enough\n\u{fc}ber\n".utf8)
    private let ranges = [0..<5, 6..<30, 31..<36]

    @Test("Entries are those of single messages, refused lines are in the failed list, the checkpoint has moved")
    func entries() throws {
        let pusher = LinePusher(RedisClient(server.address, pause: { _ in false }), queue: "q", worker: "t_0")
        var lines = FileLines(in: text, origin: "g\"1", service: "repo.example")
        let all = ranges.map { FileLines.Line(range: $0, offset: UInt64($0.lowerBound)) }
        lines.accepted = [all[0], all[2]]
        lines.refused = [(all[1], reason: "too long", leaf: .tooLong)]
        let place = ["generation": "g\"1", "offset": "37"]
        #expect(try pusher.push(lines, key: "c", from: "", to: place) == .accepted)

        let expected = [0, 2].map { number in
            let range = ranges[number]
            let message = LogMessage(
                service: "repo.example", line: Array(text[range]), id: "g\"1:\(range.lowerBound)")
            return String(decoding: MessageEnvelope(message).json, as: UTF8.self)
        }
        #expect(try server.list("q").reversed() == expected)
        let failed = try server.list("failed:q")
        #expect(failed.count == 1)
        #expect(failed.first?.contains("too long") == true && failed.first?.contains("g\\\"1:6") == true)
        #expect(try pusher.checkpoint("c") == place)
        #expect(try pusher.push(lines, key: "c", from: "", to: place) == .moved(place))
        #expect(try server.list("q").count == 2)
    }
}
