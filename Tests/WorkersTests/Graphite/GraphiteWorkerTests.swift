import Glibc
import Graphite
import RedisClient
import Settings
import TestKit
import Testing

@testable import Workers

@Suite struct GraphiteWorkerTests {
    private let bench: WorkerBench
    private let began = time(nil)

    init() throws { bench = try WorkerBench() }

    private func start() -> RunningWorker {
        let directory = bench.directory.path
        return bench.start("graphite_0") { context in
            var settings = GraphiteSettings(listento: "metrics")
            settings.flush = 1
            return try GraphiteWorker(
                settings, services: ["s"], parsers: ParserSet(["s": FakePlugin()]),
                backends: MetricBackends(carbon: nil, .text, aggregation: .sum, directory: directory, in: context),
                userAgent: "test", in: context)
        }
    }

    private func push(_ lines: some Sequence<String>) throws { try bench.push(Array(lines), to: "metrics") }

    /// What the history has of a count, over all intervals.
    private func total(_ name: String) throws -> Double {
        let series = try MetricHistory().values(
            ["usage.s.\(name)"], from: Int(began) - 60, until: Int(time(nil)) + 10, on: bench.server.connection())
        return series.first?.values.compactMap(\.self).reduce(0, +) ?? 0
    }

    @Test func messagesAreCountedAndSettled() throws {
        let worker = start()
        try push((0..<2_000).map { "R \($0)" } + (0..<300).map { "I \($0)" } + ["R 5", "- 1", "broken", "T A,B"])
        try eventually("all are told") {
            try total("requests") == 2_000 && total("investigations") == 300 && total("errors") == 1
        }
        #expect(try total("double_clicks") == 1)
        #expect(try total("others") == 1)
        #expect(try total("transfers") == 2)
        try worker.end()
        #expect(try bench.depth("metrics") + bench.depth("temp:graphite_0") == 0)
        #expect(try bench.server.list("failed:metrics").map { $0.contains("not two words") } == [true])
        #expect(worker.progress.snapshot.done == 2_303 && worker.progress.snapshot.failed == 1)
    }

    /// What was counted before a restart, and not told, is told after it.
    @Test func aHitIsCountedOnceAcrossRestarts() throws {
        for part in 0..<8 {
            let worker = start()
            try push((0..<700).map { "R \(part)-\($0)" })
            try eventually("some are counted") { worker.progress.snapshot.done > 100 }
            try worker.end()
        }
        let worker = start()
        try eventually("all are told") { try total("requests") == 5_600 }
        try worker.end()
        #expect(try total("requests") == 5_600)
    }

    /// An interval that was told, but of which Redis still has the counts, is told again, with the same time.
    @Test func anIntervalThatIsToldTwiceCountsOnce() throws {
        let ending = Int(began) - 20
        try bench.server.run("HSET", "usage:graphite_0", "until", "\(ending)", "usage.s.requests", "12")
        try start().end()
        var worker = start()
        try eventually("it is told") { try total("requests") == 12 }
        try worker.end()
        try bench.server.run("HSET", "usage:graphite_0", "until", "\(ending)", "usage.s.requests", "12")
        worker = start()
        try eventually("it was told again") { try bench.server.run("EXISTS", "usage:graphite_0").integer == 0 }
        try push(["R 1"])
        try eventually("the next is told") { try total("requests") == 13 }
        try worker.end()
    }
}
