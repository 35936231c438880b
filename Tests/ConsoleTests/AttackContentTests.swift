import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// Contents that are made to cost much, or to be taken for something else.
@Suite(.serialized) struct AttackContentTests {
    /// The console's process; another one if it was restarted.
    private func console(_ site: ConsoleSite) throws -> String {
        let status = try loglines("status", "console", in: site.directory).output
        return try String(#require(status.firstMatch(of: /pid ([0-9]+)/), "\(status)").output.1)
    }

    @Test func documentsDoNotExplode() throws {
        let site = try ConsoleSite()
        let before = try console(site)
        let laughs = (1...30).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let deep = 150_000
        let xml = [
            "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"lol\">\(laughs)]><methodCall><methodName>&l30;</methodName></methodCall>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><methodCall><methodName>&b;</methodName></methodCall>",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1:\(site.port)/health\"><methodCall/>",
            "<!DOCTYPE a [<!ENTITY % b SYSTEM \"file:///etc/passwd\">%b;]><methodCall/>",
            String(repeating: "<a>", count: deep),
            "<methodCall \((1...60_000).map { "a\($0)=''" }.joined(separator: " "))/>",
            "<methodCall><methodName>a</methodName><params><param>"
                + String(repeating: "<value><array><data>", count: 15_000), "\u{FEFF}", "<a>\u{0}</a>",
        ]
        for text in xml {
            try site.directory.write(text, to: "body")
            let answer = site.ask("/RPC2", site.basic + ["--data-binary", "@body"])
            #expect(answer.status == 400 && !answer.body.contains("root:"), "\(text.prefix(80)) \(answer)")
        }
        for text in [
            String(repeating: "[", count: deep), String(repeating: "{\"a\":", count: deep), "{\"count\": 1e999}", "[]",
            "nul",
            "{\"count\": 99999999999999999999}", "{\"reason\": \"\\ud800\"}", "\"",
        ] {
            try site.directory.write(text, to: "body")
            let answer = site.ask(
                "/api/v1/queues/a/retry",
                site.basic + ["--data-binary", "@body", "-H", "Content-Type: application/json"])
            #expect(answer.status == 400, "\(text.prefix(80)) \(answer)")
        }
        for text in [
            "name" + String(repeating: "[a]", count: deep) + "=1&password=1", String(repeating: "a&", count: 400_000),
            "name=" + String(repeating: "%", count: 500_000), String(repeating: "name[]=1&", count: 90_000),
            "name=%ff%fe&password=%00",
            "name=a&name=b&password=c",
        ] {
            try site.directory.write(text, to: "body")
            let answer = site.get("/login", "--data-binary", "@body")
            #expect((400..<500).contains(answer.status), "\(text.prefix(80)) \(answer)")
        }
        try site.directory.write("name=" + String(repeating: "a", count: 1_100_000), to: "body")
        #expect(site.get("/login", "--data-binary", "@body").status == 413)
        #expect(site.get("/login", "-H", "Cookie: \(String(repeating: "a=b;", count: 7_000))").status == 200)
        #expect(try console(site) == before, "the console was restarted")
    }

    /// Whoever can write into Redis says of itself what it likes.
    @Test func foreignHeartbeatsDoNoHarm() throws {
        let site = try ConsoleSite()
        let before = try console(site)
        let script = "</td><script>window.planted = 1</script><img src=x onerror=alert(1)>"
        let figures = [
            "inf", "nan", "-inf", "1e308", "9223372036854775807", "-9223372036854775808", "0x10", "", "\u{0}", script,
        ]
        for (number, figure) in figures.enumerated() {
            let own = try #require(Int(before))
            _ = try site.redis.run(
                "HSET", "worker:w\(number)\(number == 0 ? script : "")", "host", script, "pid",
                number == 1 ? String(own) : figure,
                "kind", script, "state", script, "last_error", "\(script)\n\u{1B}[31m", "done", figure, "failed",
                figure, "rate",
                figure, "beat", figure, "endpoint", script, "paused_until", figure, "pause_reason", script,
                "requests", figure, "latency", figure, "claims", figure)
        }
        _ = try site.redis.run("SET", "worker:notahash", "x")
        try eventually("the heartbeats are seen") {
            site.ask("/api/v1/workers", site.basic).body.contains("\"name\":\"w9\"")
        }
        for path in [
            "/", "/workers", "/workers/w1", "/workers/w9", "/queues", "/api/v1/state", "/api/v1/workers",
            "/api/v1/rates",
            "/metrics",
        ] {
            let answer = site.ask(path, site.basic)
            #expect(answer.status == 200, "\(path) \(answer)")
            if answer.headers["content-type"]?.hasPrefix("text/html") == true {
                #expect(!answer.body.contains("<script>window") && !answer.body.contains("<img src=x"), "\(path)")
            }
        }
        for line in site.ask("/metrics", site.basic).body.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(
                line.wholeMatch(
                    of: /[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? ([0-9.e+-]+|NaN|[+-]Inf)/)
                    != nil,
                "\(line)")
        }
        #expect(try console(site) == before, "the console was restarted")
    }
}
