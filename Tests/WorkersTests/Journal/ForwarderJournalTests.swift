import Glibc
import Queues
import RedisClient
import Settings
import TestKit
import Testing

@testable import Workers

/// The forwarder with a journal that its forerunner left, a real Redis and a real HTTP server.
@Suite("The forwarder and its send journal")
struct ForwarderJournalTests {
    private static let origin = "0123456789abcdef"

    let bench: WorkerBench
    init() throws { bench = try WorkerBench() }

    private func start(_ url: String, _ change: (inout ForwarderSettings) -> Void = { _ in }) -> RunningWorker {
        var settings = ForwarderSettings(listento: "pirus2", endpointURL: "\(url)/tracker/")
        settings.successQueue = "sent"
        settings.retrybase = 0.05
        change(&settings)
        let forwarder = settings
        return bench.start("pirus2_0") { context in
            try ForwarderWorker(forwarder, parsers: ParserSet(["s": FakePlugin()]), userAgent: "test", in: context)
        }
    }

    /// Puts a message with the tail's id where a worker that died held it.
    private func hold(_ items: ClosedRange<Int>, in list: String = "temp:pirus2_0", deaths: Int = 0) throws {
        for item in items {
            let death = deaths > 0 ? #","deaths":\#(deaths)"# : ""
            let json = #"{"service":"s","logline":"R \#(item)","id":"\#(Self.origin):\#(item)"\#(death)}"#
            try bench.server.run("LPUSH", list, json)
        }
    }

    private func write(_ events: [String], journalOf worker: String = "pirus2_0") throws {
        let lines = (["started pid=1"] + events).map { "2026-11-21T13:00:00.123Z \($0)\n" }
        try bench.directory.write(lines.joined(), to: "journal/pirus2/\(worker).log")
    }

    private func sent(_ item: Int) -> String { "sent \(Self.origin):\(item) try=1" }

    private func whatBecame(of item: Int) throws -> [String] {
        try SendHistory(folder: bench.directory.file("journal")).events(ofID: "\(Self.origin):\(item)").map(\.what)
    }

    private func isSettled() throws -> Bool {
        try bench.depth("pirus2") + bench.depth("temp:pirus2_0") == 0
            && bench.server.run("ZCARD", "retry:pirus2").integer == 0
    }

    private func items(_ requests: [String]) -> [Int] {
        requests.compactMap { $0.split(separator: "example%3A").last.flatMap { Int($0.prefix { $0.isNumber }) } }
            .sorted()
    }

