import CounterReports
import CounterRules
import PluginAPI
import PluginTestKit
import SeededRandom
import Testing

@Suite("Metrics of stored events") struct ComputingTests {
    /// The four counts of a Platform Report.
    private func counts(_ hits: [CounterHit]) throws -> [Int] {
        let rows = body(try report(.pr, hits))
        return ["Total_Item_I", "Unique_Item_I", "Total_Item_R", "Unique_Item_R"].map { metric in
            rows.first { $0.contains(metric) }.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        }
    }

    /// D15 has a session that the log names and that goes on into the next hour: stores know no such.
    @Test(arguments: CounterExample.all.filter { $0.description != "D15" })
    func workedExample(_ example: CounterExample) throws {
        #expect(try counts(example.hits) == example.counts)
    }

    @Test("A double click across the end of a month counts in the next one")
    func endOfMonth() throws {
        func hit(_ time: Int64) -> CounterHit {
            var hit = CounterExample.hit("R 00:00:00")
            hit.time = UTCTime(secondsSince1970: time)
            return hit
        }
        let july = try #require(Month("2024-07")).start.secondsSince1970
        let hits = [hit(july - 10), hit(july + 10)]
        #expect(body(try report(.pr, hits)).isEmpty)
        #expect(
            body(try report(.pr, hits, from: "2024-06", to: "2024-07")).first
                == "MyRepo | Article | Total_Item_Investigations | 1 | 0 | 1")
    }

    /// The same as the computation over all hits at once, which the worked examples are tested with.
    @Test("Agrees with the computation in memory", arguments: 0..<40 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var time = try #require(Month("2024-06")).start.secondsSince1970
        var hits: [CounterHit] = []
        while hits.count < 800 {
            time += [0, 1, 10, 29, 30, 31, 900, 3_000][Int.random(in: 0..<8, using: &random)]
            let words = [
                Bool.random(using: &random) ? "V" : "R", "00:00:00", "i=\(Int.random(in: 0..<3, using: &random))",
                "f\(Int.random(in: 1...2, using: &random))", "ip\(Int.random(in: 1...2, using: &random))",
                ["u=a", "x", "x", "x"][Int.random(in: 0..<4, using: &random)],
            ]
            var hit = CounterExample.hit(words.joined(separator: " "))
            hit.time = UTCTime(secondsSince1970: time)
            hits.append(hit)
        }
        let expected = UsageCounts(UsageCounts.survivors(of: hits))
        #expect(
            try counts(hits) == [
                expected.totalItemInvestigations, expected.uniqueItemInvestigations, expected.totalItemRequests,
                expected.uniqueItemRequests,
            ])
    }

    @Test(arguments: [
        ("2024-06", "Jun-2024", "2024-06-01", "2024-06-30"), ("2024-02", "Feb-2024", "2024-02-01", "2024-02-29"),
        ("2023-12", "Dec-2023", "2023-12-01", "2023-12-31"),
    ])
    func months(text: String, heading: String, first: String, last: String) throws {
        let month = try #require(Month(text))
        #expect([month.description, month.heading, month.firstDay, month.lastDay] == [text, heading, first, last])
        #expect(month.next > month && month.next.distance(from: month) == 1)
    }

    @Test(arguments: [
        "2024-13", "2024-00", "2024", "2024-6", "24-06", "+024-06", "2024-+6", "2024-06-01", "0000-01", "June",
    ])
    func noMonths(text: String) { #expect(Month(text) == nil) }

    @Test func aPeriodDoesNotEndBeforeItBegins() throws {
        func period(_ first: String, _ last: String) throws -> ReportingPeriod? {
            ReportingPeriod(from: try #require(Month(first)), to: try #require(Month(last)))
        }
        #expect(try period("2024-06", "2024-05") == nil)
        let year = try period("2023-11", "2024-02")
        #expect(year?.months.map(\.description) == ["2023-11", "2023-12", "2024-01", "2024-02"])
    }
}
