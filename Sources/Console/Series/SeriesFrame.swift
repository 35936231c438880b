import Graphite

/// What the page of series is told: all that it shall show at first, then what is new.
struct SeriesFrame: Encodable, Sendable, Equatable {
    /// Values of one metric.
    struct Series: Encodable, Sendable, Equatable {
        /// The metric's path.
        var path: String
        /// Seconds between two values.
        var step: Int
        /// When the first value was, in seconds since 1970.
        var start: Int
        /// The values; nil: none is known.
        var values: [Double?]
    }

    /// Whether what was told before is to be forgotten.
    var whole: Bool
    /// Now, in seconds since 1970.
    var time: Int
    /// How many more metrics are called like this.
    var more: Int
    /// The metrics that are shown, in their order.
    var paths: [String]
    /// The values that are new, of metrics that are new all.
    var series: [Series]
}

/// What a browser has been told, and so what is new to it.
struct SeriesTail: Sendable {
    /// Values may still change for so many steps: the minute that is running does, and workers tell late.
    private static let unsettled = 3

    private var isFirst = true
    /// The steps of what was told, and when the newest value was.
    private var told: [String: (step: Int, last: Int)] = [:]

    /// What is to be told now.
    mutating func frame(_ reading: SeriesReader.Reading, at time: Int) -> SeriesFrame {
        defer { isFirst = false }
        let series = reading.series.map { whole in
            let one = whole.withoutWaiting(at: time)
            let known = told[one.path]
            var start = one.start
            if let known, known.step == one.step { start = max(start, known.last - Self.unsettled * one.step) }
            let new = SeriesFrame.Series(
                path: one.path, step: one.step, start: start,
                values: Array(one.values.dropFirst((start - one.start) / one.step)))
            told[one.path] = (one.step, one.start + (one.values.count - 1) * one.step)
            return new
        }
        let paths = series.map(\.path)
        told = told.filter { Set(paths).contains($0.key) }
        return SeriesFrame(whole: isFirst, time: time, more: reading.more, paths: paths, series: series)
    }
}

extension RenderSeries {
    /// Without the steps at the end for which a value may still come: they are not missing yet.
    fileprivate func withoutWaiting(at time: Int) -> RenderSeries {
        var series = self
        while series.values.last == .some(nil), start + (series.values.count - 1) * step > time - step {
            series.values.removeLast()
        }
        return series
    }
}
