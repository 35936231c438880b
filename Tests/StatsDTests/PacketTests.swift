import Testing

@testable import StatsD

struct PacketTests {
    @Test("Packets give the keys and numbers of the rules", arguments: PacketTable.all.indices)
    func table(number: Int) {
        let row = PacketTable.all[number]
        #expect(StatsDRun.flushed(row.packet) == row.flushed, "\(row.packet.debugDescription)")
        #expect(StatsDRun.bad(row.packet) == row.bad, "\(row.packet.debugDescription)")
    }

    @Test("There are more than sixty packets")
    func size() { #expect(PacketTable.all.count > 60) }

    @Test("DogStatsD's types are timers, and its events and service checks no bad lines, where that is asked for")
    func dogStatsD() {
        var options = StatsDOptions()
        options.isDogStatsD = true
        options.timerMetrics = ["count"]
        #expect(
            StatsDRun.flushed("a:1|h\nb:2|d|@0.5\nc:3|c|#x:y|c:container", options: options)
                == ["stats.c;x=y 0.3", "stats_counts.c;x=y 3", "stats.timers.a.count 1", "stats.timers.b.count 2"])
        #expect(StatsDRun.bad("_e{1,1}:a|b\n_sc|a|0\na:-1|h", options: options) == 1)
    }

    @Test("InfluxDB's tags are tags where that is asked for")
    func influxTags() {
        var options = StatsDOptions()
        options.hasInfluxTags = true
        #expect(
            StatsDRun.flushed("cpu,host=a b,core=1:5|g|#x:y", options: options)
                == ["stats.gauges.cpu;host=a_b;core=1;x=y 5"])
        options.cleansKeys = false
        #expect(StatsDRun.flushed("c/u,host=a:5|g", options: options) == ["stats.gauges.c-u;host=a 5"])
    }

    @Test("Keys that are not cleaned when they come are when they are told, but not their tags")
    func uncleaned() {
        var options = StatsDOptions()
        options.cleansKeys = false
        #expect(
            StatsDRun.flushed("a b:1|g\na_b:2|g", options: options) == ["stats.gauges.a_b 1", "stats.gauges.a_b 2"])
        #expect(StatsDRun.flushed("a b:1|g|#x:y z", options: options) == ["stats.gauges.a_b;x=y z 1"])
    }

    @Test("The first bad samples are shown as the reference server logs them, and a flood is only counted")
    func shownBad() {
        var shard = MetricShard(StatsDOptions(), gauges: Gauges())
        for _ in 0..<100 { Array("a:x|c|@1\n".utf8).withUnsafeBytes { shard.take(packet: $0) } }
        #expect(shard.shownBad.count == 5)
        #expect(shard.shownBad.first == #"Bad line: x,c,@1 in msg "a:x|c|@1""#)
        #expect(shard.badSamples == 100)
    }

    @Test("Any bytes are taken, and a sample is a metric or a bad one")
    func anyBytes() {
        for byte in UInt8.min...UInt8.max {
            for packet in [
                [byte], [byte, 0x3a, byte, 0x7c, byte], Array("a:1|c".utf8) + [byte], [byte] + Array("|#:|".utf8),
            ] {
                var shard = MetricShard(StatsDOptions(), gauges: Gauges())
                packet.withUnsafeBytes { shard.take(packet: $0) }
                #expect(shard.packets == 1)
            }
        }
    }
}