    @Test("A death between answer and settlement: what was accepted is settled without a second request")
    func knownDelivered() throws {
        let server = try MisbehavingServer([.answer(200)])
        try hold(1...4)
        try write([sent(1), sent(2), sent(3), "accepted \(Self.origin):1", "failed \(Self.origin):2 HTTP 500"])
        let worker = start(server.url)
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try bench.depth("sent") == 4)
        #expect(items(server.requests) == [2, 3, 4])
        #expect(try whatBecame(of: 1) == ["sent try=1", "accepted", "delivered by=pirus2_0"])
        #expect(try whatBecame(of: 3) == ["sent try=1", "resent by=pirus2_0", "sent try=1", "accepted"])
        #expect(try whatBecame(of: 4) == ["sent try=1", "accepted"])
    }

    @Test("Messages that are handed out one at a time, since workers died on them, follow each other at once")
    func oneAtATime() throws {
        let server = try MisbehavingServer([.answer(200)])
        try hold(1...100, deaths: 1)
        let worker = start(server.url)
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(items(server.requests) == Array(1...100))
    }

    @Test("on_doubt = hold: what may have been sent is given up, and sent again only by queues retry")
    func holds() throws {
        let server = try MisbehavingServer([.answer(200)])
        try hold(1...3)
        try write([sent(1), sent(2)])
        let worker = start(server.url) { $0.onDoubt = .hold }
        try eventually("all are settled") { try isSettled() }
        #expect(items(server.requests) == [3])
        let inspector = QueueInspector(try bench.server.connection())
        #expect(try FailureGroup.all(of: "pirus2", inspector).map(\.count) == [2])
        let reason = #"maybe sent at "2026-11-21T13:00:00.123Z", no answer known (on_doubt = hold)"#
        #expect(try inspector.failures(100, of: "pirus2").map(\.error) == [reason, reason])
        #expect(try inspector.change(MessagePlace("pirus2", .failed), .retry, atMost: 10) == 2)
        try eventually("they are sent") { try bench.depth("sent") == 3 }
        try worker.end()
        #expect(items(server.requests) == [1, 2, 3])
        #expect(try whatBecame(of: 1) == ["sent try=1", "held by=pirus2_0", "sent try=1", "accepted"])
    }

    @Test("What was given back for an instance that is gone is known by that instance's journal")
    func siblings() throws {
        let server = try MisbehavingServer([.answer(200)])
        try hold(1...2, in: "pirus2")
        try write([sent(1), "accepted \(Self.origin):1", sent(2)], journalOf: "pirus2_1")
        let worker = start(server.url) { $0.onDoubt = .hold }
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(server.requests.isEmpty)
        #expect(try bench.depth("sent") == 1 && bench.depth("failed:pirus2") == 1)
    }

    @Test("A stop with requests in flight: with hold they are given up, since they may have been sent")
    func stops() throws {
        let server = try MisbehavingServer([.hang])
        try hold(1...3, in: "pirus2")
        let worker = start(server.url) {
            $0.onDoubt = .hold
            $0.concurrency = 2
        }
        try eventually("two are sent") { server.requests.count == 2 }
        try worker.end()
        #expect(try bench.depth("failed:pirus2") == 2 && bench.depth("pirus2") == 1)
    }

    @Test("While the journal cannot be written nothing is sent, and the heartbeat says why; then all is")
    func waitsForTheDisk() throws {
        let server = try MisbehavingServer([.answer(200)])
        try bench.directory.write("", to: "journal")
        try hold(1...2, in: "pirus2")
        let worker = start(server.url)
        try eventually("it waits") { worker.progress.snapshot.state.hasPrefix("waiting: ") }
        #expect(worker.progress.snapshot.state.contains("journal/pirus2: cannot make the folder: Not a directory"))
        #expect(try bench.depth("pirus2") == 2)
        #expect(unlink(bench.directory.file("journal")) == 0)
        try eventually("all are settled") { try isSettled() }
        // And in the middle of the work: the file is gone, and none can be made.
        let path = bench.directory.file("journal/pirus2/pirus2_0.log")
        #expect(mkdir("\(path).new", 0o700) == 0 && unlink(path) == 0)
        try hold(3...4, in: "pirus2")
        try eventually("it waits") { worker.progress.snapshot.state.hasPrefix("waiting: \(path).new: cannot remove") }
        #expect(server.requests.count == 2)
        #expect(rmdir("\(path).new") == 0)
        try eventually("all are sent") { try bench.depth("sent") == 4 }
        try eventually("it says so") { worker.progress.snapshot.state == "running" }
        try worker.end()
        #expect(items(server.requests) == [1, 2, 3, 4])
    }

    @Test("While Redis is slow lines of followed files are sent on, though only one may be in doubt")
    func overlaps() throws {
        let slow = "HTTP/1.1 200 X\r\nContent-Length: 200\r\nConnection: close\r\n\r\n"
        let server = try MisbehavingServer([.drip(slow), .answer(200)])
        try hold(1...20, in: "pirus2")
        let worker = start(server.url) { $0.concurrency = 1 }
        try eventually("the first is sent") { server.requests.count == 1 }
        try bench.server.run("CLIENT", "PAUSE", "60000", "WRITE")
        try eventually("all are sent") { server.requests.count == 20 }
        try bench.server.run("CLIENT", "UNPAUSE")
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try items(server.requests) == Array(1...20) && bench.depth("sent") == 20)
    }

    @Test("Redis is killed and forgets: what was accepted just before is not sent again, lines without such an id are")
    func redisForgets() throws {
        let server = try MisbehavingServer([.answer(200)])
        try hold(1...20, in: "pirus2")
        try bench.push(["R 21"], to: "pirus2")
        let before = try bench.server.list("pirus2")
        let worker = start(server.url)
        try eventually("all are sent") { try bench.depth("sent") == 21 }
        try eventually("all are settled") { try isSettled() }
        // As if Redis had kept what it knew before all this, and the connection had been lost.
        try bench.server.run("DEL", "sent")
        for entry in before { try bench.server.run("RPUSH", "temp:pirus2_0", entry) }
        try bench.server.run("CLIENT", "KILL", "TYPE", "normal")
        try eventually("all are settled again") { try bench.depth("sent") == 21 }
        try worker.end()
        #expect(items(server.requests) == Array(1...20) + [21, 21])
        #expect(try whatBecame(of: 7) == ["sent try=1", "accepted", "delivered by=pirus2_0"])
    }
}
