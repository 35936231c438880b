public import RedisClient

/// The moves of a broker whose full targets do not hold up the others: what is for those goes to spills on disk.
///
/// A batch lies in `temp:WORKER` while it is appended to spills; then one step moves it to the targets that have room and
/// acknowledges the spills' new sizes. So whatever dies, a message is either in Redis or in the acknowledged part of a
/// spill. Every answer is optional: nil means that the connection is a new one. Redis may have been killed and have
/// forgotten its last second, so the positions have to be read again before anything else.
public final class IsolatingFanOut {
    /// What a worker holds.
    public struct Batch {
        /// The messages as they lay in the queue, oldest first.
        public let messages: [[UInt8]]
        /// The targets that have as many messages as they may.
        public let full: Set<String>
    }

    /// A spill that grew.
    public struct Growth {
        let key: String
        let from: Int
        /// The size that it has now.
        public let to: Int

        /// A spill that grew.
        /// - Parameters:
        ///   - key: Its key in Redis.
        ///   - from: The size that is acknowledged.
        ///   - to: The size that it has now, with the batch.
        public init(key: String, from: Int, to: Int) {
            self.key = key
            self.from = from
            self.to = to
        }
    }

    /// What became of messages that were to come back from a spill.
    public enum Refill: Equatable {
        /// They are in their queue.
        case moved
        /// The queue is full.
        case full
        /// The spill does not stand where they begin: positions have to be read again.
        case elsewhere
    }

    private let client: RedisClient
    private let source: String
    private let temp: String
    private let maxlength: Int
    private var connection = 0

    /// The moves of one broker.
    /// - Parameters:
    ///   - worker: The worker instance; two must never have the same at the same time (see ``WorkerLease``).
    ///   - maxlength: How many messages a queue may have; 0: no limit.
    public init(_ client: RedisClient, from source: String, worker: String, maxlength: Int) {
        self.client = client
        self.source = source
        temp = QueueKeys.temp(worker)
        self.maxlength = maxlength
    }

    /// What Redis knows of a spill; nil when it does not know it. From here on answers are of this connection.
    /// - Throws: ``RedisError``, also when the key holds something else; ``RedisClient/Stopped``.
    public func position(_ key: String) throws -> SpillPosition? {
        let fields = try client.run { try $0.run(RedisCommand("HGETALL", key)).fields }
        guard !fields.isEmpty else { return nil }
        guard let position = SpillPosition(fields: fields) else {
            throw RedisError.refused("\(key): is not what a broker stores of a spill")
        }
        return position
    }

    /// Says that all positions have been read, on one connection.
    /// - Parameter connection: The number that the client's connection had before they were read.
    /// - Returns: Whether it still has it.
    public func begin(on connection: Int) -> Bool {
        self.connection = connection
        return client.connections == connection
    }

    /// Makes a spill known.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func create(_ key: String, of queue: String) throws {
        _ = try client.run { try $0.run(SpillScripts.create, keys: [key]) { $0.append(queue) } }
    }

    /// Moves messages to all targets, if none is full. The messages stay on the server.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func move(_ limit: Int, to targets: [String]) throws -> FanOut.Result? {
        try run(QueueScripts.fanOut, keys: [source] + targets) { command in
            command.append(limit)
            command.append(maxlength)
        }.map(FanOut.Result.init)
    }

    /// Takes up to `limit` messages, or those that the worker still holds.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func claim(_ limit: Int, for targets: [String]) throws -> Batch? {
        let answer = try run(SpillScripts.claim, keys: [temp, source] + targets) { command in
            command.append(limit)
            command.append(maxlength)
        }
        guard let answer else { return nil }
        let flags = answer.elements.last?.elements ?? []
        return Batch(
            messages: answer.elements.first?.elements.compactMap(\.bytes) ?? [],
            full: Set(zip(targets, flags).filter { $1.integer == 1 }.map(\.0)))
    }

    /// Moves a claimed batch to targets, and acknowledges what spills got of it.
    /// - Returns: Whether it was done: the worker held just these messages, and the spills had the sizes expected.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func distribute(_ batch: Batch, to targets: [String], _ spills: [Growth]) throws -> Bool? {
        guard let oldest = batch.messages.first, let newest = batch.messages.last else { return true }
        return try run(SpillScripts.distribute, keys: [temp] + targets + spills.map(\.key)) { command in
            command.append(batch.messages.count)
            command.append(oldest)
            command.append(newest)
            command.append(targets.count)
            for spill in spills {
                command.append(spill.from)
                command.append(spill.to)
            }
        }.map { $0.integer == 1 }
    }

    /// Gives messages of a spill to their queue.
    /// - Parameters:
    ///   - key: The spill.
    ///   - from: Where they begin in it.
    ///   - to: Where they end.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func refill(_ queue: String, _ messages: [[UInt8]], key: String, from: Int, to: Int) throws -> Refill? {
        let bytes = messages.reduce(256) { $0 + $1.count + 16 }
        let answer = try run(SpillScripts.refill, keys: [queue, key], reserving: bytes) { command in
            command.append(from)
            command.append(to)
            command.append(maxlength)
            for message in messages { command.append(message) }
        }
        guard let answer else { return nil }
        switch answer.integer {
        case 1: return .moved
        case 0: return .full
        default: return .elsewhere
        }
    }

    /// Gives back what the worker holds.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func release() throws {
        _ = try client.run { try $0.run(SpillScripts.release, keys: [temp, source]) { _ in } }
    }

    /// Waits until there is a message.
    /// - Parameter limit: The longest wait; must be shorter than the server's timeout.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func wait(upTo limit: Duration) throws {
        try client.wait(for: source, upTo: limit)
    }

    private func run(
        _ script: RedisScript, keys: [String], reserving capacity: Int = 1_024,
        arguments: (inout RedisCommand) -> Void
    ) throws -> RedisReply? {
        try client.run { connection in
            guard client.connections == self.connection else { return nil }
            return try connection.run(script, keys: keys, reserving: capacity, arguments: arguments)
        }
    }
}
