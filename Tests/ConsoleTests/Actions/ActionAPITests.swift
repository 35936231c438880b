import FoundationEssentials
import Glibc
import TestKit
import Testing

/// Actions in the console's JSON API, from a real worker.
@Suite(.serialized) struct ActionAPITests {
    /// A site with a worker of kind = actions.
    static func site(_ keys: String = "") throws -> ConsoleSite {
        try ConsoleSite("[worker_actions]\nkind = actions\nlisten = 127.0.0.1:\(freeServerPort())\n\(keys)")
    }

    private func post(_ site: ConsoleSite, _ line: String, _ more: String...) -> ConsoleSite.Answer {
        let fields = (["line=\(line)"] + more).flatMap { ["--data-urlencode", $0] }
        return site.ask("/api/v1/actions", site.basic + fields)
    }

    @Test func whatIsPostedIsThereAtOnce() throws {
        let site = try Self.site()
        #expect(site.ask("/api/v1/actions", site.basic).body == "[]\n")
        let answer = post(site, "temp 21.5 °C")
        #expect(answer.status == 200 && answer.body.contains("TEMP 21.5 °C is noted"), "\(answer)")
        #expect(post(site, "22", "action=temp").status == 200)
        #expect(post(site, "", "action=backup").status == 200)
        #expect(post(site, "coffee += 2").status == 200)
        #expect(post(site, "coffee ++").status == 200)
        let all = site.ask("/api/v1/actions", site.basic).body
        for part in [#""name":"BACKUP""#, #""kind":"counter""#, #""sum":3"#, #""words":"21.5 °C""#, #""text":"°C""#] {
            #expect(all.contains(part), "\(part) in \(all)")
        }
        let one = site.ask("/api/v1/actions/TEMP", site.basic)
        #expect(one.status == 200 && one.body.contains(#""count":2"#) && one.body.contains(#""worker":"actions_0""#))
        #expect(site.ask("/api/v1/actions/NONE", site.basic).status == 404)
        #expect(site.ask("/api/v1/actions/TEMP?worker=other_0", site.basic).status == 404)
        // As Ansible's own page had it.
        let old = site.ask("/flowr/api/", site.basic)
        #expect(old.status == 200 && old.body.contains(#""TEMP": [{"x": "#) && !old.body.contains("BACKUP"), "\(old)")
        #expect(site.directory.read("logs/console-audit.log")?.contains("coffee += 2") == true)
    }

    @Test func whatIsNotTakenIsSaid() throws {
        let site = try Self.site("maxactions = 1")
        for line in ["", "temp nan", "temp 1 2", "temp 1\ncoffee 1", String(repeating: "x", count: 101)] {
            let answer = post(site, line)
            #expect(answer.status == 400 && answer.body.contains("Not taken: "), "\(answer)")
        }
        #expect(site.ask("/api/v1/actions", site.basic + ["-d", "x=1"]).status == 400)
        #expect(post(site, "temp 1").status == 200)
        // Only the worker knows this.
        #expect(post(site, "other 1").body.contains("no new one is taken"))
        #expect(post(site, "temp 1", "worker=other_0").status == 404)
        let reader = site.ask("/api/v1/actions", ["-u", ConsoleSite.reader, "--data-urlencode", "line=temp 2"])
        #expect(reader.status == 403, "\(reader)")
        // A browser's request without its token.
        let (cookie, csrf) = try site.logIn()
        #expect(site.ask("/api/v1/actions", cookie + ["--data-urlencode", "line=temp 3"]).status == 403)
        #expect(
            site.ask("/api/v1/actions", cookie + ["-d", "csrf=\(csrf)", "--data-urlencode", "line=temp 4"]).status
                == 200)
        #expect(try loglines("stop", "actions", in: site.directory).code == 0)
        let silent = post(site, "temp 5")
        #expect(silent.status == 503 && silent.body.contains("does not answer"), "\(silent)")
        // What is kept can be looked at without the worker.
        #expect(site.ask("/api/v1/actions", site.basic).body.contains(#""count":2"#))
    }

    @Test func pagesHearOfActions() throws {
        let site = try Self.site()
        let (session, _) = try site.logIn()
        let client = try LiveClient(site, session)
        client.subscribe("actions")
        try client.hear("actions", "Nothing has been said yet")
        // Each waits for one topic: it passes over what comes of others meanwhile.
        let other = try LiveClient(site, session)
        other.subscribe("action:M%C3%B6RE")
        #expect(post(site, "Möre <b>x</b>").status == 200)
        try client.hear("actions", "&lt;b&gt;x")
        try other.hear("action:M%C3%B6RE", #""text":"<b>x</b>""#)
        let page = site.ask("/actions/M%C3%B6RE", session)
        #expect(page.status == 200 && page.body.contains("&lt;b&gt;x&lt;/b&gt;") && !page.body.contains("<b>x"))
        #expect(site.ask("/actions/NONE", session).status == 404)
        #expect(site.ask("/actions/", session).headers["location"] == "/actions")
    }

    @Test func withoutAWorkerThePageSaysSo() throws {
        let site = try ConsoleSite()
        let (session, _) = try site.logIn()
        #expect(site.ask("/actions", session).body.contains("loglines enable actions"))
        #expect(site.ask("/api/v1/actions", site.basic).body == "[]\n")
        #expect(post(site, "temp 1").status == 404)
    }
}
