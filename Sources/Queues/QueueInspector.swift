public import RedisClient

/// Looks into queues and mends them, for the operator's commands.
public struct QueueInspector {
    /// How a queue stands.
    public struct Overview: Sendable, Equatable, Encodable {
        /// The queue.
        public var name: String
        /// Messages that wait in it.
        public var depth = 0
        /// Messages that workers have claimed and not settled.
        public var inFlight = 0
        /// Messages that wait for another try.
        public var retry = 0
        /// Messages that were given up.
        public var failed = 0
        /// Messages that wait on the disks of brokers for room in it.
        public var spilled = 0

        private enum CodingKeys: String, CodingKey {
            case name, depth
            case inFlight = "in_flight"
            case retry, failed, spilled
        }
    }

    /// How many entries of a long list are looked at in one step.
    static let chunk = 500

    let connection: RedisConnection

    /// An inspector.
    public init(_ connection: RedisConnection) {
        self.connection = connection
    }

    /// How queues stand: those named, every other list that Redis has, and those of retries, failures or claimed messages.
    /// - Throws: ``RedisError``.
    public func overview(of names: some Sequence<String>) throws -> [Overview] {
        let claimedBy = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
        var all = Set(names)
        // What others keep under such names is none of ours.
        for (prefix, type) in [(QueueKeys.retry(""), "zset"), (QueueKeys.failed(""), "list")] {
            for key in try keys(beginningWith: prefix, type: type) { all.insert(String(key.dropFirst(prefix.count))) }
        }
        all.formUnion(claimedBy.values)
        let spilled = try spilled()
        all.formUnion(spilled.keys)
        all.formUnion(
            try keys(beginningWith: "", type: "list").filter { key in
                ([QueueKeys.temp(""), QueueKeys.failed("")] + QueueKeys.histories).allSatisfy { !key.hasPrefix($0) }
            })
        return try all.sorted().map { name in
            var overview = Overview(name: name)
            overview.depth = try connection.run(RedisCommand("LLEN", name)).integer ?? 0
            overview.retry = try connection.run(RedisCommand("ZCARD", QueueKeys.retry(name))).integer ?? 0
            overview.failed = try connection.run(RedisCommand("LLEN", QueueKeys.failed(name))).integer ?? 0
            overview.spilled = spilled[name] ?? 0
            for (worker, _) in claimedBy.filter({ $0.value == name }) {
                overview.inFlight += try connection.run(RedisCommand("LLEN", QueueKeys.temp(worker))).integer ?? 0
            }
            return overview
        }
    }

    /// The oldest entries of a list, as they lie there: the next to be taken comes first.
    /// - Throws: ``RedisError``.
    public func oldest(_ count: Int, of key: String) throws -> [[UInt8]] {
        guard count > 0 else { return [] }
        return try connection.run(RedisCommand("LRANGE", key, String(-count), "-1")).elements.reversed().compactMap(
            \.bytes)
    }

    /// The oldest failed messages of a queue.
    /// - Throws: ``RedisError``.
    public func failures(_ count: Int, of queue: String) throws -> [FailureRecord] {
        try oldest(count, of: QueueKeys.failed(queue)).map(FailureRecord.init(json:))
    }

    /// The newest failed messages of a queue, the newest first.
    /// - Throws: ``RedisError``.
    public func newestFailures(_ count: Int, of queue: String) throws -> [FailureRecord] {
        guard count > 0 else { return [] }
        return try connection.run(RedisCommand("LRANGE", QueueKeys.failed(queue), "0", String(count - 1))).elements
            .compactMap(\.bytes).map(FailureRecord.init(json:))
    }

    /// Hands out all failed messages of a queue, oldest first, some at a time: a failed list has no bound.
    /// - Parameter limit: No more than about so many.
    /// - Throws: ``RedisError``, and what `body` throws.
    public func eachFailure(
        of queue: String, atMost limit: Int = .max, _ body: (FailureRecord) throws -> Void
    ) throws {
        let key = QueueKeys.failed(queue)
        // Counted from the old end, at which nothing is added meanwhile.
        for start in stride(from: 1, through: limit, by: QueueInspector.chunk) {
            let (last, first) = (String(-start), String(-start - QueueInspector.chunk + 1))
            let entries = try connection.run(RedisCommand("LRANGE", key, first, last)).elements.compactMap(\.bytes)
            for entry in entries.reversed() { try body(FailureRecord(json: entry)) }
            if entries.count < QueueInspector.chunk { return }
        }
    }

