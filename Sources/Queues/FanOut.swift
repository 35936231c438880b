public import RedisClient

/// Copies every message of a queue to several queues. A batch is one script, so that no message is ever in some of the
/// queues only, and none needs to be held.
public struct FanOut {
    /// What became of a call.
    public enum Result: Equatable {
        /// So many messages were moved.
        case moved(Int)
        /// None was moved: this queue has as many messages as it may.
        case full(String)
    }

    private let client: RedisClient
    private let source: String
    private let targets: [String]
    private let maxlength: Int

    /// A copier.
    /// - Parameter maxlength: How many messages a queue may have; 0: no limit.
    public init(_ client: RedisClient, from source: String, to targets: [String], maxlength: Int = 0) {
        self.client = client
        self.maxlength = maxlength
        self.source = source
        self.targets = targets
    }

    /// Moves up to `limit` messages, oldest first; none while a queue is full, so that all stay alike.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func move(_ limit: Int) throws -> Result {
        let answer = try client.run { connection in
            try connection.run(QueueScripts.fanOut, keys: [source] + targets) { command in
                command.append(limit)
                command.append(maxlength)
            }
        }
        return Result(answer)
    }

    /// Waits until there is a message.
    /// - Parameter limit: The longest wait; must be shorter than the server's timeout.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func wait(upTo limit: Duration) throws {
        try client.wait(for: source, upTo: limit)
    }
}

extension FanOut.Result {
    /// What the script answers.
    init(_ answer: RedisReply) {
        if case .bytes(let name) = answer {
            self = .full(String(decoding: name, as: UTF8.self))
        } else {
            self = .moved(answer.integer ?? 0)
        }
    }
}
