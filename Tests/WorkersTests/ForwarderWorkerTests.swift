import PluginAPI
import Queues
import RedisClient
import Settings
import Telemetry
import TestKit
import Testing
import Workers

/// A plugin for lines like `R 17`: a Request of item 17. `I` is an Investigation, `-` no use of an item; others are malformed.
struct FakePlugin: ParserPlugin {
    static let name = "fake"

    init() {}
    init(settings: PluginSettings) throws {}

    func parseline(_ message: LogMessage) throws -> ParsedLine? {
        let words = String(decoding: message.line, as: UTF8.self).split(separator: " ")
        guard words.count == 2 else { throw PluginError.malformed("not two words") }
        var line = ParsedLine(
            service: message.service, storage: message.line, time: UTCTime(secondsSince1970: 1_718_454_907))
        let event: [Substring: UsageEvent] = ["R": .request, "I": .investigation]
        line.usage = event[words[0]].map { ItemUsage(event: $0, item: "oai:repo.example:\(words[1])") }
        if words[0] == "T" {
            line.exclusion = .transfer
            line.transfers = words[1].split(separator: ",").map {
                Transfer(
                    direction: .sent, connected: line.time, station: String($0), channel: "HHZ", bytes: 1, packets: 1)
            }
        }
        return line
    }

    func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? {
        line.usage.map {
            OpenURLParams(event: $0.event, time: line.time, ip: [], item: $0.item, url: [], repository: "repo.example")
        }
    }
}

/// A plugin that cannot have the keys to hash addresses with.
private struct KeylessPlugin: ParserPlugin {
    static let name = "keyless"
    let error: any Error

    init(error: any Error) { self.error = error }
    init(settings: PluginSettings) throws { error = RedisClient.Stopped() }

    func parseline(_ message: LogMessage) throws -> ParsedLine? { throw error }
    func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { nil }
}

@Suite("The forwarder")
struct ForwarderWorkerTests {
    let bench: WorkerBench
    init() throws { bench = try WorkerBench() }

    func start(
        _ url: String, doubleClicks: [String: Double] = [:], _ change: (inout ForwarderSettings) -> Void = { _ in }
    ) -> RunningWorker {
        var settings = ForwarderSettings(listento: "pirus2", endpointURL: "\(url)/tracker/")
        settings.successQueue = "sent"
        settings.otherQueue = "other"
        settings.retrybase = 0.05
        change(&settings)
        let forwarder = settings
        return bench.start("pirus2_0") { context in
            try ForwarderWorker(
                forwarder, parsers: ParserSet(["s": FakePlugin()]), doubleClicks: doubleClicks, userAgent: "test",
                in: context)
        }
    }

    private func failures() throws -> [String] {
        try QueueInspector(bench.server.connection()).failures(100, of: "pirus2").map(\.error)
    }

    func isSettled() throws -> Bool {
        try bench.depth("pirus2") + bench.depth("temp:pirus2_0") == 0
            && bench.server.run("ZCARD", "retry:pirus2").integer == 0
    }

    @Test("While addresses cannot be hashed no message is given up for it", arguments: [true, false])
    func withoutKeys(isToEnd: Bool) throws {
        let keyless = KeylessPlugin(error: isToEnd ? RedisClient.Stopped() : RedisError.refused("NOPERM"))
        try bench.push(["R 1", "R 2"], to: "pirus2")
        let settings = ForwarderSettings(listento: "pirus2", endpointURL: "http://127.0.0.1:1/tracker/")
        let worker = bench.start("pirus2_0") { context in
            try ForwarderWorker(settings, parsers: ParserSet(["s": keyless]), userAgent: "test", in: context)
        }
        let error = #expect(throws: (any Error).self) { try worker.ending() }
        #expect(isToEnd ? error is RedisClient.Stopped : error is RedisError)
        #expect(try bench.depth("temp:pirus2_0") == 2)
        #expect(try failures().isEmpty)
    }

