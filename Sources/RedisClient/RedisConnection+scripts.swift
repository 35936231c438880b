import CHiredis
import Glibc

/// Running scripts, and having replicas confirm what they changed.
extension RedisConnection {
    /// Runs a script by its digest. It is loaded once per connection, and again when the server has forgotten it. Where
    /// the address has `minReplicas`, the answer counts only when so many of them have what the script changed.
    /// - Parameters:
    ///   - keys: What the script sees as KEYS.
    ///   - reserving: About how many bytes the arguments will take.
    ///   - arguments: Appends what the script sees as ARGV.
    /// - Throws: ``RedisError``.
    public func run(
        _ script: RedisScript, keys: [String], reserving capacity: Int = 256,
        arguments: (inout RedisCommand) -> Void
    ) throws -> RedisReply {
        func call(_ digest: String) throws -> RedisReply {
            var command = RedisCommand("EVALSHA", reserving: capacity + 128)
            command.append(digest)
            command.append(keys.count)
            for key in keys { command.append(key) }
            arguments(&command)
            return try runConfirmed(command)
        }
        if let digest = digests[script] {
            do {
                return try call(digest)
            } catch let error as RedisError where error.description.hasPrefix("NOSCRIPT") {
                digests[script] = nil
            }
        }
        return try call(load(script))
    }

    /// Sends a script's call at once, and does not wait for its answer: ``finish()`` takes it, and nothing else may be run
    /// before. The server may have forgotten the script: then that is refused, and nothing was done.
    /// - Parameters: As those of ``run(_:keys:reserving:arguments:)``.
    /// - Throws: ``RedisError``.
    public func begin(
        _ script: RedisScript, keys: [String], reserving capacity: Int = 256,
        arguments: (inout RedisCommand) -> Void
    ) throws {
        let digest = try digests[script] ?? load(script)
        var command = RedisCommand("EVALSHA", reserving: capacity + 128)
        command.append(digest)
        command.append(keys.count)
        for key in keys { command.append(key) }
        arguments(&command)
        if confirmation.replicas > 0 { try catchUp() }
        try send(command)
        if confirmation.replicas > 0 { try send(confirmation.command) }
        var isWritten: Int32 = 0
        while isWritten == 0 { guard redisBufferWrite(context, &isWritten) == REDIS_OK else { throw lost() } }
    }

    /// Whether ``finish()`` would not have to wait (long): something has come, if only that the connection is lost.
    public var hasAnswer: Bool {
        var descriptor = pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    /// Waits for the answer to what was begun last.
    /// - Throws: ``RedisError``.
    public func finish() throws -> RedisReply {
        try confirmation.replicas > 0 ? confirmedAnswer() : answer()
    }

    private func load(_ script: RedisScript) throws -> String {
        guard let digest = try run(RedisCommand("SCRIPT", "LOAD", script.source)).text else {
            throw RedisError.refused("SCRIPT LOAD answered no digest")
        }
        digests[script] = digest
        return digest
    }

    /// Runs a command that changes something.
    private func runConfirmed(_ command: RedisCommand) throws -> RedisReply {
        if confirmation.replicas == 0 { return try run(command) }
        try catchUp()
        try send(command)
        try send(confirmation.command)
        return try confirmedAnswer()
    }

    /// Sees to it that the replicas have all that had been changed before this connection was made.
    private func catchUp() throws {
        guard !isCaughtUp else { return }
        try send(ReplicaConfirmation.mark)
        try send(confirmation.command)
        _ = try confirmedAnswer()
        isCaughtUp = true
    }

    private func confirmedAnswer() throws -> RedisReply {
        // Both answers are taken whatever the first one is: else the next command would get the second.
        let reply = Result { try answer() }
        let replicas = Result { try answer() }
        let changed = try reply.get()
        try confirmation.check(replicas)
        return changed
    }
}
