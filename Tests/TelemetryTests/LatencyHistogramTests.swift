import Telemetry
import Testing

@Suite("Latencies in buckets")
struct LatencyHistogramTests {
    private func histogram(_ times: [Double]) -> LatencyHistogram {
        var histogram = LatencyHistogram(bounds: [0.1, 1, 10])
        for time in times { histogram.add(time) }
        return histogram
    }

    @Test(
        "A bucket takes in what is no longer than its bound",
        arguments: [
            ([], [0, 0, 0, 0], 0), ([0], [1, 0, 0, 0], 0), ([0.1], [1, 0, 0, 0], 0.1), ([0.11], [0, 1, 0, 0], 0.11),
            ([10], [0, 0, 1, 0], 10), ([10.5, 99], [0, 0, 0, 2], 109.5), ([-1], [1, 0, 0, 0], 0),
            ([0.5, 0.05, 5, 50], [1, 1, 1, 1], 55.55),
        ] as [([Double], [Int], Double)])
    func counts(times: [Double], counts: [Int], sum: Double) {
        let histogram = histogram(times)
        #expect(histogram.counts == counts)
        #expect(abs(histogram.sum - sum) < 1e-9)
        #expect(histogram.count == times.count)
    }

    /// Checked against Prometheus' `histogram_quantile`.
    @Test(
        "Quantiles are interpolated within their bucket",
        arguments: [
            ([], 0.5, nil), ([0.05, 0.05], 0.5, 0.05), ([0.05, 0.05], 1, 0.1), ([0.5], 0.5, 0.55), ([0.5], 0, 0.1),
            ([0.05, 0.5, 5, 50], 0.5, 1), ([0.05, 0.5, 5, 50], 0.99, 10), ([50], 0.5, 10),
            ([0.05, 5, 5, 5], 0.5, 4),
        ] as [([Double], Double, Double?)])
    func quantiles(times: [Double], share: Double, seconds: Double?) {
        let found = histogram(times).quantile(share)
        #expect((found == nil) == (seconds == nil))
        if let found, let seconds { #expect(abs(found - seconds) < 1e-9, "\(found)") }
    }

    @Test("What is written is read again")
    func text() {
        let some = histogram([0.5, 0.05, 5, 50])
        #expect(some.description == "0.1:1 1.0:1 10.0:1 +Inf:1 sum:55.55")
        for histogram in [some, histogram([]), LatencyHistogram(), LatencyHistogram(bounds: [])] {
            #expect(LatencyHistogram(histogram.description) == histogram)
        }
    }

    @Test(
        "What is no histogram is not read",
        arguments: [
            "", " ", "sum:1", "+Inf:1", "1:1 sum:1", "1:1 +Inf:1", "1:1 +Inf:1 sum:x", "1:1 +Inf:1 sum:nan",
            "1:-1 +Inf:1 sum:1", "2:1 1:1 +Inf:1 sum:1", "x:1 +Inf:1 sum:1", "1:1:1 +Inf:1 sum:1", "1:1 +Inf: sum:1",
            "+Inf:1 +Inf:1 sum:1", "inf:1 +Inf:1 sum:1", "-1:1 +Inf:1 sum:1", "1:1 +Inf:1 sum:1 x",
        ])
    func wrongText(text: String) {
        #expect(LatencyHistogram(text) == nil)
    }
}
