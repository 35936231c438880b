import CHiredis
import Glibc

/// One connection to a Redis server, for one thread. After any error of the connection it is of no more use
/// (hiredis refuses every later command); ``RedisClient`` makes a new one.
public final class RedisConnection {
    /// The server itself; where Sentinels were asked, the master that they named.
    public let server: RedisAddress

    let context: UnsafeMutablePointer<redisContext>
    /// The digests of the scripts that were loaded.
    var digests: [RedisScript: String] = [:]
    let confirmation: ReplicaConfirmation

    /// Whether the replicas have all that had been changed before this connection was made.
    var isCaughtUp: Bool

    /// Connects, authenticates and selects the database.
    /// - Throws: ``RedisError``.
    public init(_ address: RedisAddress) throws {
        _ = RedisConnection.ignoresBrokenPipes
        let made: UnsafeMutablePointer<redisContext>?
        (server, made) = try RedisConnection.open(address)
        guard let made else { throw RedisError.unavailable("redis \(address): out of memory") }
        context = made
        confirmation = ReplicaConfirmation(address)
        isCaughtUp = address.minReplicas == 0
        do {
            guard made.pointee.err == 0 else { throw lost() }
            redisSetTimeout(made, timeval(seconds: address.timeout))
            if !address.password.isEmpty {
                var auth = RedisCommand("AUTH")
                if !address.username.isEmpty { auth.append(address.username) }
                auth.append(address.password)
                try run(auth)
            }
            if address.database != 0 { try run(RedisCommand("SELECT", String(address.database))) }
            // A server that is still loading its data, or wants a password, says so here rather than later.
            try run(RedisCommand("PING"))
        } catch let error as RedisError {
            throw RedisError.unavailable("redis \(server): \(error.description)")
        }
    }

    private static func open(
        _ address: RedisAddress
    ) throws -> (server: RedisAddress, context: UnsafeMutablePointer<redisContext>?) {
        let limit = timeval(seconds: address.timeout)
        switch address.endpoint {
        case .tcp(let host, let port): return (address, redisConnectWithTimeout(host, Int32(port), limit))
        case .unix(let path): return (address, redisConnectUnixWithTimeout(path, limit))
        case .master(let sentinels): return try open(sentinels.locateMaster(for: address))
        }
    }

    deinit { redisFree(context) }

    /// Sends a command and waits for its answer.
    /// - Throws: ``RedisError``.
    @discardableResult
    public func run(_ command: RedisCommand) throws -> RedisReply {
        try send(command)
        return try answer()
    }

    /// Queues a command without waiting; each needs one ``answer()``, in the same order.
    /// - Throws: ``RedisError``.
    public func send(_ command: RedisCommand) throws {
        for part in [command.header, command.body] {
            let code = part.withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) {
                    redisAppendFormattedCommand(context, $0.baseAddress, $0.count)
                }
            }
            guard code == REDIS_OK else { throw lost() }
        }
    }

    /// Waits for the answer to the oldest command sent.
    /// - Throws: ``RedisError``.
    public func answer() throws -> RedisReply {
        var pointer: UnsafeMutableRawPointer?
        guard redisGetReply(context, &pointer) == REDIS_OK, let pointer else { throw lost() }
        defer { freeReplyObject(pointer) }
        let reply = RedisReply(pointer.assumingMemoryBound(to: redisReply.self).pointee)
        if case .error(let text) = reply { throw RedisError(answer: text) }
        return reply
    }

    /// Runs commands as one step for the server (MULTI, EXEC).
    /// - Returns: Their answers.
    /// - Throws: ``RedisError``, also when one of the commands was refused.
    public func transaction(_ commands: [RedisCommand]) throws -> [RedisReply] {
        for command in [RedisCommand("MULTI")] + commands + [RedisCommand("EXEC")] { try send(command) }
        for _ in 0...commands.count { _ = try answer() }
        let answers = try answer().elements
        for case .error(let text) in answers { throw RedisError.refused(text) }
        return answers
    }

    /// hiredis writes without MSG_NOSIGNAL: a server that goes away would end the process.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    func lost() -> RedisError {
        let text = withUnsafeBytes(of: context.pointee.errstr) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError.unavailable(text.isEmpty ? "connection lost" : text)
    }
}

extension timeval {
    fileprivate init(seconds: Double) {
        let whole = max(seconds, 0.001).rounded(.down)
        self.init(tv_sec: Int(whole), tv_usec: Int((max(seconds, 0.001) - whole) * 1_000_000))
    }
}
