import FoundationEssentials
import Glibc
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// `loglines import` into the queue of a real Redis.
struct ImportTests {
    private let site: ImportSite

    init() throws { site = try ImportSite() }

    @Test("Plain, compressed in any way or through a pipe: the same lines with the same ids, in their order")
    func compressions() throws {
        try site.write(0..<4_000, to: "a.log")
        #expect(try site.importing("a.log") == 4_000)
        let plain = try site.messages
        #expect(plain.map(\.item) == (0..<4_000).map(\.self))
        #expect(plain.first?.id.hasSuffix(":0") == true)
        #expect(plain.map(\.id.count).min() == 18)
        let forms = [
            "gzip -c a.log >b": "b", "{ head -c 100000 a.log | gzip; tail -c +100001 a.log | gzip; } >b": "b",
            "zstd -qc a.log >b.gz": "b.gz", "true": "- <a.log", "gzip -c a.log | cat |": "-", "cat a.log |": "-",
        ]
        for (command, file) in forms {
            try site.forget()
            if command.hasSuffix("|") {
                #expect(try site.importing(file, after: command) == 4_000)
            } else {
                try #require(shell(command, in: site.directory).code == 0)
                #expect(try site.importing(file) == 4_000)
            }
            #expect(try site.messages == plain, "\(command)")
        }
    }

