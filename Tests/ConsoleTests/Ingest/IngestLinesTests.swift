import Glibc
import RedisClient
import TestKit
import Testing

/// What posted bodies are taken for.
@Suite(.serialized) struct IngestLinesTests {
    private let site: IngestSite

    init() throws { site = try IngestSite() }

    @Test func linesAreCutAsTheTailDoes() throws {
        #expect(site.post("") == .init(200, 0))
        try site.directory.write("one\r\n\ntwo\0\n\0\0three\nfour", to: "a")
        #expect(site.post(file: "a") == .init(200, 5))
        #expect(
            try site.redis.list("loglines").reversed().map { $0.split(separator: #","id":"#)[0] }
                == [
                    "one", "", #"two\u0000"#, "three", "four",
                ].map { #"{"service":"repo.example","logline":"\#($0)""# })
        #expect(try Set(site.ids().map { $0.split(separator: ":")[1] }) == ["0", "5", "6", "13", "19"])
        #expect(try site.redis.run("HGET", "ledger:repo.example", "undated|loglines|read|").text == "5")
    }

    @Test func compressedAndChunkedBodiesAreTheSame() throws {
        try site.write(0..<20_000, to: "a")
        try #require(
            shell(
                """
                gzip -k a; zstd -q a; gzip -c a.gz >d.gz
                { head -c 1000000 a | gzip; tail -c +1000001 a | gzip; } >b.gz
                head -c $(($(stat -c %s a.gz) * 4 / 5)) a.gz >c.gz
                """, in: site.directory
            ).code == 0)
        for (file, options) in [
            ("a.gz", ["-H", "Content-Encoding: gzip"]), ("a", []), ("a.gz", []), ("b.gz", []), ("a.zst", []),
            ("a", ["-H", "Transfer-Encoding: chunked"]), ("a.gz", ["-H", "Transfer-Encoding: chunked"]),
            ("a", ["-H", "Expect: 100-continue"]),
        ] {
            try site.forget()
            let answer = site.site.ask("/ingest/repo.example", ["--data-binary", "@\(file)"] + options)
            #expect(answer.body.contains(#"{"accepted":20000,"duplicate":false,"rejected":0}"#), "\(file) \(answer)")
            try site.expect(20_000)
            #expect(site.post(file: "a").duplicate)
        }
        #expect(site.post(file: "a", "-H", "Content-Encoding: gzip").status == 400)
        #expect(site.post(file: "a.gz", "-H", "Content-Encoding: br").status == 415)
        #expect(site.post(file: "d.gz").error == "the body is compressed twice")
        #expect(site.post("BZh91AY&SY").status == 415)

        try site.forget()
        let cut = site.post(file: "c.gz")
        #expect(cut.status == 400 && cut.error?.contains("ends in the middle of the compressed data") == true, "\(cut)")
        #expect(cut.accepted > 0 && cut.accepted < 20_000)
        #expect(try site.length() == cut.accepted)
        #expect(site.post(file: "a.gz") == .init(200, 20_000))
        try site.expect(20_000)
    }

    @Test func whatIsBadIsRejectedAndKept() throws {
        let json = [
            #"{"service": "repo.example", "logline": "GET /1 \udcff"}"#, "", #"{"msg": "itself a line", "n": [1]}"#,
            #"{"service": "other", "logline": "x"}"#, "no json", "[1]", #"{"logline": 1}"#,
            #"{"logline": "2024-06-15 2\n"}"#,
        ].joined(separator: "\n")
        let reply = site.post(json, "-H", "Content-Type: application/x-ndjson; charset=utf-8")
        #expect(reply.accepted == 3 && reply.rejected == 4 && reply.status == 200)
        #expect(reply.firstBad == .init(line: 4, reason: "message is of the service other"))
        #expect(
            try site.redis.list("loglines").reversed().map { $0.split(separator: #","id""#)[0] } == [
                #"{"service":"repo.example","logline":"GET /1 \udcff""#,
                #"{"service":"repo.example","logline":"{\"msg\": \"itself a line\", \"n\": [1]}""#,
                #"{"service":"repo.example","logline":"2024-06-15 2""#,
            ])
        let failed = try site.redis.list("failed:loglines")
        #expect(failed.count == 4 && failed.allSatisfy { $0.contains(#""leaf":"malformed""#) })
        #expect(failed.contains { $0.contains(#""logline":"no json""#) && $0.contains(#""worker":"ingest""#) })
        #expect(try site.redis.run("HGET", "ledger:repo.example", "undated|loglines|malformed|").text == "4")
        #expect(try site.redis.run("HGET", "ledger:repo.example", "undated|loglines|read|").text == "6")
        #expect(
            site.post(json, "-H", "Content-Type: application/json").firstBad == reply.firstBad
                && site.post(json).accepted == 8, "another format is another body")

        let long = String(repeating: "x", count: 301)
        let lines = site.post("ok\n\(long)\nok", to: "small.example")
        #expect(lines.accepted == 2)
        #expect(lines.firstBad == .init(line: 2, reason: "the line has 301 bytes; maxline is 300"))
        #expect(try site.length("inbox") == 2 && site.length("failed:inbox") == 1)
        #expect(site.post("ok\n\(long)\nok", to: "small.example").duplicate)
    }

    @Test func aHoleOrALineWithoutEndTakesNoMemory() throws {
        let pid = try site.console()
        let before = try Self.peak(pid)
        let command = """
            head -c 100000000 /dev/zero | gzip -1 >holes.gz
            { echo one; zcat holes.gz | tr '\\0' 'x'; } | gzip -1 >x.gz
            """
        try #require(shell(command, in: site.directory).code == 0)
        #expect(site.post(file: "holes.gz") == .init(200, 0))
        let reply = site.post(file: "x.gz", "-m", "60")
        #expect(reply.accepted == 1 && reply.rejected == 6, "\(reply)")
        let after = try Self.peak(pid)
        #expect(after < before + 400_000, "kB: \(before) \(after)")
    }

    @Test func aLargeBodyIsStreamed() throws {
        let pid = try site.console()
        let before = try Self.peak(pid)
        let padding = String(repeating: "x", count: 400)
        try site.directory.write((0..<1_000).map { "\(IngestSite.line($0))\(padding)\n" }.joined(), to: "part")
        // 200 MB.
        try #require(shell("for i in $(seq 400); do cat part; done >large", in: site.directory).code == 0)
        #expect(site.post(file: "large", "-m", "120") == .init(200, 400_000))
        #expect(try site.length() == 400_000)
        #expect(try site.counted("read") == 400_000)
        let after = try Self.peak(pid)
        #expect(after < before + 60_000, "kB: \(before) \(after)")
    }

    /// The most memory that a process has had, in kB.
    static func peak(_ pid: Int32) throws -> Int {
        let text = shell("grep VmHWM /proc/\(pid)/status", in: try TemporaryDirectory()).output
        return try #require(text.split { !$0.isNumber }.first.flatMap { Int($0) })
    }
}
