import Glibc
import PluginAPI
import TestKit
import Testing

@testable import Console

/// The report page over a real store of which every event is known.
@Suite(.serialized) struct ReportPageTests {
    private static let range = "service=repo.example&from=2024-05&to=2024-06&compare=2024-05&with=2024-06"

    /// Two months: 9 downloads and 4 views that count, 3 robots, 2 AI agents, one double click.
    private static func sample() -> ReportSample {
        var sample = ReportSample()
        sample.use("oai:r:1", at: "2024-05-03", times: 2, from: "DE")
        sample.use("oai:r:2", .investigation, at: "2024-05-03 14:00", times: 3, from: "FR")
        sample.use("=evil", at: "2024-05-31 23:58", times: 1)
        sample.use("oai:r:1", at: "2024-06-01 00:00:00", times: 5, from: "DE")
        sample.use("oai:r:2", .investigation, at: "2024-06-30 23:59")
        sample.doubleClick("<b>", at: "2024-06-15", from: "FR")
        sample.use("oai:r:1", at: "2024-06-15", times: 3, by: .robot, from: "US")
        sample.use("oai:r:9", .investigation, at: "2024-06-16", times: 2, by: .aiAgent, from: "US")
        // What is not asked for.
        sample.use("oai:r:1", at: "2024-04-30 23:59:59", from: "DE")
        sample.use("oai:r:1", at: "2024-07-01 00:00:00", from: "DE")
        sample.use("other", at: "2024-06-15", times: 9, service: "other.example")
        return sample
    }

    private func csv(_ name: String, _ query: String, _ site: ConsoleSite) -> String {
        let answer = site.ask("/reports/\(name).csv?\(query)", site.basic)
        #expect(answer.status == 200 && answer.headers["content-type"] == CSVText.type, "\(answer)")
        return answer.body
    }

