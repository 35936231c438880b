import PluginAPI
import Statistics
import TestKit
import Testing

struct ReportCommandTests {
    private func makeSite(_ keys: String = "", others: String = "") throws -> TemporaryDirectory {
        let site = try TemporaryDirectory()
        try site.write(
            """
            [service_repo.example]
            plugin = dspace
            base_url = https://repo.example
            oai_prefix = oai:repo.example
            \(keys)
            [worker_r]
            kind = recorder
            listento = usage
            database = sqlite:data/u.db
            \(others)
            """, to: "loglines.cfg")
        try site.write(
            "item,title,data_type,parent_title\noai:repo.example:123,Title of 123,Article,A journal\n", to: "items.csv")
        return site
    }

    /// Vector R1 of usage-protocols.md, section 2.8, with a robot.
    private func record(in site: TemporaryDirectory) throws {
        let hits: [(kind: StoredText, minute: Int64, second: Int64, session: StoredText)] = [
            ("Investigation", 600, 0, "10"), ("Request", 600, 20, "10"), ("Request", 600, 40, "10"),
            ("Investigation", 690, 0, "11"), ("Request", 705, 0, "11"),
        ]
        var events = hits.enumerated().map { number, hit in
            var event = EventRecord(
                id: StoredText("f:\(number)"),
                time: UTCTime(secondsSince1970: 1_718_409_600 + hit.minute * 60 + hit.second), service: "repo.example",
                kind: hit.kind, item: "oai:repo.example:123", url: "https://repo.example/123/", agentClass: "person")
            event.session = hit.session
            event.click = ClickName(own: hit.minute)
            return event
        }
        events[0].click = ClickName(own: 1)
        var robot = events[4]
        (robot.id, robot.agentClass, robot.click) = ("robot", "robot", nil)
        _ = try SQLiteStore(path: site.file("data/u.db")).write(StoreBatch(events: events + [robot]))
    }

    private let june = ["--from", "2024-06", "--to", "2024-06"]

    @Test("The Item Report of vector R1 as a table")
    func table() throws {
        let site = try makeSite("items = items.csv\nplatform = MyRepo\nnamespace = myrepo")
        try record(in: site)
        let outcome = try loglines(["report", "ir"] + june, in: site)
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix("Report_Name\tItem Report\t"))
        let item =
            "Title of 123\t\t\tMyRepo\t\tmyrepo:oai:repo.example:123\t\t\t\thttps://repo.example/123/\tArticle\t"
        #expect(
            lines[15...].map(String.init) == [
                "\(item)Total_Item_Investigations\t4\t4", "\(item)Total_Item_Requests\t2\t2",
                "\(item)Unique_Item_Investigations\t2\t2", "\(item)Unique_Item_Requests\t2\t2", "",
            ])
    }

    @Test("JSON, a file for Excel, and the defaults of a service")
    func forms() throws {
        let site = try makeSite("data_type = Dataset")
        try record(in: site)
        let json = try loglines(["report", "IR", "--service", "repo.example", "--json"] + june, in: site)
        #expect(
            json.output.hasSuffix(
                #""Item":"","Item_ID":{"Proprietary":"repo.example:oai:repo.example:123","URI":"https://repo.example/123/"},"#
                    + #""Platform":"repo.example","Publisher":""}]}]}"# + "\n"))
        #expect(json.output.contains(#""Data_Type":"Dataset""#))
        #expect(try loglines(["report", "pr", "--output", site.file("pr.tsv")] + june, in: site).output.isEmpty)
        let file = try #require(site.read("pr.tsv"))
        #expect(file.hasPrefix("\u{FEFF}Report_Name\tPlatform Report"))
        #expect(file.hasSuffix("repo.example\tDataset\tUnique_Item_Requests\t2\t2\n"))
        try #require(shell("echo before >kept && ln -s kept link", in: site).code == 0)
        #expect(try loglines(["report", "pr", "--output", site.file("link")] + june, in: site).code == 0)
        #expect(site.read("kept") == file, "a link is written through")
    }

    @Test("What has to be said of a report is in it and on stderr")
    func exceptions() throws {
        let site = try makeSite()
        try record(in: site)
        let other = try loglines(["report", "pr", "--yop", "2020"] + june, in: site)
        #expect(other.errors == "3050: Parameter Not Recognized in this Context (yop); it was not applied\n")
        #expect(other.output.contains("\nExceptions\t3050: Parameter Not Recognized in this Context (yop)\t"))
        // Of a file that is not there no report of nothing is made.
        let absent = try loglines(["report", "pr", "--database", "sqlite:no.sqlite"] + june, in: site)
        #expect(absent.code == 1 && absent.output.isEmpty && absent.errors.contains("no.sqlite: there is no store yet"))
        #expect(site.read("no.sqlite") == nil)
        let future = try loglines(["report", "ir", "--from", "9000-01", "--to", "9000-02"], in: site)
        #expect(
            future.errors
                == "3031: Usage Not Ready for Requested Dates\n3030: No Usage Available for Requested Dates\n")
        #expect(future.code == 0)
    }

    @Test("What cannot be reported is said in one line")
    func wrong() throws {
        let site = try makeSite(others: "[service_other]\nplugin = ora\nitems = items.csv\n")
        try #expect(
            loglines(["report", "ir"] + june, in: site)
                == CommandOutcome(
                    64, "", "several services are configured; name one with --service: other, repo.example\n"))
        try #expect(
            loglines(["report", "ir", "--service", "x"] + june, in: site)
                == CommandOutcome(64, "", "--service: there is no service 'x'; configured: other, repo.example\n"))
        try site.write("item,doi\n1,x\n", to: "items.csv")
        let broken = try loglines(["report", "ir", "--service", "other"] + june, in: site)
        #expect(broken.code == 78)
        #expect(
            broken.errors
                == "loglines.cfg:12: warning: [service_other] items: \(site.file("items.csv")), line 2, column doi: "
                + "\"x\" is no DOI\n")
        try #expect(loglines(["config", "check"], in: site).errors.contains("line 2, column doi"))
        for words in [["--from", "2024-13", "--to", "2024-13"], ["--from", "2024-02", "--to", "2024-01"], []] {
            #expect(try loglines(["report", "ir", "--service", "other"] + words, in: site).code == 64)
        }
        #expect(try loglines(["report", "tr"] + june, in: site).code == 64)
    }
}
