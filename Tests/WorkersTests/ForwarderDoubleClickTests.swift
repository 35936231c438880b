import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

/// The forwarder's double-click stage. A hit of ``FakePlugin`` is a click on the same item if it has the same number.
extension ForwarderWorkerTests {
    @Test("Of double clicks one is sent; what was tried at the tracker before is sent again whatever came later")
    func doubleClicks() throws {
        let nginx = try NginxServer()
        for (line, id, more) in [("R 1", "a", ""), ("R 1", "b", ""), ("R 1", "a0", #","tries":1"#), ("R 2", "c", "")] {
            let message = #"{"service":"s","logline":"\#(line)","id":"\#(id)"\#(more)}"#
            try bench.server.run("LPUSH", "pirus2", message)
        }
        let worker = start(nginx.url, doubleClicks: ["s": 0.2])
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(Set(try bench.server.list("sent").map(id)) == ["a0", "b", "c"])
        #expect(try bench.server.list("other").map(id) == ["a"])
        #expect(try bench.server.run("EXISTS", "claimed:pirus2").integer == 0)
    }

    @Test("A forwarder that is new decides nothing at once: lines may have been held up while it was away")
    func doubleClicksAfterStart() throws {
        func due() throws -> Int? {
            try bench.server.run("ZRANGE", "retry:pirus2", "0", "0", "WITHSCORES").elements.last?.integer
        }
        let nginx = try NginxServer()
        try bench.server.run("LPUSH", "pirus2", #"{"service":"s","logline":"R 1","id":"a"}"#)
        let first = start(nginx.url, doubleClicks: ["s": 1])
        try eventually("it is held") { try due() != nil }
        try first.end()
        let before = try #require(try due())
        try eventually("it is due") { try bench.server.run("TIME").elements[0].integer ?? 0 > before / 1_000 }
        let second = start(nginx.url, doubleClicks: ["s": 1])
        try eventually("it is held longer") { try due() ?? 0 > before }
        try bench.server.run("LPUSH", "pirus2", #"{"service":"s","logline":"R 1","id":"b"}"#)
        try eventually("all are settled") { try isSettled() }
        try second.end()
        #expect(try bench.server.list("sent").map(id) == ["b"])
        #expect(try bench.server.list("other").map(id) == ["a"])
    }

    @Test("A service that does not ask for it is sent at once, and nothing is recorded")
    func withoutDoubleClicks() throws {
        let nginx = try NginxServer()
        try bench.push(["R 1", "R 1"], to: "pirus2")
        let worker = start(nginx.url, doubleClicks: ["another": 10])
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try bench.depth("sent") == 2)
        #expect(try bench.server.run("KEYS", "c*").elements.isEmpty)
    }

    private func id(_ json: String) throws -> String? { try MessageEnvelope(json: Array(json.utf8)).message.id }
}
