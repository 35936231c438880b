import Dispatch
import Glibc
import Graphite
import Hummingbird
import RedisClient
import Settings

/// Reads the recent history of metrics for pages and programs, off the threads that serve others.
final class RenderDesk: Sendable {
    /// How many metrics a pattern may name when their values are read.
    private static let mostSeries = 2_000
    /// How many values the targets of a request may name in all.
    private static let mostValues = 2_000_000

    /// One request is worked on at a time: each may take as much memory as its values need.
    private let queue = DispatchQueue(label: "render")
    /// What is known of each Redis that workers keep metrics in, by its name in `redis =`.
    private let histories: [(address: RedisAddress, history: MetricHistory)]

    init(_ services: ConsoleServices) {
        let keeping = services.configuration.workers.compactMap { worker in
            switch worker.job {
            case .statsd, .graphite: worker.redis
            default: nil
            }
        }
        // A worker that is enabled later most likely uses the usual one.
        histories = Set(keeping + [""]).sorted().compactMap { name in services.redis[name].map { ($0, MetricHistory()) }
        }
    }

    /// The places of the tree of metrics that a pattern names.
    /// - Throws: 400 when the pattern stands for too much, 503 when a Redis does not answer.
    func find(_ query: String) async throws -> [MetricHistory.Node] {
        try await ask { sources in
            let pattern = try Self.pattern(query)
            var found: [String: MetricHistory.Node] = [:]
            for (history, connection) in sources {
                for node in try history.find(pattern, on: connection) {
                    let known = found[node.path]
                    found[node.path] = MetricHistory.Node(
                        path: node.path, isMetric: node.isMetric || known?.isMetric == true,
                        isFolder: node.isFolder || known?.isFolder == true)
                }
            }
            return found.values.sorted { $0.path < $1.path }
        }
    }

    /// The series of targets, each with no more values than there is room for.
    /// - Parameter room: How many values a series may have; 0: any number.
    /// - Throws: 400 when a target is wrong, 503 when a Redis does not answer.
    func series(_ targets: [String], _ request: RenderRequest, room: Int) async throws -> [RenderSeries] {
        try await ask { sources in
            var count = 0
            return try targets.flatMap { target in
                try request.series(target) { pattern, from, until in
                    let pattern = try Self.pattern(pattern)
                    return try sources.flatMap { history, connection in
                        let paths = try history.paths(pattern, on: connection)
                        guard paths.count <= Self.mostSeries else {
                            throw RenderError(
                                "\(pattern.text): names \(paths.count) metrics, more than \(Self.mostSeries)")
                        }
                        let values = try history.values(paths, from: from, until: until, on: connection)
                        count += values.reduce(0) { $0 + $1.values.count }
                        guard count <= Self.mostValues else {
                            throw RenderError(
                                "\(pattern.text): more than \(Self.mostValues) values; ask for a shorter time or for fewer metrics"
                            )
                        }
                        return values.map { RenderSeries($0) }
                    }
                }.map { $0.fitting(room) }
            }
        }
    }

    private static func pattern(_ text: String) throws(RenderError) -> MetricPattern {
        do {
            return try MetricPattern(text)
        } catch {
            throw RenderError(error.description)
        }
    }

    /// What is known of each Redis, and a connection to it.
    typealias Sources = [(history: MetricHistory, connection: RedisConnection)]

    /// Asks every Redis that workers keep metrics in.
    /// - Throws: 400 for a `RenderError`, 503 when a Redis does not answer, and what else `body` throws.
    func ask<Value: Sendable>(_ body: @escaping @Sendable (Sources) throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                queue.async { [histories] in
                    continuation.resume(
                        with: Result {
                            try body(try histories.map { ($0.history, try RedisConnection($0.address)) })
                        })
                }
            }
        } catch let error as RedisError {
            throw HTTPError(.serviceUnavailable, message: error.description)
        } catch let error as RenderError {
            throw HTTPError(.badRequest, message: error.description)
        }
    }
}