    @Test("Every message ends in exactly one place, and every use reaches the tracker once")
    func sortsMessages() throws {
        let nginx = try NginxServer()
        try bench.push((1...700).map { "R \($0)" } + ["- 1", "broken", "I 1", "- 2"], to: "pirus2")
        try bench.server.run("LPUSH", "pirus2", #"{"service":"unknown","logline":"R 1"}"#)
        let expected = try bench.server.list("pirus2").reversed()
        let worker = start(nginx.url)
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        let sent = try bench.server.list("sent")
        #expect(Set(sent) == Set(expected.prefix(700)).union(expected.filter { $0.contains(#""I 1""#) }))
        #expect(sent.count == 701)
        #expect(try bench.server.list("other") == expected.filter { $0.contains(#""- "#) }.reversed())
        #expect(
            try failures() == ["not two words", "no [service_unknown] section says how to read its lines"])
        let requested = nginx.requests.map { $0[3] }
        #expect(requested.count == 701 && Set(requested).count == 701)
        #expect(
            requested.allSatisfy { $0.hasPrefix("/tracker/?url_ver=Z39.88-2004&url_tim=2024-06-15T12%3A35%3A07Z&") })
        #expect(worker.progress.snapshot.done == 703 && worker.progress.snapshot.failed == 2)
        let endpoint = try #require(worker.progress.snapshot.endpoint)
        #expect(endpoint.address == "\(nginx.url)/tracker/" && endpoint.pause == nil)
        #expect(endpoint.latency.count == 701 && endpoint.latency.sum > 0)
    }

    @Test("Without further queues what is done is gone; release 4 takes no Investigations")
    func protocols() throws {
        let nginx = try NginxServer()
        try bench.push(["R 1", "I 1"], to: "pirus2")
        let worker = start(nginx.url) {
            $0.trackerProtocol = .irusR4
            $0.successQueue = nil
        }
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        #expect(try bench.depth("other") == 1 && bench.depth("sent") == 0)
        #expect(nginx.requests.count == 1)
    }

    @Test("A server error is tried again with the same OpenURL, and given up after maxtries")
    func retries() throws {
        let server = try MisbehavingServer([.answer(500), .answer(500), .answer(200), .answer(500, body: "no disk\nx")])
        try bench.push(["R 1"], to: "pirus2")
        let worker = start(server.url) { $0.maxtries = 3 }
        try eventually("it is sent") { try bench.depth("sent") == 1 }
        let targets = Set(server.requests.map { $0.prefix { $0 != "\r" } })
        #expect(server.requests.count == 3 && targets.count == 1)
        try bench.push(["R 2"], to: "pirus2")
        try eventually("the other is given up") { try bench.depth("failed:pirus2") == 1 }
        try worker.end()
        #expect(try failures() == ["gave up after 3 tries: HTTP 500: no disk"])
        #expect(server.requests.count == 6)
    }

    @Test("A refusal is parked at once, with the first line of the answer")
    func refusals() throws {
        let server = try MisbehavingServer([.answer(400, body: "rft.artnum: missing\nmore")])
        try bench.push(["R 1"], to: "pirus2")
        let worker = start(server.url)
        try eventually("it is parked") { try bench.depth("failed:pirus2") == 1 }
        try worker.end()
        #expect(try failures() == ["HTTP 400: rft.artnum: missing"])
        #expect(server.requests.count == 1)
    }

    @Test("While the tracker is away messages stay in the queue, their tries untouched; then all are delivered")
    func outages() throws {
        let port = freePort()
        try bench.push((1...50).map { "R \($0)" }, to: "pirus2")
        let worker = start("http://127.0.0.1:\(port)") { $0.pauseonfail = 0.2 }
        try eventually("it pauses") { worker.progress.snapshot.state.hasPrefix("paused until ") }
        #expect(worker.progress.snapshot.lastError.contains("Connection refused"))
        let paused = try #require(worker.progress.snapshot.endpoint)
        // The pauses are so short that this one may be over.
        #expect(try #require(paused.pause).reason.contains("Connection refused"))
        #expect(paused.latency.count == 0)
        let nginx = try NginxServer(port: port)
        try eventually("all are sent") { try bench.depth("sent") == 50 }
        try eventually("it says so") { worker.progress.snapshot.state == "running" }
        #expect(worker.progress.snapshot.endpoint?.pause == nil)
        try worker.end()
        #expect(try bench.server.list("sent").allSatisfy { !$0.contains("tries") })
        #expect(nginx.requests.count == 50)
    }

    @Test("A stop waits for the answers due, and gives back what was not sent")
    func stops() throws {
        let server = try MisbehavingServer([.hang])
        try bench.push((1...20).map { "R \($0)" }, to: "pirus2")
        let before = try bench.server.list("pirus2")
        let worker = start(server.url) { $0.concurrency = 4 }
        try eventually("four are sent") { server.requests.count == 4 }
        try eventually("it says so") { worker.progress.snapshot.endpoint?.requests == 4 }
        try worker.end()
        #expect(try Set(bench.server.list("pirus2").map(withoutID)) == Set(before))
        #expect(try bench.depth("temp:pirus2_0") == 0)
    }

    /// Messages that go back get an id.
    private func withoutID(_ json: String) throws -> String {
        var envelope = try MessageEnvelope(json: Array(json.utf8))
        envelope.message.id = nil
        return String(decoding: envelope.json, as: UTF8.self)
    }

    @Test("One message that the tracker stumbles over does not hold up the others")
    func poisonForTheTracker() throws {
        let nginx = try NginxServer(
            locations: "location / { if ($args ~ \"example%3A7&\") { return 500; } return 200 'OK'; }")
        try bench.push((1...40).map { "R \($0)" }, to: "pirus2")
        let worker = start(nginx.url) {
            $0.maxtries = 3
            $0.pauseonfail = 0.2
        }
        try eventually("it is given up") { try bench.depth("failed:pirus2") == 1 }
        try worker.end()
        #expect(try bench.depth("sent") == 39)
    }
}
