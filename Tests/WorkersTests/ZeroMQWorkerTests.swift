import Glibc
import PluginAPI
import Queues
import RedisClient
import Settings
import TestKit
import Testing
import Workers

@Suite("The worker for ZeroMQ's senders")
struct ZeroMQWorkerTests {
    private static let topic = "httpdlight_http_rawlogs"

    let bench: WorkerBench

    init() throws { bench = try WorkerBench() }

    private func start(
        _ senders: [ZeroMQSender], maxlength: Int = 0, maxline: Int = 65_536
    ) throws -> RunningWorker {
        var settings = ZeroMQSettings(pushto: "q", servicename: "mirror.example.org")
        settings.connect = senders.map(\.address)
        settings.maxline = maxline
        let fixed = settings
        let worker = bench.start("zeromq_0", maxlength: maxlength) { try ZeroMQWorker(fixed, in: $0) }
        for sender in senders { try sender.awaitSubscriber() }
        return worker
    }

    private func messages() throws -> [LogMessage] {
        try bench.server.list("q").reversed().map { try MessageEnvelope(json: Array($0.utf8)).message }
    }

    @Test("Lines of all senders come with their service and unique ids, without their line ends, and are counted")
    func takesLines() throws {
        let senders = try [ZeroMQSender(), ZeroMQSender()]
        let worker = try start(senders)
        let line =
            #"193.51.208.1 mirror.example.org - [20/Aug/2026:10:11:12 +0200] "GET /fedora/x.iso HTTP/1.1" 200 4096 "-" "curl/8" 512 4608"#
        for ending in ["\n", "", "\r\n"] { try senders[0].send([Self.topic, line + ending]) }
        try senders[1].send([Array(Self.topic.utf8), [0x61, 0xff, 0x0a]])
        try eventually("all are there") { try bench.depth("q") == 4 }
        #expect(worker.progress.snapshot.state == "running")
        try worker.end()
        let messages = try messages()
        #expect(messages.count { $0.line == Array(line.utf8) } == 3)
        #expect(messages.contains { $0.line == [0x61, 0xff] })
        #expect(Set(messages.map(\.service)) == ["mirror.example.org"])
        #expect(Set(messages.compactMap(\.id)).count == 4)
        #expect(worker.progress.snapshot.done == 4)
        let ledger = try bench.server.run("HGETALL", "ledger:mirror.example.org").fields
        #expect(ledger == ["2026-08-20|q|read|": "3", "undated|q|read|": "1"])
    }

    @Test("What is not a topic and a line, or too long, is in the failed list with its reason, and counted")
    func refuses() throws {
        let sender = try ZeroMQSender()
        let worker = try start([sender], maxline: 300)
        let long = String(repeating: "x", count: 301)
        try sender.send([Self.topic])
        try sender.send([Self.topic, "a line\n", "and more"])
        try sender.send([Self.topic, "1", "2", "3", "4"])
        try sender.send([Self.topic, long + "\n"])
        try sender.send([Self.topic, String(repeating: "y", count: 300) + "\n"])
        try eventually("the last is there") { try bench.depth("q") == 1 }
        try worker.end()
        let failures = try QueueInspector(bench.server.connection()).failures(10, of: "q")
        let told = try failures.map { failure in
            let message = try MessageEnvelope(json: failure.payload).message
            return "\(failure.error): \(String(decoding: message.line, as: UTF8.self))"
        }
        #expect(
            Set(told) == [
                "the message has 1 frame; a topic and a line are two: \(Self.topic)",
                "the message has 3 frames; a topic and a line are two: a line\n and more",
                "the message has 5 frames; a topic and a line are two: 1 2",
                "the line has 301 bytes; maxline is 300: \(long)",
            ])
        #expect(worker.progress.snapshot.failed == 4)
        let ledger = try bench.server.run("HGETALL", "ledger:mirror.example.org").fields
        #expect(ledger == ["undated|q|read|": "5", "undated|q|malformed|": "3", "undated|q|too long|": "1"])
    }

    @Test("While the queue is full nothing is read, and the worker says so; the rest comes when there is room")
    func waitsForRoom() throws {
        let sender = try ZeroMQSender(highWater: 0)
        let worker = try start([sender], maxlength: 1_500)
        try sender.send([Self.topic, "line NUMBER\n"], times: 20_000)
        try eventually("the queue is full") { worker.progress.snapshot.state == "waiting: q is full (1500 messages)" }
        // A batch is pushed whole once there is any room.
        let full = try bench.depth("q")
        #expect((1_500..<2_500).contains(full))
        var taken: [String] = []
        try eventually("all have come") {
            taken += try bench.server.run("RPOP", "q", "1000").elements.compactMap(\.text)
            return taken.count == 20_000
        }
        try worker.end()
        let lines = try taken.map { try MessageEnvelope(json: Array($0.utf8)).message }
        #expect(lines.map { String(decoding: $0.line, as: UTF8.self) } == (0..<20_000).map { "line \($0)" })
        #expect(Set(lines.compactMap(\.id)).count == 20_000)
    }

    @Test("A worker that is to end gives what it holds to a full queue: nobody else has it")
    func endsWithFullQueue() throws {
        let sender = try ZeroMQSender()
        let worker = try start([sender], maxlength: 1)
        try sender.send([Self.topic, "line NUMBER\n"])
        try eventually("it is there") { try bench.depth("q") == 1 }
        try sender.send([Self.topic, "line NUMBER\n"], times: 10)
        try eventually("the queue is full") { worker.progress.snapshot.state.contains("is full") }
        try worker.end()
        #expect(try bench.depth("q") == 11)
    }

    @Test("Redis may go and come: what it forgot is told, the others are there once, and no id comes twice")
    func redisForgets() throws {
        let sender = try ZeroMQSender(highWater: 0)
        let worker = try start([sender])
        try sender.send([Self.topic, "first NUMBER\n"], times: 100)
        try eventually("they are there") { try bench.depth("q") == 100 }
        let before = try messages()
        try bench.server.run("DEL", "q", "zeromq:zeromq_0")
        try sender.send([Self.topic, "second NUMBER\n"], times: 100)
        try eventually("the next are there") { try bench.depth("q") == 100 }
        let after = try messages()
        #expect(Set((before + after).compactMap(\.id)).count == 200)
        bench.server.kill()
        try sender.send([Self.topic, "third NUMBER\n"], times: 100)
        try bench.server.start()
        try eventually("those that were sent meanwhile are there") {
            try messages().count { $0.line.starts(with: "third".utf8) } == 100
        }
        try worker.end()
        #expect(try Set(messages().compactMap(\.id)).count == messages().count)
    }

    @Test("A sender that is away is said in the heartbeat; when it is back its lines come")
    func followsSender() throws {
        let port = freeServerPort()
        var sender = try ZeroMQSender(port: port)
        let worker = try start([sender])
        try eventually("it runs") { worker.progress.snapshot.state == "running" }
        sender.kill()
        let address = sender.address
        try eventually("it waits") { worker.progress.snapshot.state == "waiting: no sender at \(address)" }
        #expect(worker.progress.snapshot.lastError == "\(address) went away")
        sender = try ZeroMQSender(port: port)
        try sender.awaitSubscriber()
        try sender.send([Self.topic, "line\n"])
        try eventually("its line is there") { try bench.depth("q") == 1 }
        try eventually("it runs again") { worker.progress.snapshot.state == "running" }
        try worker.end()
    }
}
