/// Packets, and what is flushed of them in the old name space after an interval of ten seconds, but the server's own figures;
/// worked out by hand from peers.md, A5.1 and A5.2.
struct PacketTable {
    let packet: String
    let flushed: [String]
    let bad: Int

    private init(_ packet: String, _ flushed: [String], bad: Int = 0) {
        (self.packet, self.flushed, self.bad) = (packet, flushed, bad)
    }

    /// A counter's two lines.
    private static func counter(_ key: String, _ rate: String, _ count: String) -> [String] {
        ["stats.\(key) \(rate)", "stats_counts.\(key) \(count)"]
    }

    /// The lines of a timer that got one value, a small whole number.
    private static func timer(_ key: String, _ value: Int, count: String = "1", perSecond: String = "0.1") -> [String] {
        [
            "count_90 1", "mean_90 \(value)", "upper_90 \(value)", "sum_90 \(value)", "sum_squares_90 \(value * value)",
            "std 0",
            "upper \(value)", "lower \(value)", "count \(count)", "count_ps \(perSecond)", "sum \(value)",
            "sum_squares \(value * value)", "mean \(value)", "median \(value)",
        ].map { "stats.timers.\(key).\($0)" }
    }

    static let all: [PacketTable] = counters + gauges + timers + sets + keys + tags + rates + bad

    private static let counters = [
        PacketTable("a:1|c", counter("a", "0.1", "1")),
        PacketTable("a:-3|c", counter("a", "-0.3", "-3")),
        PacketTable("a:+3|c", counter("a", "0.3", "3")),
        PacketTable("a:1.5|c", counter("a", "0.15", "1.5")),
        PacketTable("a:0x10|c", counter("a", "1.6", "16")),
        PacketTable("a:1e3|c", counter("a", "100", "1000")),
        PacketTable("a: 7 |c", counter("a", "0.7", "7")),
        PacketTable("a:  |c", counter("a", "0", "0")),
        PacketTable("a:1e21|c", counter("a", "100000000000000000000", "1e+21")),
        PacketTable("a:Infinity|c", counter("a", "Infinity", "Infinity")),
        PacketTable("a:1|c\na:2|c", counter("a", "0.3", "3")),
        PacketTable("a:1|c:2|c", counter("a", "0.3", "3")),
        PacketTable("a:1|x", counter("a", "0.1", "1")),
        PacketTable("a:1|h", counter("a", "0.1", "1")),
        PacketTable("a:1|d", counter("a", "0.1", "1")),
        PacketTable("a:1|", counter("a", "0.1", "1")),
        PacketTable("a:1|C", counter("a", "0.1", "1")),
        PacketTable("a:1|c\r\n", counter("a", "0.1", "1")),
        PacketTable("a:1|c\n\n\n", counter("a", "0.1", "1")),
        PacketTable("a:1|c|@1|more", counter("a", "0.1", "1")),
        PacketTable("", []),
        PacketTable("\n", []),
    ]

    private static let gauges = [
        PacketTable("a:5|g", ["stats.gauges.a 5"]),
        PacketTable("a:-5|g", ["stats.gauges.a -5"]),
        PacketTable("a:+5|g", ["stats.gauges.a 5"]),
        PacketTable("a:5|g\na:+2|g", ["stats.gauges.a 7"]),
        PacketTable("a:5|g\na:-7.5|g", ["stats.gauges.a -2.5"]),
        PacketTable("a:5|g\na: +2|g", ["stats.gauges.a 2"]),
        PacketTable("a:0|g\na:-2|g", ["stats.gauges.a -2"]),
        PacketTable("a:5|g\na:-5|g\na:-5|g", ["stats.gauges.a -5"]),
        PacketTable("a:1|g:2|g:+3|g", ["stats.gauges.a 5"]),
        PacketTable("a:0.1|g\na:+0.2|g", ["stats.gauges.a 0.30000000000000004"]),
        PacketTable("a:5|g\r", ["stats.gauges.a 5"]),
        PacketTable("a:5|g|@0.1", ["stats.gauges.a 5"]),
    ]

    private static let timers = [
        PacketTable("a:5|ms", timer("a", 5)),
        PacketTable("a:0|ms", timer("a", 0)),
        PacketTable("a:5|ms|@0.1", timer("a", 5, count: "10", perSecond: "1")),
        PacketTable("a:5|ms\r\n", timer("a", 5)),
        PacketTable("a:2| ms", timer("a", 2)),
        PacketTable("a:-2|ms ", timer("a", -2)),
        PacketTable(
            "a:100|ms:200|ms:300|ms",
            [
                "count_90 3", "mean_90 200", "upper_90 300", "sum_90 600", "sum_squares_90 140000",
                "std 81.64965809277261",
                "upper 300", "lower 100", "count 3", "count_ps 0.3", "sum 600", "sum_squares 140000", "mean 200",
                "median 200",
            ].map { "stats.timers.a.\($0)" }),
    ]

