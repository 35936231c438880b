import Glibc
import RedisClient
import TestKit
import Testing

/// Requests that are made to be understood wrongly.
@Suite(.serialized) struct AttackRequestTests {
    /// What one HTTP server takes for the end of a request and another for its middle is refused, and nothing behind it read.
    @Test func requestsHaveOneEnd() throws {
        let site = try ConsoleSite()
        let host = "Host: 127.0.0.1:\(site.port)\r\n"
        let hidden = "GET /health HTTP/1.1\r\n\(host)\r\n"
        for headers in [
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "Content-Length: 0\r\nContent-Length: \(hidden.utf8.count)\r\n\r\n",
            "Content-Length: 0, \(hidden.utf8.count)\r\n\r\n", "Content-Length: +0\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 0x0\r\n\r\n", "Content-Length: 0 0\r\n\r\n", "Content-Length : 0\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "X: a\u{0}b\r\n\r\n", "X\u{0}: a\r\n\r\n",
            ": a\r\n\r\n", "X\r\n\r\n", "X: a\rContent-Length: 0\r\n\r\n",
        ] {
            // To /login: it is the only place where a body is read of who has not logged in.
            let statuses = try site.statuses("POST /login HTTP/1.1\r\n\(host)\(headers)\(hidden)")
            // A body that is none is answered by who reads it and by who takes it apart.
            #expect(
                !statuses.isEmpty && statuses.allSatisfy { $0 == 400 } && statuses.count <= 2, "\(headers) \(statuses)")
        }
        for line in [
            "GET /health HTTP/9.9", "GET /health\u{0} HTTP/1.1", "GET /heal th HTTP/1.1",
            "GET /health HTTP/1.1 x", "PRI * HTTP/2.0", "\u{16}\u{3}\u{1}\u{2}\u{0}", "GET\u{0} /health HTTP/1.1",
            "GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1",
        ] {
            #expect(try site.statuses("\(line)\r\n\(host)\r\n") == [400], "\(line.prefix(50))")
        }
        let many = (1...200).map { "X-\($0): a\r\n" }.joined()
        #expect(try site.statuses("GET /health HTTP/1.1\r\n\(host)\(many)\r\n") == [400])
        #expect(try site.statuses("\(hidden)\(hidden)").allSatisfy { $0 == 200 })
    }

    /// A page of another site whose name has come to mean our address (DNS rebinding) is told nothing.
    @Test func onlyItsOwnNamesAreAnswered() throws {
        let site = try ConsoleSite("[process_sleeper]\ncommand = sleep 100000", console: "hosts = console.example")
        func status(_ host: String, _ target: String = "/login") throws -> [Int] {
            try site.statuses("GET \(target) HTTP/1.1\r\n\(host.isEmpty ? "" : "Host: \(host)\r\n")\r\n")
        }
        let port = site.port
        for host in [
            "127.0.0.1:\(port)", "127.0.0.1", "localhost:\(port)", "LOCALHOST", "[::1]:\(port)", "console.example",
            "Console.Example:443",
        ] {
            #expect(try status(host) == [200], "\(host)")
        }
        for host in [
            "evil.example:\(port)", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
            "127.0.0.1@evil.example",
            "console.example.evil.example", "xconsole.example", "[::1", "a b", "192.0.2.1", "[2001:db8::1]:\(port)",
        ] {
            let answer = try status(host)
            #expect(answer == [421] || answer == [400], "\(host) \(answer)")
        }
        #expect(try status("") != [200])
        // Of a proxy's form of a request, the path counts and no more.
        #expect(try status("127.0.0.1", "http://127.0.0.1:\(port)/login") == [200])
        #expect(try status("evil.example", "http://127.0.0.1:\(port)/login") != [200])
        #expect(try status("127.0.0.1\r\nHost: evil.example") == [400])
        #expect(try status("evil.example\r\nHost: 127.0.0.1") == [400])
        #expect(try site.statuses("GET /login HTTP/1.0\r\n\r\n") != [200])
        #expect(try site.statuses("GET /login HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n") == [200])
        let rebound = try site.statuses(
            "POST /login HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n")
        #expect(rebound == [421])
    }

    @Test func methodsThatThereAreNotDoNothing() throws {
        let site = try ConsoleSite()
        for method in ["TRACE", "TRACK", "OPTIONS", "PUT", "PATCH", "PROPFIND", "BREW"] {
            for path in ["/", "/login", "/health", "/static/console.js", "/RPC2", "/api/v1/state"] {
                let answer = site.ask(path, site.basic + ["-X", method, "-H", "X-Echo: echoed"])
                #expect((400..<500).contains(answer.status), "\(method) \(path) \(answer)")
                #expect(!answer.description.contains("echoed"), "\(method) \(path)")
                #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control") }, "\(method) \(path)")
            }
        }
        #expect(try site.statuses("CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n") != [200])
    }

    @Test func pathsLeadNowhereElse() throws {
        let site = try ConsoleSite()
        let up = ["..%2f", "../", "%2e%2e%2f", "%252e%252e%252f", "..%5c", "..%c0%af", "....//", "..;/"]
        for step in up {
            let way = String(repeating: step, count: 8) + "etc/passwd"
            for path in [
                "/static/\(way)", "/logtail/\(way)", "/logtail/sleeper_0/\(way)", "/logtail/sleeper:\(way)", "/\(way)",
                "/api/v1/processes/\(way)", "/logtail/sleeper_0%00\(way)", "/static/console.css%00\(way)",
            ] {
                let answer = site.ask(path, site.basic)
                #expect((400..<500).contains(answer.status) && !answer.body.contains("root:"), "\(path) \(answer)")
            }
            let log = site.get(
                "/RPC2", "-u", "loglines:\(ConsoleSite.password)", "-d",
                "<methodCall><methodName>supervisor.readProcessStdoutLog</methodName><params><param><value>\(way)</value>"
                    + "</param><param><value><int>0</int></value></param><param><value><int>0</int></value></param></params>"
                    + "</methodCall>")
            #expect(log.body.contains("BAD_NAME") && !log.body.contains("root:"), "\(log)")
        }
        // What begins like an open path is none.
        for path in [
            "/static/../api/v1/state", "/ingest/../api/v1/state", "//api/v1/state", "/login/../api/v1/state",
            "/static/%2e%2e/",
        ] {
            let answer = site.get(path)
            #expect((400..<500).contains(answer.status) && !answer.body.contains("sleeper"), "\(path) \(answer)")
        }
    }

    /// Who may explain lines of logs may not read other files line by line.
    @Test func onlyFollowedLogsAreRead() throws {
        let site = try ConsoleSite()
        for file in [
            "/etc/passwd", "in/../../../etc/passwd", "/proc/self/environ", "loglines.cfg", "run/console.sessions",
            "logs/console-audit.log", "/dev/zero", "/", "",
        ] {
            let answer = site.get(
                "/api/v1/explain", "-u", ConsoleSite.reader, "--data-urlencode", "file=\(file):1")
            #expect((400..<500).contains(answer.status), "\(file) \(answer)")
            #expect(!answer.body.contains("root:") && !answer.body.contains(ConsoleSite.password), "\(file) \(answer)")
        }
    }

    @Test func queuesAreNoOtherKeys() throws {
        let site = try ConsoleSite()
        let keys = ["worker:x_0", "temp:x_0", "checkpoint:h:p", "ledger:s", "retry:q", "workers"]
        for key in keys { _ = try site.redis.run("HSET", key, "a", "b") }
        for name in keys + [
            "", "*", "a%20b", "a%00b", "%2e%2e", String(repeating: "a", count: 20_000), "failed:failed:q",
        ] {
            for action in ["purge", "move", "retry", "delete"] {
                let body = "confirm=\(name)&target=b&kind=waiting&messages[]=0"
                let answer = site.ask("/api/v1/queues/\(name)/\(action)", site.basic + ["-d", body])
                let isNothing = (200..<300).contains(answer.status) && answer.body.contains(#""count":0"#)
                #expect((400..<500).contains(answer.status) || isNothing, "\(name) \(action) \(answer)")
            }
            #expect((200..<500).contains(site.ask("/queues/\(name)x:y", site.basic).status), "\(name)")
        }
        for key in keys { #expect(try site.redis.run("EXISTS", key).integer == 1, "\(key)") }
    }

    @Test func nothingComesIntoTheHeaders() throws {
        let site = try ConsoleSite()
        let broken = "a\r\nSet-Cookie: planted=1\r\n\r\n<script>alert(1)</script>"
        let login = site.get("/login", "--data-urlencode", "name=\(broken)", "-d", "password=x")
        #expect(
            login.status == 401 && login.headers["set-cookie"] == nil && !login.body.contains("<script>alert"),
            "\(login)")
        for path in [
            "/%0d%0aSet-Cookie:%20planted=1", "/login?next=//evil.example", "/login?%0d%0aSet-Cookie:%20planted=1",
            "/logtail/%0d%0aSet-Cookie:%20planted=1",
        ] {
            let answer = site.get(path, "-H", "Accept: text/html")
            #expect(
                answer.headers["set-cookie"] == nil && answer.headers["location"] ?? "/login" == "/login",
                "\(path) \(answer)")
        }
    }
}
