import RedisClient

/// What one worker instance holds.
public struct InFlight: Sendable {
    /// The worker instance.
    public let worker: String

    /// Its heartbeat; empty: it has none.
    public let heartbeat: [String: String]

    /// How many messages it holds.
    public let count: Int

    /// The oldest of them as they lie there, each with the time of its claim in seconds since 1970, where the worker has
    /// said it.
    public let oldest: [(entry: [UInt8], claimed: Int?)]

    /// When the oldest of the messages was claimed by what a heartbeat's `claims` says, in seconds since 1970.
    public static func oldestClaim(_ claims: String) -> Int? { ClaimTimes.times(claims, atMost: 1).first }
}

extension QueueInspector {
    /// What a worker instance holds; nil: there is no such worker, neither alive nor with anything left.
    /// - Parameter limit: How many of the messages.
    /// - Throws: ``RedisError``.
    public func inFlight(worker: String, _ limit: Int) throws -> InFlight? {
        let heartbeat = try connection.run(RedisCommand("HGETALL", QueueKeys.worker(worker))).fields
        let key = QueueKeys.temp(worker)
        let count = try connection.run(RedisCommand("LLEN", key)).integer ?? 0
        let isKnown = try connection.run(RedisCommand("HEXISTS", QueueKeys.registry, worker)).integer == 1
        guard isKnown || !heartbeat.isEmpty || count > 0 else { return nil }
        let entries = try oldest(limit, of: key)
        let times = ClaimTimes.times(heartbeat["claims"] ?? "", atMost: entries.count)
        let claimed = times.map(Optional.some) + Array(repeating: nil, count: entries.count - times.count)
        return InFlight(
            worker: worker, heartbeat: heartbeat, count: count, oldest: Array(zip(entries, claimed)))
    }

    /// The worker instances that take messages from a queue, or did and have left something.
    /// - Throws: ``RedisError``.
    public func workers(of queue: String) throws -> [String] {
        let all = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
        return all.filter { $0.value == queue }.keys.sorted()
    }

    /// The messages that wait for another try, the next first, each with its due time in milliseconds since 1970.
    /// - Throws: ``RedisError``.
    public func retries(_ count: Int, of queue: String) throws -> [(entry: [UInt8], due: Int)] {
        guard count > 0 else { return [] }
        let command = RedisCommand("ZRANGE", QueueKeys.retry(queue), "0", String(count - 1), "WITHSCORES")
        let answer = try connection.run(command).elements
        return stride(from: 0, to: answer.count - 1, by: 2).compactMap { index in
            guard let entry = answer[index].bytes, let due = answer[index + 1].text.flatMap(Double.init) else {
                return nil
            }
            return (entry, Int(exactly: due.rounded()) ?? 0)
        }
    }
}

extension QueueInspector {
    /// What each worker instance takes messages from, and how many it holds.
    /// - Throws: ``RedisError``.
    public func held() throws -> [String: (queue: String, count: Int)] {
        let queues = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
        var held: [String: (queue: String, count: Int)] = [:]
        for (worker, queue) in queues {
            held[worker] = (queue, try connection.run(RedisCommand("LLEN", QueueKeys.temp(worker))).integer ?? 0)
        }
        return held
    }
}
