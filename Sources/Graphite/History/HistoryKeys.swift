/// Where Redis has the recent history of metrics, and how much of it. Metrics have numbers, and those of a few stand together in
/// a row for each time: so writing all takes one short command for each shard of them, and reading one metric takes no more than its
/// shard.
///
/// | key | type | what |
/// |---|---|---|
/// | `metrics:workers` | zset | the worker instances that keep metrics; score: when they last did |
/// | `metrics:WORKER` | hash | `interval` (seconds), `last` (time of the newest row), `version` (changes with the names) |
/// | `metrics:WORKER:names` | hash | number → path |
/// | `metrics:WORKER:fine:SHARD` | list | a row for each flush, the oldest first (``HistoryRow``) |
/// | `metrics:WORKER:minutes:SHARD` | list | a row for each minute |
enum HistoryKeys {
    static let workers = "metrics:workers"

    static func about(_ worker: String) -> String { "metrics:\(worker)" }

    static func names(_ worker: String) -> String { "metrics:\(worker):names" }

    static func rows(_ level: HistoryLevel, _ shard: Int, of worker: String) -> String {
        "metrics:\(worker):\(level.rawValue):\(shard)"
    }
}

/// How close to one another the rows of a history are.
enum HistoryLevel: String {
    /// As close as the flushes.
    case fine
    /// A row a minute.
    case minutes

    /// How long rows are kept at the most, in seconds.
    static let longest = 24 * 3600

    /// How long a row is kept, in seconds. Flushes that are no closer than a minute are kept as long as minutes, which are not made.
    func span(interval: Int) -> Int { self == .fine && interval < 60 ? 2 * 3600 : Self.longest }

    /// Seconds between rows.
    func step(interval: Int) -> Int { self == .fine ? interval : 60 }

    /// How many rows of a shard are kept.
    func rows(interval: Int) -> Int { max(1, span(interval: interval) / step(interval: interval)) }
}
