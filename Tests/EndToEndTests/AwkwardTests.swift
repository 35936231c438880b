import FoundationEssentials
import Glibc
import TestKit
import Testing

/// Lines that nobody would write by hand, and a Redis in trouble.
struct AwkwardTests {
    @Test("Lines with any bytes come out as they went in")
    func anyBytes() throws {
        let site = try Site()
        try site.replace(
            "start = beginning", with: "start = beginning\nmaxline = 3000", in: "workers_available/access.conf")
        let good = Array(Site.line(1).utf8)
        let quote = UInt8(ascii: "\"")
        var lines: [[UInt8]] = [
            good, [], [0xff, 0xfe, 0x00, 0x01, 0x7f, 0x0d, 0x20], Array("\"\\u0000\\ \t\r \u{2028} é 😀".utf8),
            good.dropLast() + [0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf5, quote],
            good.dropLast() + Array(repeating: UInt8(ascii: "x"), count: 4_000) + [quote],
            Array("{\"service\": \"other\", \"logline\": \"x\"}".utf8),
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let bytes: [UInt8] = (0..<Int.random(in: 1...300)).map { _ in random.next() }
            // Newlines end a line, a carriage return before one belongs to it, and NULs before a line are a hole.
            lines.append([0xff] + bytes.map { $0 == 10 ? 11 : $0 } + [0xff])
        }
        try Data(lines.joined(separator: [10]) + [10]).write(to: URL(filePath: site.directory.file("in/access.log")))
        try site.start()
        try site.settle(lines.count)
        try site.expectNothingLostOrDoubled()
        #expect(try site.length("failed:loglines") == 1)
        #expect(site.tracker.accepted.count >= 2)
        #expect(try site.tracker.refused == 0)
    }

    @Test("A Redis that is full, or has forgotten its scripts, is waited for")
    func fullRedis() throws {
        let site = try Site(tracker: ["--delay", "2"])
        try site.start()
        try site.append(items: 0..<300)
        try eventually("the work has begun") { !site.tracker.accepted.isEmpty }
        try site.redis.run("CONFIG", "SET", "maxmemory", "1")
        try site.append(items: 300..<600)
        try eventually("the tail says so") {
            site.directory.read("logs/access_0.log")?.contains("Redis is away, waiting reason=OOM") == true
        }
        try site.redis.run("SCRIPT", "FLUSH")
        try site.redis.run("CONFIG", "SET", "maxmemory", "0")
        try site.settle(600)
        try site.expectNothingLostOrDoubled()
        #expect(site.tracker.accepted.count == 450)
        #expect(try site.processes.allSatisfy { $0.statename == "RUNNING" })
    }

    @Test(
        "A Redis that has forgotten the end of its work in a power cut is told again: nothing is lost, no file has a line twice"
    )
    func forgetfulRedis() throws {
        let site = try Site(tracker: ["--delay", "2"])
        try site.start()
        try site.append(items: 0..<600)
        try eventually("the work is half done") { site.count("logs/articles.log") > 200 }
        site.redis.kill()
        let cut = shell(
            """
            file=$(ls '\(site.redis.directory.path)'/appendonlydir/*.incr.aof)
            truncate -s $(( $(stat -c %s "$file") * 2 / 3 )) "$file"
            """, in: site.directory)
        try #require(cut == CommandOutcome(0, "", ""))
        try site.redis.start()
        try site.settle(600)
        try site.expectNothingLostOrDoubled()
        // What the tracker had before the cut and Redis no longer knew of, it has twice.
        #expect(Set(site.tracker.accepted.map { $0["rft.artnum"] }).count == 450)
    }
}