    /// Moves all messages of one list to another, in their order.
    /// - Returns: How many were moved.
    /// - Throws: ``RedisError``.
    public func move(_ source: String, to target: String) throws -> Int {
        var total = 0
        // What is pushed meanwhile stays: otherwise moving a list onto itself or against a producer would never end.
        let depth = try connection.run(RedisCommand("LLEN", source)).integer ?? 0
        while total < depth {
            let moved =
                try connection.run(QueueScripts.move, keys: [source, target]) { command in
                    command.append(min(1_000, depth - total))
                }.integer ?? 0
            guard moved > 0 else { break }
            total += moved
        }
        return total
    }

    /// The heartbeats of all workers that live, by worker instance.
    /// - Throws: ``RedisError``.
    public func heartbeats() throws -> [String: [String: String]] {
        let prefix = QueueKeys.worker("")
        var beats: [String: [String: String]] = [:]
        for key in try keys(beginningWith: prefix, type: "hash") {
            let fields = try connection.run(RedisCommand("HGETALL", key)).fields
            if !fields.isEmpty { beats[String(key.dropFirst(prefix.count))] = fields }
        }
        return beats
    }

    /// The workers that wait for something or somebody, with what they say of it in their heartbeats, in order.
    /// - Throws: ``RedisError``.
    public func waits() throws -> [(worker: String, state: String)] {
        try heartbeats().compactMap { worker, fields in
            guard let state = fields["state"], !["running", "starting", "stopping"].contains(state) else { return nil }
            return (worker, state)
        }.sorted { $0.0 < $1.0 }
    }

    /// The checkpoints of all followed files: the path, and the hash's fields.
    /// - Throws: ``RedisError``.
    public func checkpoints() throws -> [(path: String, fields: [String: String])] {
        let prefix = QueueKeys.checkpoint(host: "", path: "").dropLast()
        return try keys(beginningWith: String(prefix), type: "hash").sorted().compactMap { key in
            // checkpoint:HOST:PATH; a host's name has no colon.
            guard !QueueKeys.isImport(key), let colon = key.dropFirst(prefix.count).firstIndex(of: ":") else {
                return nil
            }
            let fields = try connection.run(RedisCommand("HGETALL", key)).fields
            return (String(key[key.index(after: colon)...]), fields)
        }
    }

    /// How many messages wait on disk for room in which queue, as the brokers have stored it.
    func spilled() throws -> [String: Int] {
        var spilled: [String: Int] = [:]
        for key in try keys(beginningWith: QueueKeys.spill, type: "hash") {
            guard let (queue, count) = Self.spill(try connection.run(Self.lookIntoSpill(key))) else { continue }
            spilled[queue, default: 0] += count
        }
        return spilled
    }

    /// Asks what a spill holds.
    static func lookIntoSpill(_ key: String) -> RedisCommand { RedisCommand("HMGET", key, "queue", "messages") }

    /// The queue for which a spill holds messages, and how many; nil when it holds none.
    static func spill(_ answer: RedisReply) -> (queue: String, count: Int)? {
        guard let queue = answer.elements.first?.text, let count = answer.elements.last?.integer, count > 0 else {
            return nil
        }
        return (queue, count)
    }

    func keys(beginningWith prefix: String, type: String? = nil) throws -> Set<String> {
        var found: Set<String> = []
        var cursor = "0"
        repeat {
            var command = RedisCommand("SCAN", cursor, "MATCH", "\(prefix)*", "COUNT", "1000")
            if let type {
                command.append("TYPE")
                command.append(type)
            }
            let answer = try connection.run(command).elements
            cursor = answer.first?.text ?? "0"
            found.formUnion(answer.last?.elements.compactMap(\.text) ?? [])
        } while cursor != "0"
        return found
    }
}
