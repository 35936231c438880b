import LiveFeed
import PluginAPI
import RedisClient
import Settings
import TestKit
import Testing

@testable import Workers

@Suite("The publisher")
struct PublisherWorkerTests {
    let bench: WorkerBench
    init() throws { bench = try WorkerBench() }

    private func start(_ parsers: ParserSet = ParserSet(["s": FakePlugin()])) -> RunningWorker {
        nonisolated(unsafe) let parsers = parsers
        return bench.start("publisher_0") { context in
            try PublisherWorker(
                PublisherSettings(listento: "live"), parsers: parsers, userAgent: "test", in: context)
        }
    }

    /// Somebody who listens as a browser's console does.
    private func listener() throws -> RedisSubscription {
        try RedisSubscription(bench.server.connection(), to: ["live"])
    }

    private func hear(_ count: Int, _ listener: RedisSubscription) throws -> [LiveEvent] {
        var events: [LiveEvent] = []
        try eventually("\(count) events are heard") {
            events += try listener.messages(upTo: .milliseconds(100)).map { try LiveEvent(json: $0) }
            return events.count >= count
        }
        return events
    }

    private func isSettled() throws -> Bool {
        try bench.depth("live") == 0 && bench.depth("temp:publisher_0") == 0
    }

    @Test("Every line is told, also what cannot be read; nothing goes to a failed list")
    func publishes() throws {
        let listener = try listener()
        try bench.push(["R 1", "I 2", "- 3", "broken", "R 1"], to: "live")
        let worker = start()
        let events = try hear(5, listener)
        #expect(events.map(\.verdict) == [.download, .view, .noItem, .error, .doubleClick])
        #expect(events[0].item == "oai:repo.example:1" && events[0].time == 1_718_454_907_000)
        #expect(events[3].reason == "not two words" && events[3].path.isEmpty)
        try eventually("all are settled") { try isSettled() }
        try eventually("all are counted") { worker.progress.snapshot.done == 5 }
        try worker.end()
        #expect(try bench.depth("failed:live") == 0)
    }

    @Test("A service that nobody has described is told of as what cannot be read")
    func unknownService() throws {
        let listener = try listener()
        let worker = start(ParserSet([:]))
        try bench.push(["R 1"], to: "live")
        let events = try hear(1, listener)
        #expect(events[0].verdict == .error && events[0].reason?.contains("[service_s]") == true)
        try worker.end()
    }

    @Test("Nobody who listens, or who does not read, holds it up")
    func nobody() throws {
        let deaf = try listener()
        let worker = start()
        for _ in 0..<10 { try bench.push((0..<2_000).map { "R \($0)" }, to: "live") }
        try eventually("all are settled") { try isSettled() }
        try worker.end()
        _ = deaf
    }

    @Test("While Redis is away it waits, and tells the rest when it is back")
    func outage() throws {
        let worker = start()
        try bench.push((0..<100).map { "R \($0)" }, to: "live")
        try eventually("all are settled") { try isSettled() }
        bench.server.kill()
        try bench.server.start()
        let listener = try listener()
        try bench.push((100..<200).map { "R \($0)" }, to: "live")
        let events = try hear(100, listener)
        #expect(Set(events.compactMap(\.item)).isSuperset(of: (100..<200).map { "oai:repo.example:\($0)" }))
        try worker.end()
    }
}