    @Test func filesAndPageTellWhatIsInTheStore() throws {
        let site = try ConsoleSite(ReportSample.configuration)
        try Self.sample().write(in: site.directory)

        let days = csv("uses", Self.range, site).split(separator: "\n")
        #expect(days.count == 1 + 61 && days[0] == "day,downloads,views")
        #expect(
            days.dropFirst().filter { !$0.hasSuffix(",0,0") } == [
                "2024-05-03,2,3", "2024-05-31,1,0", "2024-06-01,5,0", "2024-06-15,1,0", "2024-06-30,0,1",
            ])
        #expect(
            csv("uses", "service=repo.example&from=2024-03&to=2024-06", site)
                == "month,downloads,views\n2024-03,0,0\n2024-04,1,0\n2024-05,3,3\n2024-06,6,1\n")
        #expect(
            csv("uses", "service=*&from=2024-03&to=2024-06", site)
                == "month,downloads,views\n2024-03,0,0\n2024-04,1,0\n2024-05,3,3\n2024-06,15,1\n")
        #expect(
            csv("removed", "service=repo.example&from=2024-03&to=2024-06", site).split(separator: "\n").suffix(2) == [
                "2024-05,6,0,0,0,0", "2024-06,13,3,2,1,46.2",
            ])
        #expect(
            csv("items", Self.range, site)
                == "item,downloads,views,share_percent\noai:r:1,7,0,53.8\noai:r:2,0,4,30.8\n<b>,1,0,7.7\n'=evil,1,0,7.7\n"
        )
        #expect(
            csv("countries", Self.range, site)
                == "country,downloads,views,share_percent\nDE,7,0,53.8\nFR,1,3,30.8\n,1,1,15.4\n")
        #expect(
            csv("comparison", Self.range, site)
                == "what,2024-05,2024-06,change_percent\nDownloads,3,6,100\nViews,3,1,-66.7\nHits of robots,0,3,\n"
                + "Hits of AI agents,0,2,\nDouble clicks,0,1,\n")
        #expect(csv("rising", Self.range, site) == "item,2024-05,2024-06,difference\noai:r:1,2,5,3\n<b>,0,1,1\n")
        #expect(
            csv("falling", Self.range, site) == "item,2024-05,2024-06,difference\noai:r:2,3,1,-2\n'=evil,1,0,-1\n")

        let page = site.ask("/reports?\(Self.range)", try site.logIn("ben", "U*U").cookie)
        #expect(page.status == 200, "\(page)")
        for text in [
            "<dt>downloads</dt><dd>9</dd>", "<dt>views</dt><dd>4</dd>", "<dt>of all hits removed</dt><dd>31.6 %</dd>",
            "<title>1 Jun 2024: 5 downloads, 0 views</title>", "<th scope=\"row\">&lt;b&gt;</th>",
            "<th scope=\"row\">Germany</th>", "<h1>repo.example</h1>", "May 2024 to Jun 2024",
            "<td class=\"number\">-66.7 %</td>",
            "href=\"/reports/items.csv?service=repo.example&amp;from=2024-05&amp;to=2024-06",
        ] {
            #expect(page.body.contains(text), "\(text)")
        }
        #expect(!page.body.contains("<b>") && !page.body.contains("Data sent"))
        let file = site.ask("/reports/items.csv?\(Self.range)", site.basic).headers["content-disposition"]
        #expect(file == "attachment; filename=\"items-repo.example-2024-05-2024-06.csv\"")
    }

    @Test func counterReportsOfTheSameMonthsAreFiles() throws {
        let site = try ConsoleSite(ReportSample.configuration)
        try Self.sample().write(in: site.directory)
        let reader = try site.logIn("ben", "U*U").cookie
        let page = site.ask("/reports?\(Self.range)", reader).body
        for (name, form, word) in [
            ("pr", "tsv", "PR"), ("pr_p1", "json", "PR_P1"), ("ir", "tsv", "IR"), ("ir_a1", "json", "IR_A1"),
        ] {
            let link = "/reports/counter/\(name).\(form)?service=repo.example&from=2024-05&to=2024-06"
            #expect(page.contains("href=\"\(link.replacing("&", with: "&amp;"))\""), "\(link)")
            let answer = site.ask(link, reader)
            #expect(answer.status == 200 && answer.body.contains(word), "\(answer)")
            #expect(
                answer.headers["content-disposition"]
                    == "attachment; filename=\"\(name)-repo.example-2024-05-2024-06.\(form)\"")
        }
        // 9 downloads and 4 views, as on the page.
        let tsv = site.ask("/reports/counter/pr.tsv?\(Self.range)", reader)
        #expect(tsv.headers["content-type"] == CounterFiles.Form.tsv.type)
        #expect(
            tsv.body.contains("Total_Item_Requests\t9\t3\t6")
                && tsv.body.contains("Total_Item_Investigations\t13\t6\t7"),
            "\(tsv)")
        #expect(site.ask("/reports/counter/pr.tsv?service=*", reader).status == 400)
        #expect(site.ask("/reports/counter/pr.tsv?from=2999-01", reader).status == 400)
        #expect(site.get("/reports/counter/pr.tsv").status == 401)
    }

    @Test func transfersAreToldByTimeNetworkAndCountry() throws {
        let site = try ConsoleSite(ReportSample.configuration)
        var sample = ReportSample()
        sample.transfer("FR", at: "2024-05-03", bytes: 1_000, packets: 2, host: "a", from: "FR")
        sample.transfer("FR", at: "2024-05-03 13:00", bytes: 500, packets: 1, host: "a", from: "FR")
        sample.transfer("G", "RX", at: "2024-06-03", bytes: 2_000_000, packets: 7, host: "b")
        try sample.write(in: site.directory)
        let range = "service=seismic.example&from=2024-05&to=2024-06"
        #expect(
            csv("transfers", range, site).split(separator: "\n").filter { !$0.hasSuffix(",0,0,0,0") } == [
                "day,bytes_sent,bytes_received,packets,clients", "2024-05-03,1500,0,3,1", "2024-06-03,0,2000000,7,1",
            ])
        #expect(
            csv("networks", range, site)
                == "network,bytes,packets,clients,share_percent\nG,2000000,7,1,99.9\nFR,1500,3,1,0.1\n")
        #expect(csv("client-countries", range, site).hasSuffix("\n,2000000,7,1,99.9\nFR,1500,3,1,0.1\n"))
        let page = site.ask("/reports?\(range)", site.basic).body
        #expect(
            page.contains("Data sent and received")
                && page.contains("<title>3 Jun 2024: 0 B sent, 2 MB received</title>"))
        #expect(!page.contains("Top items"))
    }

    @Test func whereThereIsNothingItSaysWhatToDo() throws {
        let site = try ConsoleSite(ReportSample.configuration)
        func page(_ query: String = "") -> ConsoleSite.Answer { site.ask("/reports?\(query)", site.basic) }
        #expect(
            page().body.contains("Nothing is recorded yet") && page().body.contains("there is no store yet"),
            "\(page())")
        #expect(site.ask("/reports/uses.csv", site.basic).status == 404)
        // To look makes nothing.
        #expect(access(site.directory.file("data/usage.sqlite"), F_OK) != 0)

        try Self.sample().write(in: site.directory)
        // Of this year, that is, which nobody chose.
        try eventually("the store is seen") {
            page("service=repo.example").body.contains("What is recorded is of Apr 2024 to Jul 2024")
        }
        #expect(
            page("service=repo.example").body.contains(
                "href=\"/reports?service=repo.example&amp;from=2024-04&amp;to=2024-07\""))
        #expect(page("service=seismic.example").body.contains("Nothing is recorded of seismic.example at all"))

        for (query, why) in [
            ("from=2024-13", "from: &#39;2024-13&#39; is no month"), ("service=x", "service: there is no &#39;x&#39;"),
            ("from=2024-02&to=2024-01", "from: 2024-02 is later than 2024-01"),
        ] {
            let answer = page(query)
            #expect(answer.status == 400 && answer.body.contains(why), "\(answer)")
            #expect(site.ask("/reports/uses.csv?\(query)", site.basic).status == 400)
        }
        #expect(site.get("/reports").status == 401 && site.get("/reports/uses.csv").status == 401)
        #expect(site.ask("/reports/other.csv", site.basic).status == 404)
    }

    @Test func withoutARecorderItSaysHowToEnableOne() throws {
        let site = try ConsoleSite()
        let page = site.ask("/reports", site.basic)
        #expect(page.status == 200 && page.body.contains("loglines enable recorder"), "\(page)")
    }

    @Test func aStoreThatCannotBeReadIsToldOf() throws {
        let site = try ConsoleSite(ReportSample.configuration)
        try site.directory.write(String(repeating: "this is no database\n", count: 100), to: "data/usage.sqlite")
        let page = site.ask("/reports", site.basic)
        #expect(page.status == 200 && page.body.contains("The statistics store cannot be read"), "\(page)")
    }
}
