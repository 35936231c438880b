import FoundationEssentials
import TestKit
import Testing

/// The configuration as operators see it.
@Suite(.serialized) struct ConfigurationPageTests {
    private struct Value: Decodable, Equatable {
        let section: String
        let key: String
        let value: String
        let origin: String
        let secret: Bool
    }

    private struct Problem: Decodable, Equatable {
        let severity: String
        let file: String
        let line: Int?
        let section: String?
        let key: String?
        let message: String
    }

    private struct State: Decodable {
        let good: Bool
        let changed: Bool
        let problems: [Problem]
        let values: [Value]
    }

    private func state(_ site: ConsoleSite) throws -> State {
        let answer = site.ask("/api/v1/configuration", site.basic)
        try #require(answer.status == 200, "\(answer)")
        return try JSONDecoder().decode(State.self, from: Data(answer.body.utf8))
    }

    private func printed<Result: Decodable>(_ words: String..., by site: ConsoleSite) throws -> Result {
        try JSONDecoder().decode(Result.self, from: Data(loglines(words, in: site.directory).output.utf8))
    }

    @Test func whatLiesOnDiskIsShown() throws {
        let site = try ConsoleSite()
        let first = try state(site)
        #expect(first.good && !first.changed && first.problems.isEmpty)
        #expect(try first.values == printed("config", "show", "--json", by: site))
        #expect(first.values.contains { $0.key == "password" && $0.secret && $0.value != ConsoleSite.password })
        let (reader, _) = try site.logIn("ben", "U*U")
        let page = site.ask("/configuration", reader)
        #expect(page.status == 200 && page.body.contains("Nothing is wrong with the configuration"), "\(page)")
        #expect(!page.body.contains(ConsoleSite.password) && !page.body.contains("console was started"))
        #expect(page.body.contains("<h2>[process_sleeper]</h2>") && page.body.contains("loglines.cfg:"))
        #expect(page.body.contains(#"<td class="value">sleep 100000</td>"#))

        // A comment is no change; another command is.
        let text = try #require(site.directory.read("loglines.cfg"))
        try site.directory.write("# hello\n\(text)", to: "loglines.cfg")
        try eventually("the moved lines are seen") {
            try state(site).values != first.values
        }
        #expect(try !state(site).changed)
        try site.directory.write(text.replacing("sleep 100000", with: "sleep 200000"), to: "loglines.cfg")
        // Of a file that is being written the beginning may be seen first.
        try eventually("the change is seen") {
            try state(site).changed && site.ask("/configuration", reader).body.contains("sleep 200000")
        }
        let changed = site.ask("/configuration", reader).body
        #expect(changed.contains("than when the console was started") && changed.contains("sleep 200000"))

        try site.directory.write(text + "\n[worker_x]\nkind = <b>\n", to: "loglines.cfg")
        try eventually("the error is seen") { try !state(site).good }
        #expect(try state(site).problems == printed("config", "check", "--json", by: site))
        let wrong = site.ask("/configuration", reader).body
        #expect(wrong.contains("The configuration has 1 error") && wrong.contains("[worker_x]"), "\(wrong)")
        #expect(wrong.contains("&lt;b&gt;") && !wrong.contains("<b>&"))
        // The other pages go on with what the console was started with.
        #expect(site.ask("/ledger", reader).body.contains("There are no such lines"))
        #expect(site.get("/api/v1/configuration").status == 401)
    }
}