    @Test("Twice, under another name, compressed, or an earlier copy: nothing new")
    func known() throws {
        try site.write(0..<3_000, to: "a.log")
        try site.write(0..<2_777, to: "earlier.log")
        try #require(shell("cp a.log b; gzip -c a.log >a.gz; zstd -q a.log", in: site.directory).code == 0)
        #expect(try site.importing("a.log a.log") == 3_000)
        #expect(try site.importing("a.log b a.gz a.log.zst earlier.log") == 0)
        #expect(try site.importing("-", after: "cat b |") == 0)
        #expect(try site.items == (0..<3_000).map(\.self))
        // Where the file that was imported is gone, the last bytes of the copy cannot be compared with anything.
        unlink(site.directory.file("a.log"))
        let answer = try site.run("earlier.log")
        #expect(answer.code == 1)
        #expect(
            answer.errors.hasPrefix("earlier.log: not imported: it has the first ")
                && answer.errors.count { $0 == "\n" } == 1)
        #expect(try site.importing("b") == 0)
    }

    @Test("A log that has grown: its new lines only, and a line only once it is complete")
    func grown() throws {
        try site.write(0..<500, to: "a.log")
        #expect(try site.importing("a.log") == 500)
        try site.write(0..<800, to: "a.log", end: "\n192.0.2.1 - - [15/Jun")
        #expect(try site.importing("a.log") == 300)
        #expect(try site.run("a.log").output.contains("21 bytes without a line end left"))
        try site.write(0..<900, to: "b.log", end: "")
        // What is compressed grows no more.
        try #require(shell("gzip b.log", in: site.directory).code == 0)
        #expect(try site.importing("b.log.gz") == 100)
        try site.write(0..<1_000, to: "b.log")
        #expect(try site.importing("b.log") == 100)
        #expect(try site.items == (0..<1_000).map(\.self))
    }

    @Test("Another log that begins with the same lines: all of it, and it is known by itself afterwards")
    func sameBeginning() throws {
        try site.write(0..<300, to: "a.log")
        try site.write(5_000..<5_400, to: "rest")
        try #require(
            shell(
                "{ head -100 a.log; cat rest; } >b.log; { head -100 a.log; head -50 rest; } >c.log; head -90 a.log >d.log",
                in: site.directory
            ).code == 0)
        #expect(try site.importing("a.log") == 300)
        #expect(try site.importing("b.log") == 500)
        #expect(try site.importing("a.log b.log c.log d.log") == 0)
        try #require(shell("tail -1 a.log >>b.log; tail -1 rest >>a.log", in: site.directory).code == 0)
        #expect(try site.importing("a.log b.log") == 2)
        #expect(try site.items.count == 802)
        #expect(try Set(site.messages.map(\.id)).count == 802)
    }

    @Test("Killed at any moment or stopped, the same command goes on: each line once")
    func killed() throws {
        try site.write(0..<6_000, to: "a.log")
        for (number, sign) in [SIGKILL, SIGINT, SIGKILL].enumerated() {
            let process = try site.start("a.log", "--rate", "4000")
            let enough = (number + 1) * 700
            try eventually("some lines are there") { try site.redis.run("LLEN", "loglines").integer ?? 0 > enough }
            process.signal(sign)
            #expect(process.wait() == (sign == SIGINT ? 1 : 128 + SIGKILL))
            #expect(try site.items.count < 6_000)
        }
        #expect(site.directory.read("import.out")?.contains("a.log: stopped; the same command goes on") == true)
        try #require(shell("gzip a.log", in: site.directory).code == 0)
        try site.importing("a.log.gz")
        #expect(try site.items == (0..<6_000).map(\.self))
    }

    @Test("Two imports of one log at the same time: each line once")
    func together() throws {
        try site.write(0..<20_000, to: "a.log")
        let both = [try site.start("a.log"), try site.start("a.log")]
        let codes = both.map { $0.wait() }
        #expect(codes.contains(0))
        try site.importing("a.log")
        #expect(try site.items == (0..<20_000).map(\.self))
    }

    @Test("A full queue is waited for")
    func full() throws {
        let site = try ImportSite(redis: "maxlength = 1000")
        try site.write(0..<5_000, to: "a.log")
        let process = try site.start("a.log")
        var taken: [ImportedMessage] = []
        try eventually("all has come through") {
            let length = try site.redis.run("LLEN", "loglines").integer ?? 0
            #expect(length < 2_000)
            if length >= 1_000 || process.exit != nil {
                taken += try site.messages
                try site.redis.run("DEL", "loglines")
            }
            return taken.count == 5_000
        }
        #expect(process.wait() == 0)
        #expect(taken.map(\.item) == (0..<5_000).map(\.self))
    }

    @Test("--since and --until by the lines' times; what is imported later is what was not")
    func windows() throws {
        try site.write(0..<14_400, to: "a.log")
        try #require(shell("echo 'no time' >>a.log", in: site.directory).code == 0)
        #expect(try site.importing("a.log --since 2024-06-15T12:00:00Z --until 2024-06-15") == 3_600)
        #expect(try site.items == (3_600..<7_200).map(\.self))
        #expect(try site.importing("a.log --since 2024-06-15T12:00:00Z --until 2024-06-15") == 0)
        #expect(try site.importing("a.log --since 2024-06-15T18:00:00Z --rejects r") == 7_200)
        #expect(site.directory.read("r")?.contains("\tno time to tell by: ") == true)
        #expect(site.directory.read("r")?.hasSuffix("\tno time\n") == true)
        #expect(try site.items == (3_600..<14_400).map(\.self))
        #expect(try site.importing("a.log") == 3_601)
        #expect(try site.messages.suffix(3_601).map(\.item) == (0..<3_600).map(\.self) + [nil])
        #expect(try site.importing("a.log --until 2024-06-20") == 0)
        #expect(try Set(site.messages.map(\.id)).count == 14_401)
    }

    @Test("Lines that are too long go to the failed list and to the file of rejects")
    func rejects() throws {
        let long = "192.0.2.1 - - [15/Jun/2024:12:35:07 +0000] \"GET /\(String(repeating: "x", count: 70_000))"
        try site.directory.write("\(Site.line(1))\n\(long)\r\n\(Site.line(2))\r\n\n", to: "a.log")
        #expect(try site.importing("a.log --rejects r") == 3)
        #expect(try site.messages.map(\.logline) == [Site.line(1), Site.line(2), ""])
        let offset = Site.line(1).utf8.count + 1
        let reason = "the line has \(long.utf8.count) bytes; maxline is 65536"
        #expect(site.directory.read("r") == "a.log\t\(offset)\t\(reason)\t\(long)\n")
        let failed = try site.redis.list("failed:loglines")
        #expect(failed.count == 1 && failed.allSatisfy { $0.contains(reason) && $0.contains("\"import\"") })
        let counters = try site.redis.run("HGETALL", "ledger:repo.example").fields
        #expect(counters["2024-06-15|loglines|too long|"] == "1")
        #expect(counters["2024-06-15|loglines|read|"] == "3")
        #expect(counters["undated|loglines|read|"] == "1")
    }

    @Test("A terminal gets a bar with rate and time left; elsewhere, and with --json, there is nothing but the result")
    func progress() throws {
        try site.write(0..<2_000, to: "a.log")
        let program = try builtProgram("loglines")
        let words = "import a.log --service repo.example --rate 2000"
        let shown = shell("script -qec '\(program) \(words)' /dev/null | tr '\\r' '\\n'", in: site.directory)
        #expect(shown.code == 0)
        let bars = shown.output.split(separator: "\n").filter { $0.hasPrefix("[") }
        #expect(
            bars.contains { $0.contains("#.") && $0.contains(" lines/s, 0:0") && $0.contains(" left  a.log") },
            "\(shown)")
        #expect(shown.output.contains("a.log: 2000 lines imported into loglines"))
        try site.forget()
        #expect(shell("\(program) \(words) --json", in: site.directory).errors.isEmpty)
        try site.forget()
        #expect(try site.run("a.log") == CommandOutcome(0, "a.log: 2000 lines imported into loglines\n", ""))
    }

    @Test("One file that cannot be read does not keep the others back; each error is one line")
    func errors() throws {
        try site.write(0..<10, to: "a.log")
        try #require(shell("gzip -c a.log | head -c 100 >cut.gz; : >empty", in: site.directory).code == 0)
        let answer = try site.run("none.log cut.gz empty a.log --to other")
        #expect(answer.code == 1)
        #expect(
            answer.errors == """
                none.log: No such file or directory
                cut.gz: ends in the middle of the compressed data

                """)
        #expect(
            answer.output == "empty: 0 lines imported into other\na.log: 10 lines imported into other\n")
        #expect(try site.redis.run("LLEN", "other").integer == 10)
        let unknown = try loglines("import", "a.log", "--service", "nobody", in: site.directory)
        #expect(unknown.code == 78)
        #expect(unknown.errors == "--service: no [service_nobody] section says how to read its lines\n")
        site.redis.kill()
        let away = try site.run("a.log")
        #expect(away.code == 1 && away.errors.count { $0 == "\n" } == 1, "\(away)")
    }
}
