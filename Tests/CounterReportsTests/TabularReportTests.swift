import CounterReports
import CounterRules
import PluginTestKit
import Testing

@Suite("Tabular reports") struct TabularReportTests {
    @Test("Vector R1 as an Item Report")
    func r1ItemReport() throws {
        let item =
            "Title of 123 |  |  | MyRepo |  | myrepo:oai:repo.example:123 |  |  |  | https://repo.example/123/ | Article"
        #expect(
            table(try report(.ir, r1)) == [
                "Report_Name | Item Report", "Report_ID | IR", "Release | 5.1", "Institution_Name | The World",
                "Institution_ID | myrepo:0000000000000000", "Metric_Types", "Report_Filters", "Report_Attributes",
                "Exceptions", "Reporting_Period | Begin_Date=2024-06-01; End_Date=2024-06-30",
                "Created | 2024-07-01T00:00:00Z", "Created_By | usaged", "Registry_Record", "",
                "Item | Publisher | Publisher_ID | Platform | DOI | Proprietary_ID | ISBN | Print_ISSN | Online_ISSN | URI | "
                    + "Data_Type | Metric_Type | Reporting_Period_Total | Jun-2024",
                "\(item) | Total_Item_Investigations | 4 | 4", "\(item) | Total_Item_Requests | 2 | 2",
                "\(item) | Unique_Item_Investigations | 2 | 2", "\(item) | Unique_Item_Requests | 2 | 2",
            ])
    }

    @Test("Vector R1 as Platform Report and its view")
    func r1PlatformReports() throws {
        #expect(
            body(try report(.pr, r1)) == [
                "MyRepo | Article | Total_Item_Investigations | 4 | 4",
                "MyRepo | Article | Total_Item_Requests | 2 | 2",
                "MyRepo | Article | Unique_Item_Investigations | 2 | 2",
                "MyRepo | Article | Unique_Item_Requests | 2 | 2",
            ])
        let view = table(try report(.prP1, r1))
        #expect(view[0...1] == ["Report_Name | Platform Usage", "Report_ID | PR_P1"])
        #expect(
            view[5...6] == [
                "Metric_Types | Searches_Platform; Total_Item_Requests; Unique_Item_Requests; Unique_Title_Requests",
                "Report_Filters | Access_Method=Regular",
            ])
        #expect(
            view[14...] == [
                "Platform | Data_Type | Metric_Type | Reporting_Period_Total | Jun-2024",
                "MyRepo | Article | Total_Item_Requests | 2 | 2", "MyRepo | Article | Unique_Item_Requests | 2 | 2",
            ])
    }

    @Test("Every line is filled up, cells hold no tabs, and a mark comes first")
    func shape() throws {
        var lines: [String] = []
        let described = try report(.ir, r1) { id in
            var item = article(id)
            item.title = "A\ttitle\nof \(id)"
            return item
        }
        TabularReport(described).write { lines.append($0) }
        #expect(lines[0].hasPrefix("\u{FEFF}Report_Name\tItem Report\t"))
        #expect(lines.allSatisfy { $0.count(where: { $0 == "\t" }) == 13 && $0.hasSuffix("\n") })
        #expect(lines[15].hasPrefix("A title of 123\t"))
    }

    @Test("The view for journal articles has its own columns and rows")
    func articles() throws {
        let described = try report(.irA1, r1 + [CounterExample.hit("R 13:00:00 i=data")]) { id in
            var item = article(id)
            item.dataType = id == "data" ? .dataset : .article
            item.authors = ["A", "B", "C", "D"].map { .init(name: $0, orcid: $0 == "A" ? "0000-0001-2345-6789" : "") }
            item.publisherID = .init(register: "ROR", value: "012345678")
            var journal = ItemDescription.Parent()
            journal.title = "Journal"
            journal.identifiers.onlineISSN = "1234-5678"
            item.parent = journal
            return item
        }
        let rows = table(described)
        #expect(rows[6] == "Report_Filters | Data_Type=Article; Access_Method=Regular")
        #expect(
            rows[14]
                == "Item | Publisher | Publisher_ID | Platform | Authors | Publication_Date | Article_Version | DOI | "
                + "Proprietary_ID | Print_ISSN | Online_ISSN | URI | Parent_Title | Parent_Authors | Parent_Article_Version | "
                + "Parent_DOI | Parent_Proprietary_ID | Parent_Print_ISSN | Parent_Online_ISSN | Parent_URI | Access_Type | "
                + "Metric_Type | Reporting_Period_Total | Jun-2024")
        let item =
            "Title of 123 |  | ROR:012345678 | MyRepo | A (ORCID:0000-0001-2345-6789); B; C |  |  |  | "
            + "myrepo:oai:repo.example:123 |  |  | https://repo.example/123/ | Journal |  |  |  |  |  | 1234-5678 |  | Open"
        #expect(
            rows[15...] == ["\(item) | Total_Item_Requests | 2 | 2", "\(item) | Unique_Item_Requests | 2 | 2"])
    }

    @Test("Filters and attributes")
    func filters() throws {
        let hits = r1 + [CounterExample.hit("R 13:00:00 i=9")]
        let both = try report(
            .ir, hits, to: "2024-07",
            [
                "metric_type": "Total_Item_Requests", "data_type": "Article", "item_id": "123",
                "attributes_to_show": "YOP|Access_Method",
            ])
        let rows = table(both)
        #expect(
            rows[5...7] == [
                "Metric_Types | Total_Item_Requests", "Report_Filters | Data_Type=Article; Item_ID=123",
                "Report_Attributes | Attributes_To_Show=YOP|Access_Method",
            ])
        #expect(
            rows[14].hasSuffix(
                "Data_Type | YOP | Access_Method | Metric_Type | Reporting_Period_Total | Jun-2024 | Jul-2024"))
        #expect(
            rows[15...].map { $0.split(separator: "/ | ").last } == [
                "Article | 0001 | Regular | Total_Item_Requests | 2 | 2 | 0"
            ])
        #expect(body(try report(.prP1, hits)).first == "MyRepo | Article | Total_Item_Requests | 3 | 3")
        let totals = try report(
            .pr, hits, to: "2024-07", ["granularity": "totals"])
        #expect(body(totals).first == "MyRepo | Article | Total_Item_Investigations | 5")
        #expect(table(totals)[7] == "Report_Attributes | Exclude_Monthly_Details=True")
    }

    @Test("Rows that add up to zero are left out, zero months of others are not")
    func zeros() throws {
        let rows = body(try report(.pr, [CounterExample.hit("V 10:00:00")], from: "2024-05", to: "2024-06"))
        #expect(
            rows == [
                "MyRepo | Article | Total_Item_Investigations | 1 | 0 | 1",
                "MyRepo | Article | Unique_Item_Investigations | 1 | 0 | 1",
            ])
    }

    @Test("A report of nothing says so")
    func nothing() throws {
        let rows = table(try report(.ir, [], exceptions: [.partial]))
        #expect(rows[8] == "Exceptions | 3040: Partial Data Returned; 3030: No Usage Available for Requested Dates")
        #expect(rows.count == 15)
    }
}
