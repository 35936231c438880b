import CounterReports
import Hummingbird
import Testing

@testable import Console

@Suite struct ReportQueryTests {
    private static let services = ["a.example", "b+c example"]

    private func query(_ text: String, today: String = "2024-07") throws -> ReportQuery {
        try ReportQuery(text, services: Self.services, today: try #require(Month(today)))
    }

    @Test(
        arguments: [
            ("", "a.example 2023-08 2024-07 2024-05 2024-06"),
            ("service=*", "all 2023-08 2024-07 2024-05 2024-06"),
            ("service=b%2Bc+example&to=2024-02", "b+c example 2023-03 2024-02 2024-01 2024-02"),
            ("from=2024-06", "a.example 2024-06 2024-07 2024-05 2024-06"),
            ("from=2024-07&to=", "a.example 2024-07 2024-07 2024-06 2024-07"),
            ("from=2025-01", "a.example 2025-01 2025-01 2024-12 2025-01"),
            ("from=2024-01&to=2024-03&compare=2023-03&with=2024-03", "a.example 2024-01 2024-03 2023-03 2024-03"),
            ("from=0001-01&to=0001-02&with=0001-01", "a.example 0001-01 0001-02 0001-01 0001-01"),
        ])
    func readsAddresses(_ text: String, _ meaning: String) throws {
        let query = try query(text)
        let (period, compared) = (query.period, query.compared)
        #expect(
            "\(query.service ?? "all") \(period.first) \(period.last) \(compared.first) \(compared.second)" == meaning)
        // What it makes of itself means the same.
        #expect(try self.query(query.text) == query)
    }

    @Test(arguments: [
        ("service=c", "service: there is no 'c'"),
        ("from=2024-13", "from: '2024-13' is no month such as 2024-06"),
        ("to=June", "to: 'June' is no month such as 2024-06"),
        ("compare=2024-00", "compare: '2024-00' is no month such as 2024-06"),
        ("with=24-01", "with: '24-01' is no month such as 2024-06"),
        ("from=2024-03&to=2024-02", "from: 2024-03 is later than 2024-02"),
        ("from=2014-01&to=2024-01", "from: 2014-01 to 2024-01 are more than 120 months"),
    ])
    func refuses(_ text: String, _ why: String) throws {
        let error = try #require(throws: HTTPError.self) { try query(text) }
        #expect(error.status == .badRequest && error.body == why)
    }

    @Test func offersRanges() throws {
        let presets = ReportQuery.presets(today: try #require(Month("2024-02"))).map {
            "\($0.name): \($0.period.first) \($0.period.last)"
        }
        #expect(
            presets == [
                "Last 12 months: 2023-03 2024-02", "This month: 2024-02 2024-02", "Last month: 2024-01 2024-01",
                "This year: 2024-01 2024-02", "Last year: 2023-01 2023-12",
            ])
    }
}
