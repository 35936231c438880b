import Graphite

/// Reads metrics for the page of series. What several browsers want at once is read once.
final class SeriesReader: Sendable {
    /// What there is of the metrics that were asked for.
    struct Reading: Sendable {
        var series: [RenderSeries] = []
        /// How many more are called like this.
        var more = 0
    }

    /// The most metrics that a page is shown, and the most values of each: more would not be told apart.
    private static let (mostSeries, mostValues) = (24, 760)

    private let desk: RenderDesk
    private let newest = SharedAnswers<Int>(goodFor: .milliseconds(800))
    private let readings = SharedAnswers<Reading>(goodFor: .milliseconds(800))

    init(_ desk: RenderDesk) { self.desk = desk }

    /// When metrics were last told, in seconds since 1970; 0: never.
    /// - Throws: 503 when a Redis does not answer.
    func newestTime() async throws -> Int {
        try await newest.answer(to: "") { [desk] in
            try await desk.ask { sources in
                try sources.map { try MetricHistory.newest(on: $0.connection) }.max() ?? 0
            }
        }
    }

    /// The metrics that are wanted, until a time.
    /// - Parameter newest: When metrics were last told: what was read before that is not shared.
    /// - Throws: 503 when a Redis does not answer.
    func read(_ query: SeriesQuery, newest: Int, until time: Int) async throws -> Reading {
        let question = "\(newest) \(query.range) \(query.patterns.joined(separator: " "))"
        return try await readings.answer(to: question) { [desk] in
            try await desk.ask { try Self.read(query, until: time, $0) }
        }
    }

    private static func read(
        _ query: SeriesQuery, until time: Int, _ sources: RenderDesk.Sources
    ) throws -> Reading {
        // A pattern that stands for too much stands for nothing here: the search tells why.
        let patterns = query.patterns.compactMap { try? MetricPattern($0) }
        var reading = Reading()
        var known: Set<String> = []
        for pattern in patterns {
            for (history, connection) in sources {
                let found = try history.paths(pattern, on: connection).filter { known.insert($0).inserted }
                let shown = Array(found.prefix(mostSeries - reading.series.count))
                let series = try history.values(shown, from: time - query.range, until: time, on: connection)
                reading.series += series.map { RenderSeries($0).fitting(mostValues) }
                reading.more += found.count - shown.count
            }
        }
        return reading
    }
}
