import Graphite
import RedisClient

/// Reads metrics for the page of series. What several browsers want at once is read once.
final class SeriesReader: Sendable {
    /// What there is of the metrics that were asked for.
    struct Reading: Sendable {
        var series: [RenderSeries] = []
        /// How many more are called like this.
        var more = 0
    }

    /// The most metrics that a page is shown, and the most values of each: more would not be told apart.
    static let (mostSeries, mostValues) = (24, 760)

    private let services: ConsoleServices
    /// By the Redis, as `redis =` names it.
    private let histories: [String: MetricHistory]
    private let newest = SharedAnswers<Int>(goodFor: .milliseconds(800))
    private let readings = SharedAnswers<Reading>(goodFor: .milliseconds(800))

    init(_ services: ConsoleServices) {
        self.services = services
        let places = services.configuration.workers.compactMap { worker in
            switch worker.job {
            case .statsd, .graphite: worker.redis
            default: nil
            }
        }
        // A worker that is enabled later most likely uses the usual one.
        histories = Dictionary(uniqueKeysWithValues: Set(places + [""]).map { ($0, MetricHistory()) })
    }

    /// When metrics were last told, in seconds since 1970.
    /// - Throws: As ``QueueCall/run(_:_:_:)``.
    func newestTime() async throws -> Int {
        try await newest.answer(to: "") { [services, histories] in
            var newest = 0
            for redis in histories.keys {
                newest = max(
                    newest, try await QueueCall.run(redis, services) { try MetricHistory.newest(on: $0.connection) })
            }
            return newest
        }
    }

    /// The metrics that are wanted, until a time.
    /// - Parameter newest: When metrics were last told: what was read before that is not shared.
    /// - Throws: As ``QueueCall/run(_:_:_:)``.
    func read(_ query: SeriesQuery, newest: Int, until time: Int) async throws -> Reading {
        let question = "\(newest) \(query.range) \(query.patterns.joined(separator: " "))"
        return try await readings.answer(to: question) { [services, histories] in
            var reading = Reading()
            for (redis, history) in histories.sorted(by: { $0.key < $1.key }) {
                let room = Self.mostSeries - reading.series.count
                let found = try await QueueCall.run(redis, services) { call in
                    try history.read(query, until: time, room: room, on: call.connection)
                }
                reading.series += found.series
                reading.more += found.more
            }
            return reading
        }
    }
}

extension MetricHistory {
    fileprivate func read(
        _ query: SeriesQuery, until time: Int, room: Int, on connection: RedisConnection
    ) throws -> SeriesReader.Reading {
        var paths: [String] = []
        var known: Set<String> = []
        for text in query.patterns {
            // One that stands for too much stands for nothing here.
            guard let pattern = try? MetricPattern(text) else { continue }
            for path in try self.paths(pattern, on: connection) where known.insert(path).inserted { paths.append(path) }
        }
        let shown = Array(paths.prefix(room))
        let series = try values(shown, from: time - query.range, until: time, on: connection)
        return SeriesReader.Reading(
            series: series.map { RenderSeries($0).fitting(SeriesReader.mostValues) }, more: paths.count - shown.count)
    }
}
