import RedisClient

extension RedisConnection {
    /// Publishes messages: sends them all, then waits for the answers.
    /// - Returns: How many connections got the last one.
    /// - Throws: `RedisError`.
    func publish(_ messages: [[UInt8]], on channel: String) throws -> Int {
        for message in messages {
            var command = RedisCommand("PUBLISH", reserving: message.count + channel.utf8.count + 32)
            command.append(channel)
            command.append(message)
            try send(command)
        }
        return try messages.reduce(0) { _, _ in Int(try answer().integer ?? 0) }
    }
}
