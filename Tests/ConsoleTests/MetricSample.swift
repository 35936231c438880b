import FoundationEssentials
import Glibc
import MetricModel
import RedisClient
import TestKit

@testable import Graphite

/// Metrics in a site's Redis, as workers write them there.
struct MetricSample {
    /// Seconds between flushes.
    static let interval = 10
    /// The time of the newest flush so far.
    private(set) var last: Int

    private let client: RedisClient
    private var writer: HistoryWriter

    /// Nothing yet; the first flush is so many flushes before now.
    init(_ site: ConsoleSite, flushes: Int) {
        client = RedisClient(
            RedisAddress(endpoint: .unix(path: site.redis.directory.file("redis.sock"))), pause: { _ in false })
        writer = HistoryWriter(worker: "statsd_0", aggregation: nil, limit: 1000) { _ in }
        let now = Int(Date().timeIntervalSince1970) / Self.interval * Self.interval
        last = now - flushes * Self.interval
    }

    /// Writes a flush after the last one.
    mutating func flush(_ values: [(path: String, value: Double)]) throws {
        last += Self.interval
        var writer = writer
        let flush = MetricFlush(
            time: last, interval: Self.interval, values: values.map { MetricFlush.Value($0.path, $0.value) })
        try client.once { try writer.write(flush, on: $0) }
        self.writer = writer
    }

    /// What a web server that is busy in waves tells at a flush.
    static func server(_ number: Int) -> [(path: String, value: Double)] {
        let moment = Double(number)
        func wave(_ length: Double, _ shift: Double) -> Double {
            1.3 + sin(moment / length + shift) + 0.15 * sin(moment * 1.7 + shift)
        }
        let counters = [("login", 3.0, 0.0), ("search", 24, 1), ("download", 11, 2.5)].flatMap { name, size, shift in
            let count = (size * 10 * wave(31, shift)).rounded()
            return [
                ("stats.counters.\(name).count", count), ("stats.counters.\(name).rate", count / 10),
            ]
        }
        let timers = [("search", 60.0, 0.5), ("download", 180, 3)].flatMap { name, size, shift in
            [
                ("stats.timers.\(name).mean_90", size * wave(43, shift)),
                ("stats.timers.\(name).upper_90", size * 2.1 * wave(37, shift + 1)),
            ]
        }
        let usage = [("investigations", 7.0, 0.2), ("requests", 4, 0.4)].map { name, size, shift in
            ("usage.repo_example.\(name)", (size * wave(29, shift)).rounded())
        }
        let gauges = [
            ("stats.gauges.sessions", (300 * wave(53, 2)).rounded()),
            ("stats.gauges.temperature", 21 + wave(61, 0) / 3),
        ]
        return (counters + timers + usage + gauges).map { (path: $0.0, value: $0.1) }
    }

    /// An interval of which nothing is known.
    mutating func loseInterval() { last += Self.interval }
}
