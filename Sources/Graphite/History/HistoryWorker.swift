import RedisClient

/// What Redis has of one worker's metrics.
struct HistoryWorker {
    /// The numbers of the metrics.
    struct Names: Sendable {
        let version: Int
        let numbers: [String: Int]
    }

    let id: String
    /// Seconds between flushes.
    let interval: Int
    /// When the newest row was.
    let last: Int
    /// How values are put together; nil: by the metrics' names.
    let aggregation: Aggregation?
    let names: Names

    /// What metrics were after `from` and up to `until`.
    func values(
        _ paths: [String], from: Int, until: Int, on connection: RedisConnection
    ) throws -> [MetricSeries] {
        let isFine = from >= last - HistoryLevel.fine.span(interval: interval) || interval >= 60
        let level = isFine ? HistoryLevel.fine : .minutes
        let step = level.step(interval: interval)
        // What was older than any row is nowhere.
        let oldest = max(from, last - HistoryLevel.longest - step)
        let start = oldest / step * step + step
        let count = max(0, (until / step * step + step - start) / step)
        var shards: [Int: [(path: String, place: Int)]] = [:]
        for path in paths {
            guard let number = names.numbers[path] else { continue }
            shards[number / HistoryRow.width, default: []].append((path, number % HistoryRow.width))
        }
        let numbers = shards.keys.sorted()
        let wanted = max(1, (last - start) / step + 3)
        for shard in numbers {
            try send(level, shard, wanted, on: connection)
            // The minute that is running has no row yet.
            if level == .minutes { try send(.fine, shard, 120 / interval + 2, on: connection) }
        }
        var series: [MetricSeries] = []
        for shard in numbers {
            let rows = try rows(on: connection)
            let newest = level == .minutes ? try self.rows(on: connection) : []
            let ended = rows.last.map { $0.time + 60 } ?? 0
            for (path, place) in shards[shard] ?? [] {
                let aggregation = aggregation ?? Aggregation(path: path)
                var found = MetricSeries(
                    path: path, start: start, step: step, values: Array(repeating: nil, count: count),
                    aggregation: aggregation)
                for row in rows where place < row.values.count {
                    found.set(row.values[place], at: row.time)
                }
                let recent = newest.filter { $0.time >= ended && place < $0.values.count }
                for (minute, rows) in Dictionary(grouping: recent, by: { $0.time / 60 * 60 }) {
                    // A flush that came twice is counted once.
                    let values = Dictionary(rows.map { ($0.time, $0.values[place]) }) { $1 }
                    let ordered = values.sorted { $0.key < $1.key }.compactMap(\.value)
                    found.set(aggregation.value(of: ordered), at: minute)
                }
                series.append(found)
            }
        }
        return series
    }

    private func send(_ level: HistoryLevel, _ shard: Int, _ count: Int, on connection: RedisConnection) throws {
        try connection.send(
            RedisCommand("LRANGE", HistoryKeys.rows(level, shard, of: id), String(-count), "-1"))
    }

    private func rows(on connection: RedisConnection) throws -> [HistoryRow] {
        try connection.answer().elements.compactMap { $0.bytes.flatMap(HistoryRow.init) }
    }
}

extension MetricSeries {
    fileprivate mutating func set(_ value: Double?, at time: Int) {
        guard let value, time >= start else { return }
        let index = (time - start) / step
        if index < values.count { values[index] = value }
    }
}
