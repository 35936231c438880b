import FoundationEssentials
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

    /// An interval of which nothing is known.
    mutating func loseInterval() { last += Self.interval }
}
