import RedisClient

extension QueueInspector {
    /// Removes all messages that wait in a queue.
    /// - Parameter isCounted: Whether lines on their way wait here, so that the ledger must count them as purged.
    /// - Returns: How many were removed.
    /// - Throws: ``RedisError``.
    public func purge(_ queue: String, isCounted: Bool = false) throws -> Int {
        guard isCounted else {
            return try connection.run(QueueScripts.removeList, keys: [queue]) { _ in }.integer ?? 0
        }
        var total = 0
        // What is pushed meanwhile stays: else purging against a producer would never end.
        var left = try connection.run(RedisCommand("LLEN", queue)).integer ?? 0
        while left > 0 {
            let entries = try oldest(min(left, Self.chunk), of: queue)
            guard !entries.isEmpty else { break }
            let removed = try discard(entries, of: queue)
            // Workers took some of them meanwhile: what is left may be fewer.
            left = removed > 0 ? left - removed : try connection.run(RedisCommand("LLEN", queue)).integer ?? 0
            total += removed
        }
        return total
    }

    private func discard(_ entries: [[UInt8]], of queue: String) throws -> Int {
        guard let oldest = entries.first, let newest = entries.last else { return 0 }
        var tally = LedgerTally(queue: queue)
        for entry in entries { _ = tally.count(.reading(entry), .purged) }
        let answer = try connection.run(SettlingScripts.discard, keys: [queue] + tally.keys) { command in
            command.append(entries.count)
            command.append(oldest)
            command.append(newest)
            tally.appendCounts(to: &command)
        }
        return answer.integer ?? 0
    }
}
