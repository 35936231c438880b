import Glibc
import TestKit
import Testing

@testable import Console

/// Who gets in, and what they may do.
@Suite(.serialized) struct GateTests {
    @Test func aPersonLogsInAndOut() throws {
        let site = try ConsoleSite()
        #expect(site.get("/", "-H", "Accept: text/html").headers["location"] == "/login")
        let form = site.get("/login")
        #expect(form.status == 200 && form.body.contains("password") && !form.body.contains("alert"))
        let wrong = site.get("/login", "-d", "name=loglines&password=no")
        #expect(wrong.status == 401 && wrong.body.contains("Wrong name or password"))
        let answer = site.get("/login", "-d", "name=loglines&password=correct+horse")
        let cookie = try #require(answer.headers["set-cookie"])
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            #expect(cookie.contains(attribute), "\(cookie)")
        }
        let (session, csrf) = try site.logIn()
        let page = site.ask("/", session)
        #expect(page.status == 200 && page.body.contains("sleeper_0") && page.body.contains("RUNNING"))
        #expect(site.ask("/api/v1/state", session).body.contains(#""name":"sleeper_0""#))

        for link in page.body.matches(of: /(?:href|src)="([^"]+)"/).map(\.output.1) {
            #expect(site.ask(String(link), session).status == 200, "\(link)")
        }

        for (options, status) in [
            ([], 403), (["-H", "X-CSRF-Token: \(String(repeating: "0", count: csrf.count))"], 403),
            (["-d", "csrf="], 403), (["-d", "csrf=\(csrf)", "-H", "Origin: http://evil.example"], 403),
            (["-d", "csrf=\(csrf)", "-H", "Sec-Fetch-Site: cross-site"], 403),
            (["-d", "csrf=\(csrf)", "-H", "Origin: \(site.url)"], 303),
        ] {
            let answer = site.ask("/logout", ["-X", "POST"] + options + session)
            #expect(answer.status == status, "\(options) \(answer)")
        }
        #expect(site.ask("/api/v1/state", session).status == 401)
    }

    @Test func aRestartedConsoleKnowsWhoIsLoggedIn() throws {
        let site = try ConsoleSite()
        let (session, _) = try site.logIn()
        #expect(
            try loglines("restart", "console", in: site.directory).output == "console_0: stopped\nconsole_0: started\n")
        try eventually("the console is back") { site.ask("/api/v1/state", session).status == 200 }
        #expect(site.ask("/api/v1/state", ["-b", "loglines_session=0"]).status == 401)
    }

    @Test func programsSendBasicAuth() throws {
        let site = try ConsoleSite()
        #expect(site.ask("/api/v1/processes", site.basic).status == 200)
        for options in [[], ["-u", "loglines:wrong"], ["-u", "nobody:\(ConsoleSite.password)"], ["-u", "loglines:"]] {
            let answer = site.ask("/api/v1/processes", options)
            #expect(
                answer.status == 401 && answer.headers["www-authenticate"] == #"Basic realm="loglines""#, "\(answer)")
        }
        #expect(site.ask("/api/v1/processes", ["-H", "Authorization: Basic %"]).status == 400)
        #expect(site.directory.read("logs/console-audit.log")?.contains("wrong name or password") == true)
        #expect(site.directory.read("logs/console-audit.log")?.contains(ConsoleSite.password) == false)
    }

    @Test func whoGuessesMustWait() throws {
        let site = try ConsoleSite()
        // The form and basic auth count together.
        var statuses: [Int] = []
        for attempt in 0..<12 {
            let answer =
                attempt.isMultiple(of: 2)
                ? site.get("/login", "-d", "name=loglines&password=\(attempt)")
                : site.get("/api/v1/state", "-u", "loglines:\(attempt)")
            statuses.append(answer.status)
            if answer.status == 429 { #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0) }
        }
        #expect(statuses.prefix(6).allSatisfy { $0 == 401 } && statuses.contains(429), "\(statuses)")
    }

    @Test func aReaderChangesNothing() throws {
        let site = try ConsoleSite()
        #expect(site.get("/api/v1/state", "-u", ConsoleSite.reader).status == 200)
        func call(_ method: String, _ parameter: String = "") -> ConsoleSite.Answer {
            let parameters = parameter.isEmpty ? "" : "<param><value><string>\(parameter)</string></value></param>"
            return site.get(
                "/RPC2", "-u", ConsoleSite.reader, "-d",
                "<methodCall><methodName>\(method)</methodName><params>\(parameters)</params></methodCall>")
        }
        #expect(call("supervisor.getAllProcessInfo").body.contains("sleeper_0"))
        let changes = RPCMethods.byName.values.filter { $0.role == .operator }
        #expect(changes.count >= 15)
        for method in changes { #expect(call(method.name).status == 403, "\(method.name)") }
        let (session, csrf) = try site.logIn("ben", "U*U")
        for path in ["/api/v1/processes/sleeper:sleeper_0/stop", "/api/v1/queues/a/retry", "/api/v1/queues/a/purge"] {
            let answer = site.ask(path, ["-X", "POST", "-H", "X-CSRF-Token: \(csrf)"] + session)
            #expect(answer.status == 403, "\(path) \(answer)")
        }
        #expect(try loglines("status", in: site.directory).output.contains("STOPPED") == false)
    }

    @Test func answersKeepBrowsersSafe() throws {
        let site = try ConsoleSite()
        for path in ["/login", "/health", "/static/console.css", "/none", "/api/v1/state"] {
            let headers = site.get(path).headers
            #expect(headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true, "\(path)")
            #expect(headers["content-security-policy"]?.contains("unsafe") == false, "\(path)")
            #expect(headers["x-content-type-options"] == "nosniff" && headers["x-frame-options"] == "DENY", "\(path)")
        }
        for path in ["/static/../loglines.cfg", "/static/..%2floglines.cfg", "/logtail/..%2f..%2fetc%2fpasswd"] {
            #expect(site.ask(path, site.basic).status == 404, "\(path)")
        }
        #expect(site.get("/health", "-H", "X-Long: \(String(repeating: "a", count: 40_000))").status == 400)
        #expect(site.get("/health", "-X", "GET / HTTP/9.9\r\n").status == 400)
        let long = String(repeating: "a", count: 1_100_000)
        try site.directory.write(long, to: "long")
        #expect(site.ask("/RPC2", site.basic + ["--data-binary", "@long"]).status == 413)
    }

    @Test func onlyOurOwnPagesMayListen() throws {
        let site = try ConsoleSite()
        let (session, _) = try site.logIn()
        let upgrade = [
            "-m", "2", "-N", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13",
            "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        let own = ["-H", "Origin: \(site.url)"]
        for options in [
            own, session, ["-H", "Origin: http://evil.example"] + session, own + ["-b", "loglines_session=0"],
        ] {
            #expect(site.ask("/live", upgrade + options).status != 101, "\(options)")
        }
        #expect(site.ask("/live", upgrade + own + session).status == 101)
    }

    @Test func healthFollowsTheWorkers() throws {
        let site = try ConsoleSite(
            "[process_sleeper]\ncommand = sleep 100000\n[process_later]\ncommand = sleep 1\nautostart = false")
        try eventually("all is well") { site.get("/health").status == 200 }
        #expect(!site.get("/health").body.contains("sleeper"))
        #expect(try loglines("stop", "sleeper", in: site.directory).output == "sleeper_0: stopped\n")
        try eventually("a worker is missed") { site.get("/health").status == 503 }
        #expect(site.ask("/health", site.basic).body.contains("sleeper_0: STOPPED"))
        #expect(try loglines("start", "sleeper", in: site.directory).output == "sleeper_0: started\n")
        try eventually("all is well again") { site.get("/health").status == 200 }
        site.redis.kill()
        try eventually("Redis is missed") { site.get("/health").status == 503 }
    }
}
