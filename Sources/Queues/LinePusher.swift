public import RedisClient

/// Puts the lines of a tailed file into a queue, together with how far the file has been read.
public struct LinePusher {
    /// What became of a batch.
    public enum Result: Equatable {
        /// The lines are in the queue, and the checkpoint is moved.
        case accepted
        /// Nothing was pushed: the queue has as many messages as it may. The log file is the best buffer; it waits there.
        case full
        /// Nothing was pushed: the checkpoint does not stand where the lines begin. It holds these fields; none: it is gone.
        case moved([String: String])
    }

    private let client: RedisClient
    private let queue: String
    private let worker: String
    private let maxlength: Int
    private let expiry: Int

    /// A pusher into a queue.
    /// - Parameters:
    ///   - worker: The worker instance, for the records of lines that are refused.
    ///   - maxlength: How many messages the queue may have; 0: no limit.
    ///   - expiry: After how many seconds a checkpoint that did not move is forgotten; 0: never.
    public init(_ client: RedisClient, queue: String, worker: String, maxlength: Int = 0, expiry: Int = 0) {
        self.client = client
        self.queue = queue
        self.worker = worker
        self.maxlength = maxlength
        self.expiry = expiry
    }

    /// The fields of a checkpoint; none when there is no such checkpoint.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func checkpoint(_ key: String) throws -> [String: String] {
        try client.run { try $0.run(RedisCommand("HGETALL", key)).fields }
    }

    /// Pushes lines and moves the checkpoint in one step, if it still stands where the lines begin.
    /// - Parameters:
    ///   - position: Where the checkpoint must stand: `GENERATION:OFFSET`; empty: nowhere yet.
    ///   - checkpoint: Its new fields.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func push(
        _ lines: FileLines, key: String, from position: String, to checkpoint: [String: String]
    ) throws -> Result {
        let keys = [queue, key, QueueKeys.failed(queue), QueueKeys.ledger(lines.service)]
        let counters = lines.counters(of: queue)
        let answer = try client.run { connection in
            try connection.run(QueueScripts.pushLines, keys: keys, reserving: lines.size + 512) { command in
                command.append(position)
                command.append(maxlength)
                command.append(expiry)
                command.append(checkpoint.count * 2)
                for (field, value) in checkpoint {
                    command.append(field)
                    command.append(value)
                }
                command.append(counters.count * 2)
                for (field, count) in counters {
                    command.append(field.name)
                    command.append(count)
                }
                command.append(lines.refused.count)
                for (line, reason, leaf) in lines.refused {
                    let payload = MessageEnvelope(lines.message(line)).json
                    let record = FailedMessage(payload: payload, error: reason, worker: worker, leaf: leaf)
                    command.append(record.json)
                }
                lines.forEachEntry { command.append($0) }
            }
        }
        switch answer.integer {
        case 0: return .accepted
        case 1: return .full
        default: return .moved(answer.fields)
        }
    }
}
