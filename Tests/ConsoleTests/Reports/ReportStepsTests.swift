import CounterReports
import Testing

@testable import Console

@Suite struct ReportStepsTests {
    private func steps(_ first: String, _ last: String) throws -> ReportSteps {
        let (first, last) = (try #require(Month(first)), try #require(Month(last)))
        return ReportSteps(try #require(ReportingPeriod(from: first, to: last)))
    }

    @Test(arguments: [
        ("2024-02", "2024-02", 29, "2024-02-01", "2024-02-29"),
        ("2023-12", "2024-02", 91, "2023-12-01", "2024-02-29"),
        ("2023-11", "2024-02", 4, "2023-11", "2024-02"),
        ("2015-01", "2024-12", 120, "2015-01", "2024-12"),
    ])
    func areDaysOrMonths(_ first: String, _ last: String, _ count: Int, _ start: String, _ end: String) throws {
        let steps = try steps(first, last)
        #expect(steps.steps.count == count && steps.steps.first?.name == start && steps.steps.last?.name == end)
    }

    @Test(arguments: [
        ("2023-11", "2024-02", 14, "Nov 2023, Dec, Jan 2024, Feb"),
        ("2023-03", "2024-02", 5, "Mar 2023, Jun, Sep, Dec"),
        ("2023-03", "2024-02", 14, "Mar 2023, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec, Jan 2024, Feb"),
        ("2024-02", "2024-02", 5, "1 Feb, 8 Feb, 15 Feb, 22 Feb, 29 Feb"),
        ("2023-12", "2024-02", 5, "1 Dec, 29 Dec, 26 Jan, 23 Feb"),
        ("2015-01", "2024-12", 5, "Jan 2015, Jan 2017, Jan 2019, Jan 2021, Jan 2023"),
    ])
    func areNamedWhereThereIsRoom(_ first: String, _ last: String, _ most: Int, _ labels: String) throws {
        #expect(try steps(first, last).labels(most: most).map(\.text).joined(separator: ", ") == labels)
    }

    @Test func areTitled() throws {
        #expect(try steps("2024-02", "2024-02").title(of: 14) == "15 Feb 2024")
        #expect(try steps("2023-02", "2024-02").title(of: 12) == "Feb 2024")
    }
}
