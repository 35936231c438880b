import CounterReports
import PluginTestKit
import Testing

@Suite("Parameters of reports") struct ReportParametersTests {
    private func exceptions(_ kind: ReportKind, _ values: [String: String]) throws -> [String] {
        let month = try #require(Month("2024-06"))
        let period = try #require(ReportingPeriod(from: month, to: month))
        return ReportParameters(kind, period, values).exceptions.map(\.description)
    }

    @Test(
        "What a report does not have is left out, and said",
        arguments: [
            (.pr, ["yop": "2020"], ["3050: Parameter Not Recognized in this Context (yop)"]),
            (
                .irA1, ["metric_type": "Total_Item_Requests"],
                ["3050: Parameter Not Recognized in this Context (metric_type)"]
            ),
            (.ir, ["colour": "blue"], ["3050: Parameter Not Recognized in this Context (colour)"]),
            (.ir, ["metric_type": "Total_Items"], ["3060: Invalid ReportFilter Value (metric_type=Total_Items)"]),
            (
                .ir, ["metric_type": "Searches_Platform|Unique_Item_Requests"],
                ["3060: Invalid ReportFilter Value (metric_type=Searches_Platform)"]
            ),
            (.ir, ["data_type": "Book"], ["3060: Invalid ReportFilter Value (data_type=Book)"]),
            (.ir, ["data_type": "Book|Dataset"], ["3061: Incongruous ReportFilter Value (data_type=Book)"]),
            (.ir, ["yop": "20"], ["3060: Invalid ReportFilter Value (yop=20)"]),
            (.ir, ["yop": "2020|2010-2015", "access_type": "Open"], []),
            (.pr, ["attributes_to_show": "YOP"], ["3062: Invalid ReportAttribute Value (attributes_to_show=YOP)"]),
            (.pr, ["granularity": "day"], ["3062: Invalid ReportAttribute Value (granularity=day)"]),
            (.ir, ["include_component_details": "True"], ["3063: Components Not Supported"]),
            (.pr, ["metric_type": "Searches_Platform", "data_type": "Book", "access_method": "TDM", "yop": ""], []),
        ] as [(ReportKind, [String: String], [String])])
    func unfit(kind: ReportKind, values: [String: String], expected: [String]) throws {
        #expect(try exceptions(kind, values) == expected)
    }

    @Test("Filters of items")
    func items() throws {
        let hits = ["V 10:00:00 i=1", "V 11:00:00 i=2", "V 12:00:00 i=3"].map(CounterExample.hit)
        func found(_ parameters: [String: String]) throws -> [String] {
            let report = try report(
                .ir, hits,
                describe: { id in
                    var item = article(id)
                    item.yearOfPublication = "202\(id)"
                    item.accessType = id == "2" ? .controlled : .open
                    item.identifiers.doi = "10.1/\(id)"
                    return item
                }, parameters)
            return body(report).filter { $0.contains("Unique_Item_I") }.map { String($0.prefix(12)) }
        }
        #expect(try found(["yop": "2022-2023"]) == ["Title of 2 |", "Title of 3 |"])
        #expect(try found(["access_type": "Controlled"]) == ["Title of 2 |"])
        #expect(try found(["item_id": "10.1/3"]) == ["Title of 3 |"])
        #expect(try found(["item_id": "myrepo:oai:repo.example:1"]) == ["Title of 1 |"])
        #expect(try found(["access_method": "TDM"]) == [])
        #expect(try found(["data_type": "Dataset"]) == [])
    }
}
