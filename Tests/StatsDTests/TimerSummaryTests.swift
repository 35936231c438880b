import Testing

@testable import StatsD

/// The examples of the reference server's own tests.
struct TimerSummaryTests {
    private func values(_ numbers: [Double], _ change: (inout StatsDOptions) -> Void = { _ in }) -> [String: Double] {
        var options = StatsDOptions()
        options.interval = 1
        change(&options)
        let timer = TimerValues(values: numbers, count: Double(numbers.count))
        let told = TimerSummary(timer, key: "a.render", options).values
        return Dictionary(uniqueKeysWithValues: told.map { ($0.name, $0.value) })
    }

    @Test("Three times")
    func three() {
        let told = values([300, 100, 200]) { $0.percentiles = [80, -80] }
        #expect(told["std"] == 81.64965809277261)
        #expect(told["mean_80"] == 150 && told["upper_80"] == 200 && told["sum_80"] == 300)
        #expect(told["sum_squares_80"] == 50_000 && told["count_80"] == 2)
        #expect(told["mean_top80"] == 250 && told["lower_top80"] == 200 && told["sum_top80"] == 500)
        #expect(told["median"] == 200 && told["sum"] == 600 && told["count_ps"] == 3)
    }

    @Test("A percentile that takes no value is left out; a negative one that takes all has all sums")
    func edges() {
        let told = values([1, 2, 3]) { $0.percentiles = [10, -100] }
        #expect(told["upper_10"] == nil)
        #expect(told["sum_top100"] == 6 && told["lower_top100"] == 1 && told["sum_squares_top100"] == 14)
    }

    @Test("Bins are those of the first row that fits")
    func bins() {
        let told = values([1, 5, 12, 1_000]) {
            $0.histograms = [
                .init(metric: "nothing", bins: [1]), .init(metric: "render", bins: [1.5, 10, .infinity]),
                .init(metric: "", bins: [7]),
            ]
        }
        #expect(told["histogram.bin_1_5"] == 1 && told["histogram.bin_10"] == 1 && told["histogram.bin_inf"] == 2)
        #expect(told["histogram.bin_7"] == nil)
    }

    @Test("An idle timer has only its counts")
    func idle() { #expect(values([]) == ["count": 0, "count_ps": 0]) }
}
