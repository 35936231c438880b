import CHiredis
import Glibc

/// What is published on channels, heard on a connection that is used for nothing else any more.
public final class RedisSubscription {
    private let connection: RedisConnection
    private var silence = ContinuousClock.now
    private var isAsked = false

    /// Begins to listen.
    /// - Throws: ``RedisError``.
    public init(_ connection: RedisConnection, to channels: [String]) throws {
        self.connection = connection
        var command = RedisCommand("SUBSCRIBE")
        for channel in channels { command.append(channel) }
        try connection.send(command)
        for _ in channels { _ = try connection.answer() }
    }

    /// Waits until something is published.
    /// - Parameter limit: The longest wait.
    /// - Returns: The messages that have come, in their order; none when the time was over.
    /// - Throws: ``RedisError`` when the connection is lost, or the server answers nothing any more.
    public func messages(upTo limit: Duration) throws -> [[UInt8]] {
        let context = connection.context
        var descriptor = pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, Int32(max(0, (limit / .milliseconds(1)).rounded(.up)))) > 0 else {
            try ask()
            return []
        }
        guard redisBufferRead(context) == REDIS_OK else { throw connection.lost() }
        (silence, isAsked) = (.now, false)
        var messages: [[UInt8]] = []
        while true {
            var pointer: UnsafeMutableRawPointer?
            guard redisGetReplyFromReader(context, &pointer) == REDIS_OK else { throw connection.lost() }
            guard let pointer else { return messages }
            defer { freeReplyObject(pointer) }
            let parts = RedisReply(pointer.assumingMemoryBound(to: redisReply.self).pointee).elements
            if parts.first?.text == "message", let message = parts.last?.bytes { messages.append(message) }
        }
    }

    /// A server that has been silent for long is asked whether it is there: a connection may be lost without a sign.
    private func ask() throws {
        let patience = Duration.seconds(connection.server.timeout)
        let silent = silence.duration(to: .now)
        if isAsked, silent > patience * 2 { throw RedisError.unavailable("redis \(connection.server): no answer") }
        guard !isAsked, silent > patience else { return }
        isAsked = true
        try connection.send(RedisCommand("PING"))
        var isWritten: Int32 = 0
        while isWritten == 0 {
            guard redisBufferWrite(connection.context, &isWritten) == REDIS_OK else { throw connection.lost() }
        }
    }
}
