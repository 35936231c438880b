public import RedisClient

/// Reads the messages of a place in portions: there may be millions.
public struct MessageReader {
    /// Some of them.
    public struct Portion: Sendable {
        /// The messages, the oldest or next due first.
        public let messages: [ListedMessage]
        /// How many the place holds.
        public let total: Int
    }

    /// Behind which message to read on, wherever it lies by now.
    struct Anchor: Sendable {
        let entry: [UInt8]
        let due: Int?

        init(_ message: ListedMessage) { (entry, due) = (message.entry, message.due) }
    }

    let connection: RedisConnection

    /// A reader.
    public init(_ connection: RedisConnection) { self.connection = connection }

    /// Reads some messages.
    /// - Parameters:
    ///   - from: How many are passed over: the oldest, or those due first.
    ///   - count: How many are read.
    /// - Throws: ``RedisError``.
    public func portion(of place: MessagePlace, from: Int, _ count: Int) throws -> Portion {
        try portion(of: place, from: from, count, behind: nil, notDue: false)
    }

    /// - Parameters:
    ///   - anchor: The message that was at `from` - 1; messages before it may have gone meanwhile.
    ///   - notDue: Whether those whose time has come are passed over, too.
    func portion(
        of place: MessagePlace, from: Int, _ count: Int, behind anchor: Anchor?, notDue: Bool
    ) throws -> Portion {
        guard let key = place.key else { return try inFlight(of: place.queue, from: from, count) }
        let isOrdered = place.kind == .retry
        let answer = try connection.run(Self.script, keys: [key], reserving: 256 + (anchor?.entry.count ?? 0)) {
            command in
            command.append(isOrdered ? "zset" : "list")
            command.append(max(0, from))
            command.append(max(0, count))
            command.append(notDue ? 1 : 0)
            guard let anchor else { return }
            command.append(anchor.entry)
            command.append(anchor.due ?? 0)
        }.elements
        guard answer.count == 3, let total = answer[0].integer, let start = answer[1].integer else {
            throw RedisError.refused("\(key): answered something else than messages")
        }
        let found = answer[2].elements
        if !isOrdered {
            let entries = found.reversed().compactMap(\.bytes).enumerated()
            let messages = entries.map { ListedMessage($1, at: start + $0, in: place.kind) }
            return Portion(messages: messages, total: total)
        }
        let messages = stride(from: 0, to: found.count - 1, by: 2).compactMap { index -> ListedMessage? in
            guard let entry = found[index].bytes else { return nil }
            let due = found[index + 1].text.flatMap(Double.init).flatMap { Int(exactly: $0.rounded()) } ?? 0
            return ListedMessage(entry, at: start + index / 2, in: .retry, due: due)
        }
        return Portion(messages: messages, total: total)
    }

    /// Of the first worker first; there are no more than workers take in one step.
    private func inFlight(of queue: String, from: Int, _ count: Int) throws -> Portion {
        let inspector = QueueInspector(connection)
        var messages: [ListedMessage] = []
        var passed = 0
        for worker in try inspector.workers(of: queue) {
            let wanted = from + count - passed
            guard let held = try inspector.inFlight(worker: worker, max(0, wanted)) else { continue }
            for (index, (entry, claimed)) in held.oldest.enumerated() where passed + index >= from {
                messages.append(
                    ListedMessage(entry, at: passed + index, in: .inFlight, worker: worker, claimed: claimed))
            }
            passed += held.count
        }
        return Portion(messages: messages, total: passed)
    }

    /// Reads a portion. KEYS: the list or the sorted set. ARGV: which of both, how many to pass over, how many to read, whether
    /// to pass over what is due (1), and the entry and due time of the last one that was passed over, if it is known. Answers how
    /// many there are, how many were passed over, and the entries: the oldest of a list last, as LRANGE has them.
    private static let script = RedisScript(
        QueueScripts.helpers + """
            local key, from, count = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
            local wrong = refuse(ARGV[1], KEYS)
            if wrong then return wrong end
            if ARGV[1] == 'zset' then
              if ARGV[5] then
                local rank = redis.call('ZRANK', key, ARGV[5])
                from = rank and rank + 1 or redis.call('ZCOUNT', key, '-inf', '(' .. ARGV[6])
              end
              if ARGV[4] == '1' then
                local time = redis.call('TIME')
                local now = time[1] * 1000 + math.floor(time[2] / 1000)
                from = math.max(from, redis.call('ZCOUNT', key, '-inf', now))
              end
              local found = count > 0 and redis.call('ZRANGE', key, from, from + count - 1, 'WITHSCORES') or {}
              return {redis.call('ZCARD', key), from, found}
            end
            local total = redis.call('LLEN', key)
            if ARGV[5] and redis.call('LINDEX', key, -from) ~= ARGV[5] then
              local place = redis.call('LPOS', key, ARGV[5], 'RANK', -1, 'MAXLEN', from + 1000)
              from = place and total - place or 0
            end
            local found = count > 0 and redis.call('LRANGE', key, -(from + count), -(from + 1)) or {}
            return {total, from, found}
            """)
}

extension MessageReader {
    /// Hands out the messages of a queue that are due for another try at one time.
    /// - Parameter due: Milliseconds since 1970.
    /// - Throws: ``RedisError``, and what `body` throws.
    public func due(at due: Int, in queue: String, _ body: (ListedMessage) throws -> Void) throws {
        // Somebody may have put in a time with a fraction.
        let command = RedisCommand("ZRANGEBYSCORE", QueueKeys.retry(queue), "(\(due - 1)", "(\(due + 1)")
        for entry in try connection.run(command).elements.compactMap(\.bytes) {
            try body(ListedMessage(entry, at: 0, in: .retry, due: due))
        }
    }
}
