import FoundationEssentials
import Glibc
import TestKit
import Testing

/// One line's decisions as operators see them.
@Suite(.serialized) struct ExplainPageTests {
    private struct Explained: Decodable { let id: String }

    private let traffic: TrafficSite
    private var site: ConsoleSite { traffic.site }

    init() throws { traffic = try TrafficSite() }

    private func explain(_ fields: String...) -> ConsoleSite.Answer {
        site.ask("/api/v1/explain", site.basic + fields.flatMap { ["--data-urlencode", $0] })
    }

    @Test func theAPISaysWhatTheCommandSays() throws {
        let line = explain("file=in/access.log:1")
        #expect(try line.body == loglines("explain", "--json", "--file", "in/access.log:1", in: site.directory).output)
        let id = try JSONDecoder().decode(Explained.self, from: Data(line.body.utf8)).id
        #expect(try explain("id=\(id)").body == loglines("explain", "--json", "--id", id, in: site.directory).output)
        let text = TrafficSite.lines[2]
        let given = explain("line=\(text)\r\n", "service=repo.example")
        #expect(
            try given.body
                == loglines("explain", "--json", "--service", "repo.example", text, in: site.directory).output)
        let json = site.ask(
            "/api/v1/explain",
            site.basic + ["-H", "Content-Type: application/json", "-d", #"{"file": "in/access.log:3"}"#])
        #expect(json.status == 200 && json.body.contains(#""leaf": "status 404""#), "\(json)")
        for (fields, status, problem) in [
            (["id=nothing"], 404, "no queue holds a message with the id nothing"),
            (["line=x"], 404, "which service is it of? There are other.example, repo.example"),
            (["line=x", "id=y"], 400, "give one of"), (["service=x"], 400, "give one of"),
            (["file=in/access.log"], 400, "is not FILE:NUMBER"), (["file=in/access.log:99"], 404, "has no line 99"),
        ] {
            let answer = site.ask("/api/v1/explain", site.basic + fields.flatMap { ["--data-urlencode", $0] })
            #expect(answer.status == status && answer.body.contains(problem), "\(fields) \(answer)")
        }
        #expect(site.ask("/api/v1/explain", ["-d", "id=x"]).status == 401)
    }

    @Test func onlyLogsOfTheSiteAreRead() throws {
        try site.directory.write("secret\n", to: "in/secret.log")
        try #require(symlink("/etc/hostname", site.directory.file("in/link.log")) == 0)
        try #require(mkfifo(site.directory.file("in/more-pipe.log"), 0o600) == 0)
        for file in [
            "/etc/passwd", "loglines.cfg", "users", "in/secret.log", "in/link.log", "in/../users",
            "../../../etc/passwd",
            "in/more-x/../../users", "in//access.log", "./in/access.log", "in/more-pipe.log", "in/",
            "/proc/self/environ",
            "run/console.password", "in/access.log/../../users", "",
        ] {
            let answer = explain("file=\(file):1")
            #expect([400, 403].contains(answer.status), "\(file) \(answer)")
            #expect(!answer.body.contains("root:"))
        }
        #expect(explain("file=/etc/passwd:1").body.contains("no enabled tail follows it, and it was not imported"))
        #expect(explain("file=in/../users:1").body.contains("without . and .."))
        // What was imported may be seen, wherever it lies.
        try site.directory.write(TrafficSite.line(7) + "\n", to: "old/access.log")
        #expect(explain("file=old/access.log:1").status == 403)
        try #require(
            loglines("import", "--service", "repo.example", "old/access.log", in: site.directory)
                .code == 0)
        let imported = explain("file=\(site.directory.path)/old/access.log:1")
        #expect(imported.status == 200 && imported.body.contains("oai:repo.example:7"), "\(imported)")
    }

    @Test func thePageShowsEachDecision() throws {
        let (reader, csrf) = try site.logIn("ben", "U*U")
        let form = site.ask("/explain", reader)
        #expect(
            form.status == 200 && form.body.contains("<textarea") && form.body.contains("<option>repo.example</option>")
        )
        func page(_ query: String) -> String { site.ask("/explain?\(query)", reader).body }

        let good = page("file=in/access.log:1")
        #expect(good.contains("It counts as a request of oai:repo.example:1"), "\(good)")
        #expect(good.contains("rft.artnum") && good.contains("<td>oai:repo.example:1</td>"))
        #expect(good.contains("sent try=1") && good.contains("accepted"))
        #expect(good.contains("in no queue: its way has ended"))
        #expect(good.contains(#"<span class="field-address">192.0.2.1</span>"#))
        let link = try #require(good.firstMatch(of: /href="\/explain\?(id=[^"]+)"/))
        #expect(page(String(link.output.1)).contains("It counts as a request of oai:repo.example:1"))

        let evil = page("file=in/access.log:2")
        #expect(evil.contains("&lt;script&gt;alert(1)&lt;/script&gt; \\u{1B}[31m"), "\(evil)")
        #expect(!evil.contains("<script>alert") && !evil.contains("\u{1b}") && !evil.contains("style="))
        #expect(page("file=in/access.log:3").contains("It does not count: status 404"))
        let robot = page("file=in/access.log:4")
        #expect(robot.contains("It does not count: robot (pattern bot)") && robot.contains(#"<li class="amber">"#))
        #expect(page("file=in/access.log:5").contains("It cannot be read"))
        #expect(page("file=users:1").contains("There is nothing to explain"))

        // A line is pasted into a form; what has an address is shown there.
        let pasted = site.ask(
            "/explain",
            reader + [
                "--data-urlencode", "csrf=\(csrf)", "--data-urlencode", "line=\(TrafficSite.lines[1])", "-d",
                "service=repo.example", "-d", "id=", "-d", "file=",
            ])
        #expect(
            pasted.status == 200 && pasted.body.contains("It counts as a request of oai:repo.example:2"), "\(pasted)")
        #expect(!pasted.body.contains("<script>alert"))
        let moved = site.ask("/explain", reader + ["-d", "csrf=\(csrf)&line=&id=a%3A1&file=&service="])
        #expect(moved.status == 303 && moved.headers["location"] == "/explain?id=a:1", "\(moved)")
        #expect(site.ask("/explain", reader + ["-d", "line=x"]).status == 403)
    }
}