    private static let sets = [
        PacketTable("a:x|s", ["stats.sets.a.count 1"]),
        PacketTable("a:x|s\na:y|s\na:x|s", ["stats.sets.a.count 2"]),
        PacketTable("a:|s", ["stats.sets.a.count 1"]),
        PacketTable("a:|s:0|s", ["stats.sets.a.count 1"]),
        PacketTable("a: x|s:x|s", ["stats.sets.a.count 2"]),
        PacketTable("a:5|s\r", ["stats.sets.a.count 1"]),
        PacketTable("a:x|s\r", [], bad: 1),
    ]

    private static let keys = [
        PacketTable("a b:1|c", counter("a_b", "0.1", "1")),
        PacketTable("a \t b:1|c", counter("a_b", "0.1", "1")),
        PacketTable("a \u{1} b:1|c", counter("a__b", "0.1", "1")),
        PacketTable("a\u{a0}b:1|c", counter("a_b", "0.1", "1")),
        PacketTable("/a/b:1|c", counter("-a-b", "0.1", "1")),
        PacketTable("a,b(c)é:1|c", counter("abc", "0.1", "1")),
        PacketTable("A-z_0.9:1|c", counter("A-z_0.9", "0.1", "1")),
        PacketTable(":1|c", counter("", "0.1", "1")),
        PacketTable("cpu,host=x:1|c", counter("cpuhost=x", "0.1", "1")),
        PacketTable("a;b=c:1|c", ["stats.a;b=c 0.1", "stats_counts.a;b=c 1"]),
    ]

    private static let tags = [
        PacketTable("a:1|c|#x:y", ["stats.a;x=y 0.1", "stats_counts.a;x=y 1"]),
        PacketTable("a:1|c|#x:y,z", ["stats.a;x=y;z 0.1", "stats_counts.a;x=y;z 1"]),
        PacketTable("a:1|c|@0.5|#x:y", ["stats.a;x=y 0.2", "stats_counts.a;x=y 2"]),
        PacketTable("a:1|c|#x:y|@0.1", ["stats.a;x=y0.1 0.1", "stats_counts.a;x=y0.1 1"]),
        PacketTable("a:1|c|#u:http://x;y", ["stats.a;u=http--x_y 0.1", "stats_counts.a;u=http--x_y 1"]),
        PacketTable("a:1|c|#", counter("a", "0.1", "1")),
        PacketTable("a:1|c|#,", ["stats.a;; 0.1", "stats_counts.a;; 1"]),
        PacketTable("a:1|c|#x:1|#y:2", ["stats.a;x=1 0.1", "stats_counts.a;x=1 1"]),
        PacketTable("a:2|g|#x:y", ["stats.gauges.a;x=y 2"]),
        PacketTable("a:z|s|#x:y", ["stats.sets.a.count;x=y 1"]),
        PacketTable("a#b:1|c", counter("ab", "0.1", "1")),
    ]

    private static let rates = [
        PacketTable("a:1|c|@0.1", counter("a", "1", "10")),
        PacketTable("a:1|c|@.5", counter("a", "0.2", "2")),
        PacketTable("a:1|c|@4", counter("a", "0.025", "0.25")),
        PacketTable("a:1|c|@1e-1", counter("a", "0.1", "1")),
        PacketTable("a:1|c|@0.5 ", counter("a", "0.2", "2")),
    ]

    private static let bad = [
        PacketTable("a", [], bad: 1), PacketTable("a:", [], bad: 1), PacketTable("a:1", [], bad: 1),
        PacketTable("a:|c", [], bad: 1),
        PacketTable("a:x|c", [], bad: 1), PacketTable("a:1,5|c", [], bad: 1), PacketTable("a:-1|ms", [], bad: 1),
        PacketTable("a:|g", [], bad: 1), PacketTable("a:x|g", [], bad: 1), PacketTable("a:NaN|c", [], bad: 1),
        PacketTable("a:1|c|", [], bad: 1), PacketTable("a:1|c|0.1", [], bad: 1), PacketTable("a:1|c|@", [], bad: 1),
        PacketTable("a:1|c|@-0.1", [], bad: 1), PacketTable("a:1|c|@x", [], bad: 1),
        PacketTable("a:1|c|@0", [], bad: 1),
        PacketTable("a:1|c|@+1", [], bad: 1), PacketTable("a:1|c|@ 1", [], bad: 1),
        PacketTable("a:1|c|@Infinity", [], bad: 1),
        PacketTable("a:1|c|@0x1", [], bad: 1), PacketTable("|#x:y", [], bad: 1), PacketTable("_e{1,1}:a|b", [], bad: 1),
        PacketTable("_sc|a|0", [], bad: 1), PacketTable("a:1|c:x|c:2|c:", counter("a", "0.3", "3"), bad: 2),
        PacketTable("a:1:2:3|c", counter("a", "0.3", "3"), bad: 2),
    ]
}
