/// A series to be drawn.
public struct RenderSeries: Sendable, Equatable {
    /// What it is called.
    public var name: String
    /// The path of the metric that it is made of, or the pattern of the metrics.
    public var path: String
    /// When the first value was, in seconds since 1970.
    public var start: Int
    /// Seconds between two values.
    public var step: Int
    /// The values; nil: none is known.
    public var values: [Double?]
    /// How values are told as one, where there is not room for all.
    public var aggregation: Aggregation

    /// A series.
    public init(
        name: String, path: String, start: Int, step: Int, values: [Double?], aggregation: Aggregation = .average
    ) {
        (self.name, self.path, self.start, self.step) = (name, path, start, step)
        (self.values, self.aggregation) = (values, aggregation)
    }

    /// A metric's own series.
    public init(_ series: MetricSeries) {
        self.init(
            name: series.path, path: series.path, start: series.start, step: series.step, values: series.values,
            aggregation: series.aggregation)
    }

    /// When the value after the last one would be.
    var end: Int { start + values.count * step }

    /// The values that are known.
    var known: [Double] { values.compactMap(\.self) }

    /// The same with other values.
    func with(name: String, _ values: [Double?]) -> RenderSeries {
        var series = self
        (series.name, series.values) = (name, values)
        return series
    }

    /// The same with fewer values, each of what were several. The times are multiples of the new step, so that what was drawn
    /// before is drawn again the same.
    /// - Parameter step: A multiple of the step that it has.
    func consolidated(to step: Int, _ aggregation: Aggregation? = nil) -> RenderSeries {
        guard step > self.step else { return self }
        var series = self
        series.step = step
        series.start = start / step * step
        series.values = []
        var index = 0
        while index < values.count {
            let bucket = (start + index * self.step) / step * step
            var folded = Aggregation.Folded()
            while index < values.count, (start + index * self.step) / step * step == bucket {
                if let value = values[index] { folded.add(value) }
                index += 1
            }
            series.values.append(folded.value(aggregation ?? self.aggregation))
        }
        return series
    }

    /// The same with no more values than there is room for.
    public func fitting(_ count: Int) -> RenderSeries {
        guard count > 0, values.count > count else { return self }
        // A bucket at each end may be a part of one.
        var factor = (values.count + count - 1) / count
        while consolidatedCount(step * factor) > count { factor += 1 }
        return consolidated(to: step * factor)
    }

    private func consolidatedCount(_ step: Int) -> Int {
        guard !values.isEmpty else { return 0 }
        return (end - self.step) / step - start / step + 1
    }
}

extension [RenderSeries] {
    /// The series with one step, start and end for all.
    func aligned() -> [RenderSeries] {
        guard let first else { return [] }
        if allSatisfy({ $0.step == first.step && $0.start == first.start && $0.values.count == first.values.count }) {
            return self
        }
        let step = reduce(1) { leastCommonMultiple($0, $1.step) }
        let series = map { $0.consolidated(to: step) }
        let start = series.map(\.start).min() ?? 0
        let end = series.map(\.end).max() ?? 0
        return series.map { series in
            var series = series
            let before = Swift.max(0, (series.start - start) / step)
            let after = Swift.max(0, (end - series.end) / step)
            series.values = [Double?](repeating: nil, count: before) + series.values
            series.values += [Double?](repeating: nil, count: after)
            series.start = start
            return series
        }
    }
}

private func leastCommonMultiple(_ one: Int, _ other: Int) -> Int {
    var (a, b) = (one, other)
    while b != 0 { (a, b) = (b, a % b) }
    // Steps whose multiple is beyond all reason are consolidated to the longer one.
    return one / a > 100_000 / Swift.max(other, 1) ? Swift.max(one, other) : one / a * other
}
