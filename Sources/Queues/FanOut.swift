public import RedisClient

/// Copies every message of a queue to several queues. A batch is one script, so that no message is ever in some of the
/// queues only, and none needs to be held.
public struct FanOut {
    private let client: RedisClient
    private let source: String
    private let targets: [String]

    /// A copier.
    public init(_ client: RedisClient, from source: String, to targets: [String]) {
        self.client = client
        self.source = source
        self.targets = targets
    }

    /// Moves up to `limit` messages, oldest first.
    /// - Returns: How many were moved.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func move(_ limit: Int) throws -> Int {
        try client.run { connection in
            try connection.run(QueueScripts.fanOut, keys: [source] + targets) { $0.append(limit) }.integer ?? 0
        }
    }

    /// Waits until there is a message.
    /// - Parameter limit: The longest wait; must be shorter than the server's timeout.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func wait(upTo limit: Duration) throws {
        try client.wait(for: source, upTo: limit)
    }
}
