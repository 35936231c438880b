import FoundationEssentials
import Glibc
import PluginTestKit
import TestKit
import Testing

/// The worker as its clients meet it: real packets to the built program, a carbon that writes down what it gets.
@Suite(.serialized) struct StatsDWorkerTests {
    private static let packets = [
        "a.b:1|c", "a.b:2|c|@0.1\na.b:5|ms:7|ms", "web/hits x:3|c", "g:5|g\ng:+2|g\ng:-1|g", "s:x|s\ns:y|s\ns:x|s",
        "bad",
        "a:1|c|#host:one,zone:b", "t:320|ms|@0.5\r\nt:10|ms\r\n", "\n\n", "é:1|c", "big:1e21|c", "neg:-3|g",
        "a.b:0x10|c",
    ]

    @Test("What carbon gets of UDP packets is, line by line, what an independent script makes of them; SIGTERM flushes")
    func exactLines() throws {
        let site = try StatsDSite("flush = 3600", "legacy_namespace = no", "percentiles = 90 -25")
        site.send(Self.packets.map { Array($0.utf8) })
        try eventually("all were taken") { try site.counter("statsd.packets_received") == Self.packets.count }
        #expect(try site.counter("statsd.bad_lines_seen") == 1)
        site.worker.signal(SIGTERM)
        #expect(site.worker.wait() == 0)
        let expected = try Self.rules(
            Self.packets, #"{"interval": 3600, "legacy": false, "percentiles": [90, -25]}"#, site)
        #expect(expected.count > 50)
        try eventually("carbon got as many lines") { site.lines.count >= expected.count }
        #expect(site.lines == expected)
    }

    /// What the script makes of packets, without the server's own figures.
    private static func rules(_ packets: [String], _ options: String, _ site: StatsDSite) throws -> [String] {
        let texts = packets.map { String(String.UnicodeScalarView($0.utf8.map { Unicode.Scalar($0) })) }
        let list = String(decoding: try JSONEncoder().encode([texts]), as: UTF8.self)
        let file = try site.directory.write("{\"options\": \(options), \"intervals\": \(list)}\n", to: "case")
        let told = try PythonScript.lines(of: "statsd_rules.py", file)
        let flushes = try JSONDecoder().decode([[String]].self, from: Data((told.first ?? "[]").utf8))
        return flushes.joined().filter { !$0.contains("statsd.") }
    }

    @Test("Lines over TCP are taken whole, wherever the stream is cut")
    func tcp() throws {
        let site = try StatsDSite("flush = 3600", "key_name_sanitize = yes")
        let stream = try #require(site.connection(to: site.port))
        for (number, piece) in ["one:1|c\ntw", "o:", "2|c", "\nthree:3|", "c\nlost:9|c"].enumerated() {
            let bytes = Array(piece.utf8)
            #expect(Glibc.send(stream, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
            let seen = ["one": 0, "two": 3, "three": 4].filter { $0.value <= number }.keys
            try eventually("lines that were whole are taken") { try seen.allSatisfy { try site.counter($0) != nil } }
        }
        close(stream)
        #expect(try site.counter("one") == 1)
        #expect(try site.counter("two") == 2)
        #expect(try site.counter("three") == 3)
        #expect(try site.counter("lost") == nil)
        #expect(try site.counter("statsd.metrics_received") == 3)
    }

    @Test("Flushes come by the clock on the wall, and gauges and idle counters in each")
    func aligned() throws {
        let site = try StatsDSite("flush = 2")
        site.send("a:4|c\ng:5|g")
        try eventually("three flushes came") { site.times(of: "stats.gauges.g").count >= 3 }
        let times = site.times(of: "stats.gauges.g")
        #expect(times.allSatisfy { $0 % 2 == 0 })
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 == $0 + 2 })
        let counts = site.lines.filter { $0.hasPrefix("stats_counts.a ") }
        #expect(counts.first == "stats_counts.a 4")
        #expect(counts.dropFirst().allSatisfy { $0 == "stats_counts.a 0" })
        #expect(site.lines.contains("stats.a 2"))
    }

    @Test("The management port answers as the reference server's")
    func management() throws {
        let site = try StatsDSite("flush = 3600")
        site.send("a.b:1|c\na.c:2|c\nb:3|c\nt.x:5|ms\nt.x:7|ms\ng:5|g")
        try eventually("it was taken") { try site.counter("b") == 3 }
        #expect(
            try site.ask("help")
                == "Commands: stats, counters, timers, gauges, delcounters, deltimers, delgauges, health, config, quit\n\n"
        )
        #expect(
            try site.ask("stats").wholeMatch(
                of:
                    /uptime: \d+\nmessages.last_msg_seen: \d+\nmessages.bad_lines_seen: 0\ngraphite.last_exception: \d+\ngraphite.last_flush: \d+\ngraphite.flush_time: 0\ngraphite.flush_length: 0\nEND\n\n/
            ) != nil)
        #expect(try site.ask("timers") == "{ 't.x': [ 5, 7 ] }\nEND\n\n")
        #expect(try site.ask("gauges") == "{ g: 5 }\nEND\n\n")
        #expect(
            try site.ask("delcounters a.* b none")
                == "deleted: a.b\ndeleted: a.c\ndeleted: b\nmetric none not found\nEND\n\n")
        #expect(try site.counter("a.b") == nil)
        #expect(try site.counter("statsd.packets_received") == 1)
        #expect(try site.ask("deltimers t.x") == "deleted: t.x\nEND\n\n")
        #expect(try site.ask("timers") == "{}\nEND\n\n")
        #expect(try site.ask("delgauges g\ngauges") == "deleted: g\nEND\n\n{}\nEND\n\n")
        #expect(try site.ask("health down") == "health: down\n")
        #expect(try site.ask("health") == "health: down\n")
        #expect(try site.ask("health up") == "health: up\n")
        #expect(try site.ask("config").contains("\nflush: 3600\n"))
        #expect(try site.ask("nonsense") == "ERROR\n")
    }

    @Test("A killed worker's place is taken by the next")
    func killed() throws {
        let site = try StatsDSite("flush = 1")
        site.send("before:1|c")
        try eventually("carbon got it") { site.lines.contains("stats_counts.before 1") }
        site.worker.end(SIGKILL)
        try site.restart()
        site.send("after:1|c")
        try eventually("carbon got what came afterwards") { site.lines.contains("stats_counts.after 1") }
        site.worker.signal(SIGTERM)
        #expect(site.worker.wait() == 0)
    }

    @Test("A flood of nonsense over UDP and TCP is counted and survived")
    func flood() throws {
        let site = try StatsDSite("flush = 3600")
        var bits: UInt64 = 88_172_645_463_325_252
        let packets = (0..<20_000).map { _ in
            (0..<20).map { _ in
                bits ^= bits << 13
                bits ^= bits >> 7
                bits ^= bits << 17
                return UInt8(truncatingIfNeeded: bits)
            }
        }
        site.send(packets + [[UInt8](repeating: 0x7c, count: 60_000), [UInt8](repeating: 0x3a, count: 60_000)])
        let stream = try #require(site.connection(to: site.port))
        let endless = [UInt8](repeating: 0x61, count: 65_536)
        try eventually("a line without an end ends the connection") {
            Glibc.send(stream, endless, endless.count, Int32(MSG_NOSIGNAL)) < 0
        }
        close(stream)
        site.send("fine:1|c")
        try eventually("what is right is still taken") { try site.counter("fine") == 1 }
        #expect(try site.counter("statsd.bad_lines_seen") ?? 0 > 10_000)
        var log: String { site.directory.read("worker.out") ?? "" }
        // They are told of once a second.
        try eventually("some of them are in the log") { log.contains("Bad line: ") }
        #expect(log.utf8.count < 100_000)
    }

    @Test("Several threads lose nothing and count each once")
    func threads() throws {
        let site = try StatsDSite("flush = 3600", "threads = 3")
        let packets = (0..<3_000).map { Array("n:1|c\nm\($0 % 7):\($0)|g\nu:\($0)|s".utf8) }
        site.send(packets, senders: 16)
        try eventually("all were taken") { try site.counter("n") == packets.count }
        #expect(try site.counter("statsd.metrics_received") == 3 * packets.count)
        site.worker.signal(SIGTERM)
        #expect(site.worker.wait() == 0)
        try eventually("the set has all") { site.lines.contains("stats.sets.u.count 3000") }
    }

    @Test("A port that is taken is named")
    func taken() throws {
        let site = try StatsDSite("flush = 3600", "threads = 2")
        let conf = try #require(site.directory.read("workers_enabled/statsd.conf"))
        try site.directory.write(
            conf.replacing("worker_statsd", with: "worker_other").replacing(
                "127.0.0.1:\(site.managementPort)", with: "127.0.0.1:\(freePort())"),
            to: "workers_enabled/other.conf")
        let answer = try loglines("worker", "other", in: site.directory)
        #expect(answer.code != 0)
        #expect(answer.errors.contains("127.0.0.1:\(site.port)"))
        #expect(answer.errors.contains("Address already in use"))
    }

    @Test("generate --statsd sends as many metrics as it is asked for, of as many names")
    func generated() throws {
        let site = try StatsDSite("flush = 3600", "receive_buffer = 64MB")
        let program = try builtProgram("loglines")
        let sent = shell(
            "'\(program)' generate --statsd 127.0.0.1:\(site.port) --count 30000 --rate 100000 --keys 100 --seed 5",
            in: site.directory)
        #expect(sent.code == 0)
        #expect(sent.output.hasPrefix("sent 30000 metrics in "))
        try eventually("all were taken") { try site.counter("statsd.metrics_received") == 30_000 }
        #expect(try site.counter("statsd.bad_lines_seen") == 0)
        site.worker.signal(SIGTERM)
        #expect(site.worker.wait() == 0)
        try eventually("carbon got the number of metrics") {
            site.directory.read("carbon")?.contains("statsd.numStats 10") == true
        }
        // The server's own three counters are among them.
        #expect(site.directory.read("carbon")?.contains("\nstatsd.numStats 103 ") == true)
    }
}
