public import RedisClient
import Synchronization

/// Reads the recent history of metrics of one Redis (see ``MetricHistoryBackend``). It keeps the names in memory until they
/// change; values are read as they are asked for, and of each worker only the shards that have them, from the first wanted on.
public final class MetricHistory: Sendable {
    /// A place in the tree of metrics.
    public struct Node: Sendable, Equatable {
        /// Its path: of the metric, or of what stands before the names of some.
        public let path: String
        /// Whether it is a metric.
        public let isMetric: Bool
        /// Whether names of metrics go on behind it.
        public let isFolder: Bool

        /// A place.
        public init(path: String, isMetric: Bool, isFolder: Bool) {
            (self.path, self.isMetric, self.isFolder) = (path, isMetric, isFolder)
        }
    }

    private let names = Mutex<[String: HistoryWorker.Names]>([:])

    /// A reader that has read nothing yet.
    public init() {}

    /// The places of the tree that a pattern names, in the order of their paths.
    /// - Throws: `RedisError`.
    public func find(_ pattern: MetricPattern, on connection: RedisConnection) throws -> [Node] {
        var found: [Substring: (isMetric: Bool, isFolder: Bool)] = [:]
        for worker in try workers(on: connection) {
            for (path, _) in worker.names.numbers {
                guard let place = pattern.place(of: path) else { continue }
                let known = found[place.path] ?? (false, false)
                found[place.path] = (known.isMetric || place.isMetric, known.isFolder || !place.isMetric)
            }
        }
        return found.sorted { $0.key < $1.key }.map {
            Node(path: String($0.key), isMetric: $0.value.isMetric, isFolder: $0.value.isFolder)
        }
    }

    /// The paths of the metrics that a pattern names, in their order.
    /// - Throws: `RedisError`.
    public func paths(_ pattern: MetricPattern, on connection: RedisConnection) throws -> [String] {
        try find(pattern, on: connection).filter(\.isMetric).map(\.path)
    }

    /// What metrics were after `from` and up to `until`, both in seconds since 1970. Where that begins longer ago than flushes are
    /// kept, the values are of minutes. A metric of several workers is told as one: counts are added up, of others the value of the
    /// last worker is told, as carbon would have it.
    /// - Returns: The series of the paths that are known, in their order.
    /// - Throws: `RedisError`.
    public func values(_ paths: [String], from: Int, until: Int, on connection: RedisConnection) throws
        -> [MetricSeries]
    {
        var series: [String: MetricSeries] = [:]
        for worker in try workers(on: connection) {
            let wanted = paths.filter { worker.names.numbers[$0] != nil }
            for found in try worker.values(wanted, from: from, until: until, on: connection) {
                if let known = series[found.path] {
                    series[found.path] = known.joined(with: found)
                } else {
                    series[found.path] = found
                }
            }
        }
        return paths.compactMap { series[$0] }
    }

    private func workers(on connection: RedisConnection) throws -> [HistoryWorker] {
        let ids = try connection.run(RedisCommand("ZRANGE", HistoryKeys.workers, "0", "-1")).elements.compactMap(\.text)
        for id in ids {
            try connection.send(
                RedisCommand("HMGET", HistoryKeys.about(id), "interval", "last", "version", "aggregation"))
        }
        let answers = try ids.map { _ in try connection.answer().elements }
        var workers: [HistoryWorker] = []
        for (id, fields) in zip(ids, answers) {
            guard let interval = fields[0].integer, interval > 0, let last = fields[1].integer else { continue }
            let version = fields[2].integer ?? 0
            workers.append(
                HistoryWorker(
                    id: id, interval: interval, last: last,
                    aggregation: fields[3].text.flatMap(Aggregation.init(rawValue:)),
                    names: try names(of: id, version, on: connection)))
        }
        let known = Set(ids)
        names.withLock { names in names = names.filter { known.contains($0.key) } }
        return workers
    }

    private func names(
        of worker: String, _ version: Int, on connection: RedisConnection
    ) throws -> HistoryWorker.Names {
        if let known = names.withLock({ $0[worker] }), known.version == version { return known }
        let fields = try connection.run(RedisCommand("HGETALL", HistoryKeys.names(worker))).fields
        let numbers = fields.compactMap { number, path in Int(number).map { (path, $0) } }
        let made = HistoryWorker.Names(
            version: version, numbers: Dictionary(numbers, uniquingKeysWith: { first, _ in first }))
        names.withLock { $0[worker] = made }
        return made
    }
}

extension MetricSeries {
    /// The series with what another worker has of the same metric.
    fileprivate func joined(with other: MetricSeries) -> MetricSeries {
        // Workers with different intervals: the closer one tells more.
        guard step == other.step else { return step < other.step ? self : other }
        var joined = self
        joined.start = min(start, other.start)
        let count = (max(end, other.end) - joined.start) / step
        joined.values = (0..<count).map { index in
            let time = joined.start + index * step
            switch (value(at: time), other.value(at: time)) {
            case (let mine?, let others?): return aggregation == .sum ? mine + others : others
            case (let mine, let others): return others ?? mine
            }
        }
        return joined
    }

    private func value(at time: Int) -> Double? {
        let index = (time - start) / step
        return values.indices.contains(index) ? values[index] : nil
    }
}
