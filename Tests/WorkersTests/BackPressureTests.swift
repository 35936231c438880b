import RedisClient
import Settings
import TestKit
import Testing
import Workers

@Suite("Back-pressure")
struct BackPressureTests {
    let bench: WorkerBench
    init() throws { bench = try WorkerBench() }

    @Test("The tail waits while its queue is full, and says so; the log is the buffer")
    func tail() throws {
        let log = try bench.directory.write((1...5_000).map { "\($0)\n" }.joined(), to: "access.log")
        var settings = TailSettings(pushto: "q", servicename: "s", logfile: [log])
        settings.start = .beginning
        let tail = settings
        try bench.push(["0"], to: "q")
        let worker = bench.start("access_0", maxlength: 1) { TailWorker(tail, in: $0) }
        try eventually("it waits") { worker.progress.snapshot.state == "waiting: q is full (1 messages)" }
        #expect(try bench.depth("q") == 1)
        var taken = 0
        try eventually("all come through as there is room") {
            taken += try bench.server.run("LPOP", "q", "100000").elements.count
            return taken == 5_001
        }
        try worker.end()
    }

    @Test("The broker waits on its fullest target, and the queues stay alike")
    func broker() throws {
        let settings = BrokerSettings(listento: "in", fanout: ["a", "b"])
        try bench.push(["x", "y"], to: "b")
        try bench.push(["1", "2", "3"], to: "in")
        let worker = bench.broker(settings, maxlength: 2)
        try eventually("it waits") { worker.progress.snapshot.state == "waiting: b is full (2 messages)" }
        #expect(try bench.depth("a") == 0 && bench.depth("in") == 3)
        try bench.server.run("DEL", "b")
        try eventually("it goes on") { try bench.depth("in") == 0 }
        try worker.end()
        #expect(try bench.server.list("a") == bench.server.list("b"))
    }

    @Test("A worker claims nothing while a queue that it fills is full")
    func forwarder() throws {
        let nginx = try NginxServer()
        var settings = ForwarderSettings(listento: "pirus2", endpointURL: nginx.url)
        settings.otherQueue = "other"
        let forwarder = settings
        try bench.push(["x"], to: "other")
        try bench.push(["- 1", "- 2"], to: "pirus2")
        let worker = bench.start("pirus2_0", maxlength: 1) { context in
            try ForwarderWorker(forwarder, parsers: ParserSet(["s": FakePlugin()]), userAgent: "test", in: context)
        }
        try eventually("it waits") { worker.progress.snapshot.state == "waiting: other is full (1 messages)" }
        #expect(try bench.depth("pirus2") == 2 && bench.depth("temp:pirus2_0") == 0)
        try bench.server.run("DEL", "other")
        try eventually("it goes on") { try bench.depth("other") == 2 }
        try worker.end()
    }
}
