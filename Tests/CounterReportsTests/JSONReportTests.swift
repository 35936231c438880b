import CounterReports
import CounterRules
import FoundationEssentials
import PluginTestKit
import Testing

@Suite("JSON reports") struct JSONReportTests {
    private static let header = """
        "Report_Header":{"Created":"2024-07-01T00:00:00Z","Created_By":"usaged",\
        "Institution_ID":{"Proprietary":["myrepo:0000000000000000"]},"Institution_Name":"The World","Registry_Record":"",\
        "Release":"5.1","Report_Filters":{"Begin_Date":"2024-06-01","End_Date":"2024-06-30"},
        """

    /// The vector's text, with the keys of each object in the order of their names.
    @Test("Vector R1 as an Item Report")
    func r1ItemReport() throws {
        let expected = """
            {\(Self.header)"Report_ID":"IR","Report_Name":"Item Report"},\
            "Report_Items":[{"Items":[{"Attribute_Performance":[{"Data_Type":"Article","Performance":{\
            "Total_Item_Investigations":{"2024-06":4},"Total_Item_Requests":{"2024-06":2},\
            "Unique_Item_Investigations":{"2024-06":2},"Unique_Item_Requests":{"2024-06":2}}}],"Item":"Title of 123",\
            "Item_ID":{"Proprietary":"myrepo:oai:repo.example:123","URI":"https://repo.example/123/"},\
            "Platform":"MyRepo","Publisher":""}]}]}

            """
        #expect(try json(report(.ir, r1)) == expected.replacing("\n\"Report_ID", with: "\"Report_ID"))
    }

    @Test("Vector R1 as a Platform Report; what is zero is left out")
    func r1PlatformReport() throws {
        let text = try json(report(.pr, r1, to: "2024-07"))
        #expect(
            text.hasSuffix(
                """
                "Report_Items":[{"Attribute_Performance":[{"Data_Type":"Article","Performance":{\
                "Total_Item_Investigations":{"2024-06":4},"Total_Item_Requests":{"2024-06":2},\
                "Unique_Item_Investigations":{"2024-06":2},"Unique_Item_Requests":{"2024-06":2}}}],"Platform":"MyRepo"}]}

                """))
    }

    private struct Read: Decodable {
        struct Group: Decodable {
            struct Item: Decodable {
                let Item: String
            }

            let Title: String?
            let Items: [Item]
        }

        let Report_Items: [Group]
    }

    private func read(_ report: UsageReport) throws -> [String] {
        try JSONDecoder().decode(Read.self, from: Data(json(report).utf8)).Report_Items.map { group in
            "\(group.Title ?? "-"): \(group.Items.map(\.Item).joined(separator: ", "))"
        }
    }

    @Test("Neither a parent, nor an item, nor its attributes come twice")
    func grouping() throws {
        let hits = (1...6).map { CounterExample.hit("R 1\($0):00:00 i=\($0)") }
        func describe(_ id: String) -> ItemDescription {
            var item = ItemDescription()
            item.title = id
            item.dataType = .article
            guard let number = Int(id), number > 2 else { return item }
            var parent = ItemDescription.Parent()
            parent.title = number % 2 == 0 ? "Even" : "Odd"
            item.parent = parent
            return item
        }
        let grouped = try report(.ir, hits, describe: describe, ["include_parent_details": "True"])
        #expect(
            try read(grouped) == [
                "-: 1, 2", "Even: 4, 6", "Odd: 3, 5",
            ])
        let plain = try report(.ir, hits, describe: describe)
        #expect(try read(plain) == ["-: 1, 2, 3, 4, 5, 6"])
    }

    @Test("A report of nothing is one, and says why")
    func nothing() throws {
        for kind in ReportKind.allCases {
            let text = try json(report(kind, []))
            #expect(text.hasSuffix("\"Report_Items\":[]}\n"))
            #expect(text.contains(#""Exceptions":[{"Code":3030,"Message":"No Usage Available for Requested Dates"}]"#))
            _ = try JSONDecoder().decode(Read.self, from: Data(text.utf8))
        }
    }

    @Test("Filters of a view are in its header")
    func filters() throws {
        let text = try json(report(.irA1, r1))
        #expect(
            text.contains(
                #""Report_Filters":{"Access_Method":["Regular"],"Begin_Date":"2024-06-01","Data_Type":["Article"],"End_Date":"2024-06-30","Metric_Type":["Total_Item_Requests","Unique_Item_Requests"]}"#
            ))
        #expect(text.contains(#""Access_Type":"Open""#) && !text.contains("Investigations"))
        // As in COUNTER's sample of it.
        #expect(!text.contains(#""Data_Type":"Article""#))
    }
}
