import Graphite
import MetricModel
import RedisClient
import TestKit
import Testing

@Suite struct MetricHistoryTests {
    private let server: RedisServer
    private let events = Events()
    private let history = MetricHistory()
    /// A whole minute, and hour.
    private let start = 1_795_356_000

    init() throws { server = try RedisServer() }

    private func backend(_ worker: String = "statsd_0", limit: Int = 1_000, _ aggregation: Aggregation? = nil)
        -> MetricHistoryBackend
    {
        MetricHistoryBackend(
            server.address, worker: worker, aggregation: aggregation, limit: limit, report: events.add)
    }

    private func values(_ path: String, from: Int, until: Int) throws -> [Double?] {
        try history.values([path], from: start + from, until: start + until, on: server.connection()).first?.values
            ?? []
    }

    @Test func whatWasKeptIsFound() throws {
        let backend = backend()
        for number in 1...30 {
            var flush = MetricFlush(time: start + number * 10, interval: 10)
            for metric in 0..<200 {
                flush.values.append(.init("stats.m\(metric).rate", Double(number * 1000 + metric) / 10))
            }
            if number % 3 != 0 { flush.values.append(.init("stats.odd;host=a.b", Double(number))) }
            flush.values.append(.init("stats.nan", .nan))
            backend.take(flush)
        }
        backend.end(within: .seconds(20))
        let connection = try server.connection()
        let nodes = try history.find(MetricPattern("*"), on: connection)
        #expect(nodes == [MetricHistory.Node(path: "stats", isMetric: false, isFolder: true)])
        #expect(try history.paths(MetricPattern("stats.*"), on: connection) == ["stats.odd;host=a.b"])
        #expect(try history.paths(MetricPattern("stats.m*.rate"), on: connection).count == 200)
        for metric in [0, 63, 64, 199] {
            let series = try history.values(
                ["stats.m\(metric).rate"], from: start, until: start + 300, on: connection)
            #expect(series.first?.start == start + 10 && series.first?.step == 10)
            #expect(series.first?.values == (1...30).map { Double($0 * 1000 + metric) / 10 })
        }
        #expect(try values("stats.odd;host=a.b", from: 20, until: 60) == [nil, 4, 5, nil])
        #expect(try values("stats.m1.rate", from: 280, until: 330) == [2900.1, 3000.1, nil, nil, nil])
        #expect(try values("stats.unknown", from: 0, until: 300) == [])
        #expect(events.all == [])
        // All of it goes by itself.
        for key in try server.run("KEYS", "metrics:*").elements.compactMap(\.text) where key != "metrics:workers" {
            #expect((try server.run("TTL", key).integer ?? -1) > 0, "\(key)")
        }
    }

    @Test func minutesAreMadeOfFlushes() throws {
        for part in 0..<2 {
            // The second process goes on in the middle of a minute.
            let backend = backend()
            for number in part * 363..<(part + 1) * 363 + (part == 1 ? 400 : 0) {
                let values = [
                    MetricFlush.Value("t.count", Double(number)), .init("t.upper", Double(number)),
                    .init("t.lower", Double(number)), .init("t.mean", Double(number)),
                ]
                var flush = MetricFlush(time: start + number * 10, interval: 10, values: values)
                backend.take(flush)
                // One that comes twice is not counted twice.
                if number % 7 == 0 { flush.values.reverse(); backend.take(flush) }
                if number % 20 == 0 { try settled(number) }
            }
            backend.end(within: .seconds(20))
        }
        // 1,126 flushes are more than two hours: what is older is told by minutes.
        let minutes = try history.values(
            ["t.count", "t.upper", "t.lower", "t.mean"], from: start - 60, until: start + 11_260,
            on: server.connection())
        #expect(minutes.map(\.step) == [60, 60, 60, 60])
        let last = 1_125 / 6
        #expect(minutes[0].values.count == last + 1)
        for (minute, first) in stride(from: 0, to: 1_126, by: 6).enumerated() {
            let numbers = (first..<min(first + 6, 1_126)).map { Double($0) }
            #expect(minutes[0].values[minute] == numbers.reduce(0, +), "\(minute)")
            #expect(minutes[1].values[minute] == numbers.last)
            #expect(minutes[2].values[minute] == numbers.first)
            #expect(minutes[3].values[minute] == numbers.reduce(0, +) / Double(numbers.count))
        }
        let fine = try history.values(["t.count"], from: start + 11_150, until: start + 11_250, on: server.connection())
        #expect(fine.first?.values == (1_116...1_125).map { Double($0) })
        #expect(try server.run("LLEN", "metrics:statsd_0:fine:0").integer == 720)
    }

    private func settled(_ number: Int) throws {
        try eventually("flush \(number) is kept") {
            (try server.run("HGET", "metrics:statsd_0", "last").integer ?? 0) >= start + number * 10
        }
    }

    @Test func thereAreNotTooMany() throws {
        let backend = backend(limit: 10)
        for flush in 1...3 {
            backend.take(
                MetricFlush(
                    time: start + flush, interval: 1, values: (0..<12).map { .init("m\($0)", Double(flush)) }))
        }
        backend.end(within: .seconds(20))
        #expect(try history.paths(MetricPattern("*"), on: server.connection()).count == 10)
        #expect(events.all == [.lost(values: 2, reason: "the history takes 10 metrics; the others are not kept")])
    }

    @Test func namesThatAreNoMoreGiveTheirNumbersBack() throws {
        let backend = backend(limit: 2)
        let later = start + 26 * 3600
        backend.take(MetricFlush(time: start, interval: 10, values: [.init("old", 1), .init("both", 1)]))
        backend.take(MetricFlush(time: later - 7200, interval: 10, values: [.init("both", 2)]))
        backend.take(MetricFlush(time: later, interval: 10, values: [.init("new", 3), .init("both", 3)]))
        backend.end(within: .seconds(20))
        #expect(try history.paths(MetricPattern("*"), on: server.connection()) == ["both", "new"])
        #expect(events.all == [])
    }

    @Test func aMetricOfSeveralWorkersIsToldAsOne() throws {
        for (worker, value) in [("graphite_0", 3.0), ("graphite_1", 4.0)] {
            let backend = backend(worker, .sum)
            backend.take(MetricFlush(time: start + 10, interval: 10, values: [.init("usage.s.requests", value)]))
            backend.end(within: .seconds(20))
        }
        #expect(try values("usage.s.requests", from: 0, until: 10) == [7])
        #expect(try history.find(MetricPattern("usage.*"), on: server.connection()).count == 1)
    }

    @Test func flushesWaitForRedis() throws {
        let backend = backend()
        backend.take(MetricFlush(time: start, interval: 10, values: [.init("a", 1)]))
        try eventually("it is kept") { try server.run("EXISTS", "metrics:statsd_0").integer == 1 }
        server.kill()
        backend.take(MetricFlush(time: start + 10, interval: 10, values: [.init("a", 2)]))
        backend.take(MetricFlush(time: start + 20, interval: 10, values: [.init("a", 3), .init("b", 3)]))
        try eventually("it is said") { !events.all.isEmpty }
        try server.start()
        try eventually("it is back") { events.all.contains { if case .back = $0 { true } else { false } } }
        backend.end(within: .seconds(20))
        #expect(try values("a", from: 0, until: 20) == [2, 3])
        #expect(try values("b", from: 0, until: 20) == [nil, 3])
    }
}
