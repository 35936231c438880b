public import RedisClient

/// Gives back what workers held that live no longer and will not come back: their number was lowered, or they were
/// disabled, or their host is gone.
///
/// After a restart of Redis every heartbeat may have expired although its worker lives; so a worker is taken for dead
/// only when it was missing twice in a row, `grace` apart, on one unbroken connection.
public struct Reaper {
    private let client: RedisClient
    private let grace: Duration
    private var missing: [String: ContinuousClock.Instant] = [:]
    private var connection = 0

    /// A reaper.
    /// - Parameter grace: How long a worker must be missing.
    public init(_ client: RedisClient, grace: Duration = .seconds(WorkerLease.expiry)) {
        self.client = client
        self.grace = grace
    }

    /// Looks once. To be called now and then.
    /// - Returns: The workers whose messages were given back, and how many.
    /// - Throws: ``RedisError``.
    public mutating func look() throws -> [(worker: String, messages: Int)] {
        let client = client
        let (workers, absent) = try client.once { connection in
            let workers = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
            let absent = try workers.keys.filter { worker in
                try connection.run(RedisCommand("EXISTS", QueueKeys.worker(worker))).integer == 0
            }
            return (workers, absent)
        }
        if connection != client.connections {
            connection = client.connections
            missing = [:]
        }
        missing = missing.filter { absent.contains($0.key) }
        var given: [(worker: String, messages: Int)] = []
        for worker in absent {
            guard let since = missing[worker] else {
                missing[worker] = .now
                continue
            }
            guard since.duration(to: .now) >= grace, let queue = workers[worker] else {
                continue
            }
            let keys = [QueueKeys.worker(worker), QueueKeys.temp(worker), queue, QueueKeys.registry]
            let count = try client.once { connection in
                try connection.run(QueueScripts.giveBack, keys: keys) { $0.append(worker) }.integer ?? 0
            }
            missing[worker] = nil
            if count > 0 { given.append((worker, count)) }
        }
        return given
    }
}
