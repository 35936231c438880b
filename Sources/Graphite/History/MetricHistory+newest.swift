public import RedisClient

extension MetricHistory {
    /// When a worker last told its metrics, in seconds since 1970; 0: none ever has. So whoever follows the history learns that
    /// there is something new without reading it.
    /// - Throws: `RedisError`.
    public static func newest(on connection: RedisConnection) throws -> Int {
        let last = try connection.run(RedisCommand("ZREVRANGE", HistoryKeys.workers, "0", "0", "WITHSCORES")).elements
        return last.last?.text.flatMap(Double.init).map(Int.init) ?? 0
    }
}
