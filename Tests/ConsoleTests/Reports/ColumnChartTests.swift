import CounterReports
import Testing

@testable import Console

@Suite struct ColumnChartTests {
    @Test(
        arguments: [
            (0, true, "0 1"), (1, true, "0 1"), (3, true, "0 1 2 3"), (4, true, "0 1 2 3 4"), (7, true, "0 2 4 6 8"),
            (10, true, "0 5 10"), (1_234, true, "0 500 1,000 1,500"), (2_000_000, true, "0 500,000 1 M 1.5 M 2 M"),
            (0.15, false, "0 5 10 15"), (.nan, true, "0 1"), (-5, true, "0 1"),
        ] as [(Double, Bool, String)])
    func choosesRoundNumbers(_ most: Double, _ isWhole: Bool, _ ticks: String) {
        let scale = ChartScale(upTo: most, isWhole: isWhole)
        #expect(scale.ticks.map { isWhole ? Figure.short($0) : Figure.percent($0) }.joined(separator: " ") == ticks)
        #expect(scale.top > 0 && (most.isNaN || scale.top >= most))
    }

    private func chart(_ first: [Double], _ second: [Double], unit: ColumnChart.Unit = .count) throws -> ColumnChart {
        let (november, february) = (try #require(Month("2023-11")), try #require(Month("2024-02")))
        let period = try #require(ReportingPeriod(from: november, to: february))
        return ColumnChart(
            id: "x", title: "A <title>", steps: ReportSteps(period),
            series: [
                .init(name: "downloads", style: "first", values: first),
                .init(name: "views", style: "second", values: second),
            ], unit: unit)
    }

    @Test func stacksColumns() throws {
        let text = try PageRenderer().part("chart", chart([2, 0, 1_000, 0], [2, 0, 3_000, 0.0]).values)
        // From 12 to 212 pixels there are 4,000: each begins where the one below ends.
        #expect(text.contains(#"<rect class="first" x="52.5%" width="20.0%" y="162.0" height="50.0"/>"#), "\(text)")
        #expect(text.contains(#"<rect class="second" x="52.5%" width="20.0%" y="12.0" height="150.0"/>"#))
        // Little is still to be seen, nothing is not drawn.
        #expect(text.contains(#"<rect class="first" x="2.5%" width="20.0%" y="211.0" height="1.0"/>"#))
        #expect(text.ranges(of: #"<rect class="first" x"#).count == 2)
        #expect(text.contains("<title>Jan 2024: 1,000 downloads, 3,000 views</title>"))
        #expect(text.contains("<title id=\"x-name\">A &lt;title&gt;</title>"))
        #expect(text.contains("the highest is Jan 2024 with 4,000."))
        #expect(text.contains(#"<text x="62.5%" y="233">Jan 2024</text>"#))
        #expect(!text.contains("nan") && !text.contains("inf"))
    }

    @Test func saysThatThereIsNothing() throws {
        let text = try PageRenderer().part("chart", chart([0, 0, 0, 0], [0, 0, 0, 0], unit: .share).values)
        #expect(text.contains("there is nothing in any") && !text.contains(#"class="first" x"#), "\(text)")
    }

    @Test(
        arguments: [
            (.count, 1_500_000, "1,500,000", "1.5 M"), (.bytes, 1_500_000, "1.5 MB", "1.5 MB"),
            (.share, 0.125, "12.5 %", "12.5 %"),
        ] as [(ColumnChart.Unit, Double, String, String)])
    func writesValues(_ unit: ColumnChart.Unit, _ value: Double, _ text: String, _ tick: String) {
        #expect(unit.text(value) == text && unit.tick(value) == tick)
    }
}
