import PluginAPI
import Statistics
import TestKit
import Testing

@testable import Console

/// Reports that are fetched, with their filters and with what their headers say.
@Suite(.serialized) struct CounterReportTests {
    private let site: CounterSite

    init() throws {
        site = try CounterSite()
        try site.record(
            EventRecord.vectorR1 + [
                .use("7", "Request", "oai:repo.example:9", day: 30),
                .use("8", "Request", "oai:data.example:1", service: "data.example"),
            ])
    }

    private static let r1 = [
        "Total_Item_Investigations 2024-06": 4, "Total_Item_Requests 2024-06": 2,
        "Unique_Item_Investigations 2024-06": 2, "Unique_Item_Requests 2024-06": 2,
    ]

    @Test func theSameFiguresInEveryReport() throws {
        for kind in ["pr", "ir"] {
            let report = try site.report(kind, CounterSite.june())
            #expect(report.totals == Self.r1 && report.exceptions.isEmpty, "\(report)")
            #expect(report.Report_Header.Release == "5.1" && report.Report_Header.Report_ID == kind.uppercased())
        }
        let view = try site.report("pr_p1", CounterSite.june())
        #expect(view.totals == Self.r1.filter { $0.key.contains("Requests") })
        // There are no articles.
        #expect(try site.report("ir_a1", CounterSite.june()).exceptions == ["3030"])
        let days = CounterSite.june().replacing("begin_date=2024-06", with: "begin_date=2024-06-01").replacing(
            "end_date=2024-06", with: "end_date=2024-06-30")
        #expect(try site.report("pr", days).totals == Self.r1)
        let two = CounterSite.june().replacing("end_date=2024-06", with: "end_date=2024-07")
        #expect(try site.report("pr", two).totals["Total_Item_Requests 2024-07"] == 1)
        #expect(
            try site.report("pr", CounterSite.june("data.example", CounterSite.data)).totals == [
                "Total_Item_Investigations 2024-06": 1, "Total_Item_Requests 2024-06": 1,
                "Unique_Item_Investigations 2024-06": 1, "Unique_Item_Requests 2024-06": 1,
            ])
    }

    @Test(
        "Filters and attributes, and what is said of those that mean nothing",
        arguments: [
            ("pr", "metric_type=Total_Item_Requests", ["Total_Item_Requests 2024-06": 2], []),
            (
                "ir", "metric_type=Total_Item_Requests%7CUnique_Item_Requests",
                ["Total_Item_Requests 2024-06": 2, "Unique_Item_Requests 2024-06": 2], []
            ),
            (
                "pr", "metric_type=Total_Item_Requests%7CNix", ["Total_Item_Requests 2024-06": 2],
                ["3060: metric_type=Nix"]
            ),
            ("pr", "metric_type=Nix", nil, ["3060: metric_type=Nix"]),
            ("ir", "data_type=Dataset", [:], ["3030"]),
            ("ir", "data_type=Journal", nil, ["3060: data_type=Journal"]),
            ("ir", "data_type=Article%7CJournal", [:], ["3061: data_type=Journal", "3030"]),
            ("pr", "data_type=Journal", [:], ["3030"]),
            ("ir", "access_method=TDM", [:], ["3030"]),
            ("ir", "access_type=Secret", nil, ["3060: access_type=Secret"]),
            ("ir", "yop=2020-2024%7C20", [:], ["3060: yop=20", "3030"]),
            ("ir", "item_id=oai:repo.example:123", nil, []),
            ("ir", "item_id=oai:repo.example:124", [:], ["3030"]),
            ("pr", "item_id=oai:repo.example:123", nil, ["3050: item_id"]),
            ("pr", "b=1&a=2", nil, ["3050: a, b"]),
            ("pr_p1", "metric_type=Total_Item_Requests", nil, ["3050: metric_type"]),
            ("ir", "author=x&country_code=GB", nil, ["3060: author=x", "3060: country_code=GB"]),
            ("ir", "attributes_to_show=YOP%7CNix", nil, ["3062: attributes_to_show=Nix"]),
            ("pr", "attributes_to_show=YOP", nil, ["3062: attributes_to_show=YOP"]),
            ("ir", "include_parent_details=True", nil, []),
            ("ir", "include_parent_details=perhaps", nil, ["3062: include_parent_details=perhaps"]),
            ("ir", "include_component_details=True", nil, ["3063"]),
            ("ir", "include_component_details=False", nil, []),
            ("pr", "granularity=Month", nil, []),
            ("pr", "granularity=Day", nil, ["3062: granularity=Day"]),
            ("pr", "platform=repo.example&requestor_id=anybody", nil, []),
            ("pr", "platform=elsewhere", nil, ["3060: platform=elsewhere"]),
        ] as [(String, String, [String: Int]?, [String])])
    func filters(_ kind: String, _ query: String, _ totals: [String: Int]?, _ exceptions: [String]) throws {
        let report = try site.report(kind, CounterSite.june(rest: "&" + query))
        #expect(report.exceptions == exceptions)
        let expected = totals ?? (kind == "pr_p1" ? Self.r1.filter { $0.key.contains("Requests") } : Self.r1)
        #expect(report.totals == expected)
    }

    @Test func whatIsNotThereIsSaid() throws {
        func report(_ begin: String, _ end: String) throws -> CounterReportShape {
            try site.report(
                "pr", "customer_id=repo.example&api_key=\(CounterSite.repo)&begin_date=\(begin)&end_date=\(end)")
        }
        // Before the first event.
        let early = try report("1999-01", "2024-06")
        #expect(early.exceptions == ["3032: there is nothing of 1999-01 to 2024-05"] && early.totals == Self.r1)
        #expect(early.Report_Header.Report_Filters.Begin_Date == "2024-06-01")
        #expect(try report("2023-01", "2023-02").exceptions == ["3032: there is nothing of 2023-01 to 2023-02"])
        #expect(try report("2024-09", "2024-10").exceptions == ["3030"])
        // Months that are not over.
        let late = try report("2024-06", "9998-12")
        #expect(late.exceptions.count == 1 && late.exceptions[0].hasPrefix("3031: "), "\(late.exceptions)")
        #expect(late.totals["Total_Item_Requests 2024-07"] == 1)
        #expect(late.Report_Header.Report_Filters.End_Date < "2100")
        // A late line whose double clicks nobody has looked for yet.
        _ = try site.store().write(StoreBatch(events: [.use("9", "Request", "oai:repo.example:5")]))
        #expect(try report("2024-06", "2024-07").exceptions == ["3040: late lines are being counted"])
        #expect(try report("2024-07", "2024-07").exceptions.isEmpty)
        #expect(try site.store().check().unsettledHours == 1)
    }

    @Test func whatThereIsIsListed() throws {
        let key = "customer_id=repo.example&api_key=\(CounterSite.repo)"
        let list = site.site.get("/r51/reports?\(key)")
        #expect(list.status == 200, "\(list)")
        for part in [
            #""First_Month_Available":"2024-06""#, #""Path":"/r51/reports/ir_a1""#, #""Report_ID":"PR_P1""#,
            #""Release":"5.1""#, #""Report_Name":"Item Report""#,
        ] {
            #expect(list.body.contains(part), "\(part) \(list)")
        }
        #expect(
            site.site.get("/r51/members?\(key)").body
                == #"[{"Customer_ID":"repo.example","Institution_Name":"repo.example"}]"# + "\n")
        #expect(
            site.site.get("/r51/members?customer_id=data.example&api_key=\(CounterSite.both)").body
                == #"[{"Customer_ID":"data.example","Institution_Name":"data.example"},{"Customer_ID":"repo.example","Institution_Name":"repo.example"}]"#
                + "\n")
        let status = site.site.get("/r51/status")
        #expect(status.status == 200 && status.body.contains(#""Service_Active":true"#), "\(status)")
        #expect(!status.body.contains("example"))
    }

    @Test func aReportWhileLinesAreRecorded() async throws {
        let (path, most) = (site.directory.file("data/usage.sqlite"), 30)
        let writer = Task.detached {
            let store = SQLiteStore(path: path)
            for round in 0..<most {
                let events = (0..<500).map { number in
                    var event = EventRecord.use(
                        "w\(round)-\(number)", "Request", "oai:repo.example:w\(number)", day: 1, round % 24, number % 60
                    )
                    event.click = nil
                    return event
                }
                try CounterSite.record(events, in: store)
            }
        }
        var counts: [Int] = []
        // On a busy machine the writer begins late.
        let deadline = ContinuousClock.now + .seconds(60)
        repeat {
            counts.append(try site.report("ir", CounterSite.june()).totals["Total_Item_Investigations 2024-06"] ?? 0)
        } while ContinuousClock.now < deadline && counts.last != 4 + most * 500
        try await writer.value
        // Not compared in the expectation itself: it would print them all.
        let isGrowing = counts == counts.sorted()
        #expect(isGrowing && Set(counts).count > 1, "\(Set(counts).sorted())")
        let end = try site.report("ir", CounterSite.june())
        #expect(end.totals["Total_Item_Investigations 2024-06"] == 4 + most * 500 && end.exceptions.isEmpty)
    }

    @Test func aReportOfPostgreSQL() throws {
        let server = try PostgresServer.shared()
        let uri = server.uri(database: try server.makeDatabase())
        let site = try CounterSite(database: uri)
        #expect(try site.report("pr", CounterSite.june()).exceptions == ["3030"])
        try CounterSite.record(EventRecord.vectorR1, in: PostgresStore(uri: uri))
        for kind in ["pr", "ir"] {
            let report = try site.report(kind, CounterSite.june())
            #expect(report.totals == Self.r1 && report.exceptions.isEmpty, "\(report)")
        }
        #expect(
            try site.report("pr", CounterSite.june(rest: "&metric_type=Total_Item_Requests")).totals
                == ["Total_Item_Requests 2024-06": 2])
    }
}

extension CounterSite {
    static func june(rest: String) -> String { june("repo.example", repo, rest) }
}
