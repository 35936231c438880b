import RedisClient

/// The two orders in which messages are claimed.
extension QueueConsumer {
    /// How many messages of a queue without limit may be held.
    private static let mostHeld = 1_000_000

    /// What is due goes first, then what is new.
    func claimDueFirst(_ limit: Int, _ connection: RedisConnection) throws -> RedisReply {
        let keys = [queue, QueueKeys.temp(worker), QueueKeys.retry(queue)] + settlement.targets
        return try connection.run(QueueScripts.claim, keys: keys) { command in
            command.append(limit)
            command.append(maxlength)
        }
    }

    /// What is new goes first, as the double-click stage needs it; see ``ClickScripts/claim``.
    func claimNewFirst(_ limit: Int, _ connection: RedisConnection) throws -> RedisReply {
        let keys =
            [queue, QueueKeys.temp(worker), QueueKeys.retry(queue), QueueKeys.claimed(queue)] + settlement.targets
        return try connection.run(ClickScripts.claim, keys: keys) { command in
            command.append(limit)
            command.append(maxlength)
            command.append(worker)
            command.append(maxlength > 0 ? maxlength : QueueConsumer.mostHeld)
        }
    }
}
