internal import PluginAPI
public import RedisClient

/// Keeps the failed list of a queue within its caps: the oldest records beyond go, for good.
public struct FailureTrimmer {
    /// How much a failed list may hold.
    public struct Caps: Sendable, Equatable {
        /// The queue.
        public let queue: String
        /// How many records; 0: no limit.
        public let maxlength: Int
        /// How many days a record may lie there; 0: for ever.
        public let maxage: Double

        /// Caps of a queue's failed list.
        public init(queue: String, maxlength: Int, maxage: Double) {
            self.queue = queue
            self.maxlength = maxlength
            self.maxage = maxage
        }
    }

    /// Records looked at in one step, and steps of one look: an old list must not keep a worker from its heartbeat.
    private static let (chunk, steps) = (500, 20)

    private let client: RedisClient
    private let caps: Caps

    /// A trimmer of one list.
    public init(_ client: RedisClient, _ caps: Caps) {
        self.client = client
        self.caps = caps
    }

    /// Removes what is beyond the caps, of old records some thousands at most. To be called now and then.
    ///
    /// A record of which it cannot be read when it was made is never too old. Behind the first that is young enough older
    /// ones are not looked for; where a clock was set back they go when that one does.
    /// - Parameter now: Seconds since 1970.
    /// - Returns: How many were removed.
    /// - Throws: ``RedisError``.
    public func look(now: Int64) throws -> Int {
        guard caps.maxlength > 0 || caps.maxage > 0 else { return 0 }
        var removed = try trim([])
        guard caps.maxage > 0 else { return removed }
        let age = Int64(min(caps.maxage * 86_400, 1e15))
        var kept = 0
        for _ in 1...FailureTrimmer.steps {
            let entries = try oldest(after: kept)
            let young = entries.firstIndex { ($0.time?.secondsSince1970 ?? .min) >= now - age } ?? entries.count
            let old = entries[..<young].filter { $0.time != nil }
            if !old.isEmpty { removed += try trim(old.map(\.entry)) }
            kept += young - old.count
            if young < FailureTrimmer.chunk { break }
        }
        return removed
    }

    private func oldest(after kept: Int) throws -> [FailureRecord] {
        let (first, last) = (String(-kept - FailureTrimmer.chunk), String(-kept - 1))
        let key = QueueKeys.failed(caps.queue)
        let answer = try client.once { try $0.run(RedisCommand("LRANGE", key, first, last)) }
        return answer.elements.reversed().compactMap(\.bytes).map(FailureRecord.init(json:))
    }

    private func trim(_ entries: [[UInt8]]) throws -> Int {
        let bytes = entries.reduce(256) { $0 + $1.count + 16 }
        return try client.once { connection in
            try connection.run(FailureTrimmer.script, keys: [QueueKeys.failed(caps.queue)], reserving: bytes) {
                command in
                command.append(caps.maxlength)
                for entry in entries { command.append(entry) }
            }
        }.integer ?? 0
    }

    /// Removes records, the oldest first. KEYS: failed. ARGV: how many may stay (0: no limit), the records that must not.
    /// Answers how many were removed.
    private static let script = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local removed = 0
            for i = 2, #ARGV do removed = removed + redis.call('LREM', KEYS[1], -1, ARGV[i]) end
            local limit = tonumber(ARGV[1])
            local beyond = redis.call('LLEN', KEYS[1]) - limit
            if limit > 0 and beyond > 0 then
              redis.call('LTRIM', KEYS[1], 0, limit - 1)
              removed = removed + beyond
            end
            return removed
            """)
}

extension FailureRecord {
    /// When the message was given up; nil when the record does not say it as we do (`2024-06-15T12:35:07Z`).
    var time: UTCTime? {
        let digits = Array(when.utf8)
        guard digits.count == 20 else { return nil }
        func number(_ range: Range<Int>) -> Int {
            digits[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        let time = UTCTime(
            year: number(0..<4), month: number(5..<7), day: number(8..<10), hour: number(11..<13),
            minute: number(14..<16), second: number(17..<19))
        // What is no digit, or stands elsewhere, comes out otherwise.
        return time?.rfc3339 == when ? time : nil
    }
}
