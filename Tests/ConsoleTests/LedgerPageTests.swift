import TestKit
import Testing

/// The ledger as operators see it.
@Suite(.serialized) struct LedgerPageTests {
    private let traffic: TrafficSite
    private var site: ConsoleSite { traffic.site }

    init() throws { traffic = try TrafficSite() }

    @Test func theAPISaysWhatTheCommandSays() throws {
        for (query, options) in [
            ("", []), ("?service=repo.example", ["--service", "repo.example"]),
            ("?service=nobody", ["--service", "nobody"]),
            ("?from=2024-06-15&to=2024-06-15", ["--from", "2024-06-15", "--to", "2024-06-15"]),
            ("?from=2024-06-16", ["--from", "2024-06-16"]),
        ] {
            let answer = site.ask("/api/v1/ledger\(query)", site.basic)
            #expect(answer.status == 200)
            #expect(try answer.body == loglines(["ledger", "--json"] + options, in: site.directory).output)
        }
        for (query, problem) in [
            ("from=yesterday", "from: 'yesterday' is no day"), ("from=2024-06-16&to=2024-06-15", "is later than"),
            ("redis=none", "there is no [redis_none]"),
        ] {
            let answer = site.ask("/api/v1/ledger?\(query)", site.basic)
            #expect(answer.status == 400 && answer.body.contains(problem), "\(answer)")
            let page = site.ask("/ledger?\(query)", site.basic)
            #expect(page.body.contains(problem.replacing("'", with: "&#39;")), "\(page)")
        }
        #expect(site.get("/api/v1/ledger").status == 401)
    }

    @Test func thePageSaysWhatBecameOfTheLines() throws {
        let (reader, _) = try site.logIn("ben", "U*U")
        let page = site.ask("/ledger", reader)
        #expect(page.status == 200 && page.body.contains("Every line is accounted for"), "\(page)")
        for (name, count) in [("lines read", 5), ("parsed", 4), ("eligible", 2), ("accepted", 2), ("waiting", 0)] {
            let row = try #require(page.body.firstRange(of: "<th scope=\"row\">\(name)</th>"), "\(name)")
            #expect(page.body[row.upperBound...].hasPrefix("<td class=\"number\">\(count)</td>"), "\(name)")
        }
        #expect(page.body.contains("<summary>status</summary>") && page.body.contains("<span>404</span>"))
        #expect(
            page.body.contains("<summary>robot</summary>")
                && page.body.contains("<rect class=\"delivered\" width=\"40.0\""))
        #expect(!page.body.contains("style="))
        let days = site.ask("/ledger?view=days&service=repo.example", reader)
        #expect(
            days.body.contains(#"<a href="/ledger?service=repo.example&amp;from=2024-06-15&amp;to=2024-06-15">"#),
            "\(days)")
        #expect(site.ask("/ledger?service=nobody", reader).body.contains("There are no such lines"))
    }

    @Test func whatChangesIsSeenAtOnce() throws {
        let (cookie, _) = try site.logIn()
        let live = try LiveClient(site, cookie)
        let topic = "ledger?service=repo.example"
        live.subscribe(topic)
        #expect(
            try live.hear(topic, "Every line is accounted for").contains(#"lines read</th><td class=\"number\">5</td>"#)
        )
        try site.directory.write(TrafficSite.line(9) + "\n", to: "in/more-1.log")
        try live.hear(topic, #"lines read</th><td class=\"number\">6</td>"#)
        _ = try site.redis.run("HINCRBY", "ledger:repo.example", "2024-06-15|pirus2|accepted|", "1")
        #expect(try live.hear(topic, "Not every line is accounted for").contains("1 more have ended than were read"))
        site.redis.kill()
        try live.hear(topic, "The counters cannot be read")
    }
}
