import Glibc
import PluginAPI
import Queues
import RedisClient
import Settings
import TestKit
import Testing
import Workers

@Suite("The tail")
struct TailWorkerTests {
    let bench: WorkerBench
    let log: String

    init() throws {
        bench = try WorkerBench()
        log = bench.directory.file("access.log")
    }

    private func start(maxline: Int = 65_536, framing: Framing = .lines) -> RunningWorker {
        var settings = TailSettings(pushto: "q", servicename: "repo.example", logfile: [log])
        settings.start = .beginning
        settings.maxline = maxline
        let tail = settings
        return bench.start("access_0") { TailWorker(tail, framing: framing, in: $0) }
    }

    private func append(_ text: String) throws {
        let file = try #require(fopen(log, "a"))
        fputs(text, file)
        fclose(file)
    }

    private func envelopes() throws -> [MessageEnvelope] {
        try bench.server.list("q").reversed().map { try MessageEnvelope(json: Array($0.utf8)) }
    }

    private func lines() throws -> [String] {
        try envelopes().map { String(decoding: $0.message.line, as: UTF8.self) }
    }

    @Test("Lines arrive with their service and unique ids; the checkpoint moves with them; a restart goes on")
    func follows() throws {
        try append("one\ntwo\r\nhal")
        let first = start()
        try eventually("two lines are there") { try bench.depth("q") == 2 }
        try append("f\n")
        try eventually("the half line is whole") { try bench.depth("q") == 3 }
        try first.end()
        try append("after\n")
        let second = start()
        try eventually("the last is there") { try bench.depth("q") == 4 }
        try second.end()
        #expect(try lines() == ["one", "two", "half", "after"])
        let messages = try envelopes().map(\.message)
        #expect(Set(messages.map(\.service)) == ["repo.example"])
        #expect(Set(messages.compactMap(\.id)).count == 4)
        let checkpoint = try bench.server.run("HGETALL", "checkpoint:test:\(log)").fields
        #expect(checkpoint["offset"] == "20")
        for field in ["inode", "fingerprint"] { #expect(checkpoint[field] != nil) }
    }

    @Test("A Redis that was killed and forgot is told again, and no line is there twice")
    func redisForgets() throws {
        try append((1...500).map { "\($0)\n" }.joined())
        let worker = start()
        try eventually("all are there") { try bench.depth("q") == 500 }
        bench.server.kill()
        try append("501\n")
        try bench.server.start()
        try eventually("all are there again") { try bench.depth("q") == 501 }
        try worker.end()
        #expect(try lines() == (1...501).map(String.init))
    }

    @Test("A block is one message, whatever portions it comes in; a stop leaves what is begun for the next start")
    func blocks() throws {
        let framing = Framing.blocks(start: "START", end: "END")
        try append("{}\nSTART 1\nx 5\nEND 1\nSTART 2\n")
        let first = start(maxline: 10, framing: framing)
        try eventually("the first two are there") { try bench.depth("q") == 2 }
        try append("y 6")
        try first.end()
        try append("\nz")
        let second = start(maxline: 10, framing: framing)
        try append(" 7\nEND 2\n")
        try eventually("the third is there") { try bench.depth("q") == 3 }
        try second.end()
        #expect(try lines() == ["{}", "START 1\nx 5\nEND 1", "START 2\ny 6\nz 7\nEND 2"])
        #expect(try envelopes().compactMap { $0.message.id?.split(separator: ":").last } == ["0", "3", "21"])
    }

    @Test("A line that is too long goes to the failed list, whole")
    func longLines() throws {
        let long = String(repeating: "x", count: 200)
        try append("short\n\(long)\nalso short\n")
        let worker = start(maxline: 100)
        try eventually("the others are there") { try bench.depth("q") == 2 }
        try worker.end()
        let inspector = QueueInspector(try bench.server.connection())
        let record = try #require(try inspector.failures(1, of: "q").first)
        #expect(record.error == "the line has 200 bytes; maxline is 100")
        #expect(String(decoding: record.payload, as: UTF8.self).contains(long))
    }
}
