import MetricModel

@testable import StatsD

/// A server's rules without its sockets: intervals of packets in, what is flushed out.
struct StatsDRun {
    /// What is flushed at the end of each interval, as `path value`; all clocks stand still.
    static func flushes(_ intervals: [[[UInt8]]], _ options: StatsDOptions, shards number: Int = 1) -> [[String]] {
        let gauges = Gauges()
        var store = MetricStore(options, gauges: gauges)
        var time = 1_700_000_000
        return intervals.map { packets in
            for shard in 0..<number {
                var taken = MetricShard(options, gauges: gauges)
                for at in packets.indices where at % number == shard {
                    packets[at].withUnsafeBytes { taken.take(packet: $0) }
                }
                store.merge(&taken)
            }
            let flush = store.flush(at: time, .init(startup: 0), kernelDrops: 0, milliseconds: { 0 })
            time += options.interval
            return flush.values.map { "\($0.path) \(JavaScriptNumber.text(of: $0.value))" }
        }
    }

    /// What is flushed of packets, but the server's own figures.
    static func flushed(_ packets: String..., options: StatsDOptions = StatsDOptions()) -> [String] {
        flushes([packets.map { Array($0.utf8) }], options)[0].filter { !isOwn($0) }
    }

    /// How many bad samples there were in packets.
    static func bad(_ packets: String..., options: StatsDOptions = StatsDOptions()) -> Int {
        var shard = MetricShard(options, gauges: Gauges())
        for packet in packets { Array(packet.utf8).withUnsafeBytes { shard.take(packet: $0) } }
        return shard.badSamples
    }

    private static func isOwn(_ line: String) -> Bool {
        ["stats.statsd.", "stats_counts.statsd.", "statsd.", "stats.counters.statsd."].contains { line.hasPrefix($0) }
    }
}
