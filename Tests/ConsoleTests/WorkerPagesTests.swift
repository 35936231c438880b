import RedisClient
import TestKit
import Testing

@testable import Console

/// The pages of workers, and what their forms do, from a real console.
@Suite(.serialized) struct WorkerPagesTests {
    private static let processes = """
        [process_many]
        command = sh -c 'echo "<script>"; exec sleep 10000'
        numprocs = 2
        [process_single]
        command = sleep 10000
        process_name = <i>%(program_name)s
        """

    @Test func everyProcessHasAPage() throws {
        let site = try ConsoleSite(Self.processes)
        let (session, _) = try site.logIn()
        let page = site.ask("/workers", session)
        #expect(page.status == 200 && page.body.contains("&lt;i&gt;single") && !page.body.contains("<i>"))
        let links = page.body.matches(of: /href="(\/workers\/[^"]+)"/).map { String($0.output.1) }
        #expect(
            links.count == 4 && links.contains("/workers/many_1") && links.contains("/workers/%3Ci%3Esingle"),
            "\(links)")
        for link in links + ["/workers/many:many_0"] {
            try eventually("\(link) says that it runs") { site.ask(link, session).body.contains("RUNNING") }
            let page = site.ask(link, session)
            #expect(page.status == 200 && page.body.contains("data-log="), "\(page)")
        }
        let many = site.ask("/workers/many_0", session).body
        for text in [
            "sh -c", "logs/many_0.log", "data-log=\"many:many_0/stdout\"", "?channel=stderr",
            "/logtail/many%3Amany_0/stdout",
        ] {
            #expect(many.contains(text), "\(text)")
        }
        #expect(site.ask("/workers/many_0?channel=stderr", session).body.contains("data-log=\"many:many_0/stderr\""))
        for link in many.matches(of: /(?:href|src)="(\/static\/[^"]+)"/).map(\.output.1) {
            #expect(site.ask(String(link), session).status == 200, "\(link)")
        }
        #expect(site.ask("/workers/console_0", session).body.contains("cannot stop itself"))
        for path in ["/workers/none", "/workers/..%2f..%2fetc%2fpasswd", "/workers/many_2"] {
            #expect(site.ask(path, session + ["--path-as-is"]).status == 404, "\(path)")
        }
        #expect(site.get("/workers", "-H", "Accept: text/html").headers["location"] == "/login")
        // What goes wrong is a page to people only.
        let none = site.ask("/workers/none", session + ["-H", "Accept: text/html"])
        #expect(none.status == 404 && none.body.contains("<p>there is no worker of this name</p>"), "\(none)")
        #expect(none.headers["content-type"]?.hasPrefix("text/html") == true)
        #expect(site.ask("/workers/none", session).body.hasPrefix("{"))
    }

    @Test func readersSeeNoButtons() throws {
        let site = try ConsoleSite(Self.processes)
        let (session, _) = try site.logIn("ben", "U*U")
        for path in ["/", "/workers", "/workers/many_0"] {
            let page = site.ask(path, session).body
            #expect(!page.contains("data-act") && page.contains("many_0"), "\(path)")
        }
        let (own, _) = try site.logIn()
        #expect(site.ask("/workers", own).body.contains("data-act"))
        // The console restarts itself; to stop it is no button's business.
        let console = site.ask("/workers/console_0", own).body
        #expect(console.contains("/restart") && !console.contains("/stop"))
    }

    @Test func aSecondClickRestartsNothing() throws {
        let site = try ConsoleSite(Self.processes)
        let (session, csrf) = try site.logIn()
        func pid() throws -> String {
            let state = try loglines("status", "many:many_0", in: site.directory).output
            return String(try #require(state.firstMatch(of: /pid ([0-9]+)/)).output.1)
        }
        func click(_ seen: String, _ token: String) -> ConsoleSite.Answer {
            site.ask(
                "/api/v1/processes/many%3Amany_0/restart",
                session + ["-X", "POST", "-H", "X-CSRF-Token: \(token)", "-d", "seen=\(seen)"])
        }
        let first = try pid()
        #expect(click(first, "0").status == 403)
        #expect(try pid() == first)
        #expect(click(first, csrf).body.contains(#""result":"started""#))
        let second = try pid()
        #expect(second != first)
        let answer = click(first, csrf)
        #expect(answer.status == 200 && answer.body.contains("has just been restarted"), "\(answer)")
        #expect(try pid() == second)
        #expect(click(second, csrf).body.contains(#""result":"started""#))
        #expect(try pid() != second)
        // Its own login has ended: a script is told so, and the browser asks for no password.
        let out = site.ask("/api/v1/processes/all/stop", ["-X", "POST", "-H", "X-CSRF-Token: \(csrf)"])
        #expect(out.status == 401 && out.headers["www-authenticate"] == nil)
    }

    @Test func workersOfOthersAreSeen() throws {
        let site = try ConsoleSite()
        let beat = ["kind", "broker", "host", "elsewhere", "pid", "1", "state", "paused", "done", "7", "rate", "3"]
        let time = try #require(try site.redis.run("TIME").elements.first?.text)
        _ = try site.redis.run("HSET", "worker:far_0", "beat", time)
        for pair in stride(from: 0, to: beat.count, by: 2) {
            _ = try site.redis.run("HSET", "worker:far_0", beat[pair], beat[pair + 1])
        }
        let (session, _) = try site.logIn()
        try eventually("it is seen") { site.ask("/workers", session).body.contains("far_0") }
        let workers = site.ask("/workers", session).body
        #expect(
            workers.contains("On elsewhere") && workers.contains("Another machine") && !workers.contains("far_0/stop"))
        #expect(site.ask("/", session).body.contains("far_0"))
        let page = site.ask("/workers/far_0", session)
        #expect(
            page.status == 200 && page.body.contains("Its log is where it was started")
                && !page.body.contains("data-log"))
        #expect(site.ask("/api/v1/rates", session).body.contains(#""step":5"#))
    }

    @Test func whatWasGivenUpIsRetriedByReason() throws {
        let site = try ConsoleSite()
        func fail(_ number: Int, _ error: String) throws {
            let record =
                #"{"message":{"service":"s","logline":"\#(number)"},"error":"\#(error)","when":"2026-11-21T10:00:00Z","worker":"w"}"#
            _ = try site.redis.run("LPUSH", "failed:q", record)
        }
        for number in 1...3 { try fail(number, #"item \"\#(number)\" is <b>unknown</b>"#) }
        try fail(4, "item is unknown to all")
        let (session, csrf) = try site.logIn()
        try eventually("the reasons are seen") { site.ask("/", session).body.contains("unknown to all") }
        let page = site.ask("/", session).body
        let group = "item &quot;…&quot; is &lt;b&gt;unknown&lt;/b&gt;"
        #expect(page.contains(group) && !page.contains("<b>unknown"))
        func retry() -> ConsoleSite.Answer {
            site.ask(
                "/api/v1/queues/q/retry",
                session + [
                    "-X", "POST", "--data-urlencode", "csrf=\(csrf)", "--data-urlencode",
                    #"group=item "…" is <b>unknown</b>"#,
                ])
        }
        #expect(retry().body.contains(#""count":3"#))
        #expect(retry().body.contains(#""count":0"#))
        #expect(try site.redis.list("q").count == 3 && site.redis.list("failed:q").count == 1)
        try eventually("they are gone from the page") { !site.ask("/", session).body.contains(group) }
    }
}
