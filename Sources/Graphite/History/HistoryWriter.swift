import MetricModel
import RedisClient

/// Writes flushes into the history of one worker, each in one step for the server.
struct HistoryWriter {
    /// How often names without values are looked for, in seconds.
    private static let sweep = 600

    private let worker: String
    private let aggregation: Aggregation?
    private let limit: Int
    private let report: (BackendEvent) -> Void
    private var names: HistoryNames?
    private var aggregations: [Aggregation] = []
    private var minutes = MinuteRows()
    private var nextSweep = 0
    private var saidTooMany = false

    init(
        worker: String, aggregation: Aggregation?, limit: Int, report: @escaping @Sendable (BackendEvent) -> Void
    ) {
        (self.worker, self.aggregation, self.limit, self.report) = (worker, aggregation, limit, report)
    }

    /// Writes a flush. After an error it may come again, whether it was written or not.
    /// - Throws: `RedisError`.
    mutating func write(_ flush: MetricFlush, on connection: RedisConnection) throws {
        var names = try self.names ?? load(flush, on: connection)
        // Whether what changed got to Redis is not known after an error.
        self.names = nil
        if flush.time >= nextSweep {
            nextSweep = flush.time + Self.sweep
            names.forget(before: flush.time - HistoryLevel.longest - Self.sweep)
        }
        let values = values(of: flush, &names)
        while aggregations.count < names.end { aggregations.append(.average) }
        for (number, path) in names.changes.added { aggregations[number] = aggregation ?? Aggregation(path: path) }
        var commands = commands(for: names.changes, flush)
        append(HistoryRow(time: flush.time, values: values), .fine, flush.interval, to: &commands)
        var minutes = minutes
        let step = HistoryLevel.minutes.step(interval: flush.interval)
        if step > flush.interval {
            let finished = minutes.add(values, at: flush.time, step: step) { aggregations[$0] }
            if let finished { append(finished, .minutes, flush.interval, to: &commands) }
        }
        _ = try connection.transaction(commands)
        self.minutes = minutes
        names.clearChanges()
        self.names = names
    }

    /// Forgets what Redis is thought to have: it is read again before the next flush is written.
    mutating func forget() { names = nil }

    /// Reads the names, and the rows of the minute that is running.
    private mutating func load(_ flush: MetricFlush, on connection: RedisConnection) throws -> HistoryNames {
        let fields = try connection.run(RedisCommand("HGETALL", HistoryKeys.names(worker))).fields
        let known = fields.compactMap { number, path in Int(number).map { (number: $0, path: path) } }
        let names = HistoryNames(known, now: flush.time, limit: limit)
        aggregations = Array(repeating: .average, count: names.end)
        for (number, path) in known { aggregations[number] = aggregation ?? Aggregation(path: path) }
        let step = HistoryLevel.minutes.step(interval: flush.interval)
        let (minute, shards) = (flush.time / step * step, (names.end + HistoryRow.width - 1) / HistoryRow.width)
        var values: [Int: [Double?]] = [:]
        for shard in 0..<shards {
            let key = HistoryKeys.rows(.fine, shard, of: worker)
            let rows = try connection.run(RedisCommand("LRANGE", key, String(-step / flush.interval - 1), "-1"))
                .elements
            for row in rows.compactMap({ $0.bytes.flatMap(HistoryRow.init) }) where row.time >= minute {
                var all = values[row.time] ?? Array(repeating: nil, count: names.end)
                for (place, value) in row.values.enumerated() where shard * HistoryRow.width + place < all.count {
                    all[shard * HistoryRow.width + place] = value
                }
                values[row.time] = all
            }
        }
        minutes = MinuteRows()
        for (time, values) in values.sorted(by: { $0.key < $1.key }) {
            _ = minutes.add(values, at: time, step: step) { aggregations[$0] }
        }
        return names
    }

    /// The values by the metrics' numbers.
    private mutating func values(of flush: MetricFlush, _ names: inout HistoryNames) -> [Double?] {
        var values: [Double?] = Array(repeating: nil, count: names.end)
        var refused = 0
        for value in flush.values where value.value.isFinite {
            guard let number = names.number(of: value.path, now: flush.time) else {
                refused += 1
                continue
            }
            if number >= values.count { values += Array(repeating: nil, count: number + 1 - values.count) }
            values[number] = value.value
        }
        if refused > 0, !saidTooMany {
            report(.lost(values: refused, reason: "the history takes \(limit) metrics; the others are not kept"))
        }
        saidTooMany = refused > 0
        return values
    }

    private func commands(for changes: HistoryNames.Changes, _ flush: MetricFlush) -> [RedisCommand] {
        let about = HistoryKeys.about(worker)
        var set = RedisCommand("HSET", about, "interval", String(flush.interval), "last", String(flush.time))
        set.append("aggregation")
        set.append(aggregation?.rawValue ?? "")
        var commands = [set]
        commands.append(RedisCommand("ZADD", HistoryKeys.workers, String(flush.time), worker))
        let oldest = flush.time - HistoryLevel.longest
        commands.append(RedisCommand("ZREMRANGEBYSCORE", HistoryKeys.workers, "-inf", "(\(oldest)"))
        if !changes.removed.isEmpty {
            var remove = RedisCommand("HDEL", HistoryKeys.names(worker))
            for number in changes.removed { remove.append(number) }
            commands.append(remove)
        }
        if !changes.added.isEmpty {
            var add = RedisCommand("HSET", HistoryKeys.names(worker))
            for (number, path) in changes.added {
                add.append(number)
                add.append(path)
            }
            commands.append(add)
        }
        if !changes.isEmpty { commands.append(RedisCommand("HINCRBY", about, "version", "1")) }
        // A worker that is no more is forgotten with its newest rows.
        for key in [about, HistoryKeys.names(worker)] {
            commands.append(RedisCommand("EXPIRE", key, String(HistoryLevel.longest)))
        }
        return commands
    }

    private func append(
        _ row: HistoryRow, _ level: HistoryLevel, _ interval: Int, to commands: inout [RedisCommand]
    ) {
        for shard in 0..<(row.values.count + HistoryRow.width - 1) / HistoryRow.width {
            let start = shard * HistoryRow.width
            let values = row.values[start..<min(start + HistoryRow.width, row.values.count)]
            guard let last = values.lastIndex(where: { $0 != nil }) else { continue }
            let key = HistoryKeys.rows(level, shard, of: worker)
            var push = RedisCommand("RPUSH", key)
            push.append(HistoryRow(time: row.time, values: Array(values[...last])).bytes)
            commands.append(push)
            commands.append(RedisCommand("LTRIM", key, String(-level.rows(interval: interval)), "-1"))
            commands.append(RedisCommand("EXPIRE", key, String(level.span(interval: interval))))
        }
    }
}
