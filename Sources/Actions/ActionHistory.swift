public import RedisClient

/// Reads what a worker of `kind = actions` keeps in Redis.
public struct ActionHistory {
    /// One action.
    public struct Action: Sendable {
        /// Its name.
        public let name: String
        /// Its newest values, the oldest first.
        public let values: [ActionValue]
        /// How many lines of it there were.
        public let count: Int
        /// What the counters among them add up to; nil: there were none.
        public let sum: Double?
    }

    private let connection: RedisConnection
    private let worker: String

    /// - Parameter worker: The worker instance, as its keys name it.
    public init(_ connection: RedisConnection, worker: String) {
        (self.connection, self.worker) = (connection, worker)
    }

    /// What changes with every line; empty: there never was one.
    /// - Throws: `RedisError`.
    public func mark() throws -> String {
        let fields = try connection.run(RedisCommand("HMGET", ActionKeys.checkpoint(worker), "generation", "offset"))
        return fields.elements.compactMap(\.text).joined(separator: ":")
    }

    /// All actions, those first that were first by name.
    /// - Parameter most: How many values of each.
    /// - Throws: `RedisError`.
    public func actions(_ most: Int) throws -> [Action] {
        let names = try connection.run(RedisCommand("ZRANGE", ActionKeys.names(worker), "0", "-1")).elements
        return try read(names.compactMap(\.text).sorted(), most)
    }

    /// An action; nil: there is none of that name.
    /// - Throws: `RedisError`.
    public func action(_ name: String, _ most: Int) throws -> Action? {
        let score = try connection.run(RedisCommand("ZSCORE", ActionKeys.names(worker), name))
        return score == .null ? nil : try read([name], most).first
    }

    private func read(_ names: [String], _ most: Int) throws -> [Action] {
        guard !names.isEmpty else { return [] }
        for name in names {
            try connection.send(RedisCommand("LRANGE", ActionKeys.values(worker, name), "0", String(most - 1)))
        }
        // All answers are taken, also after one that was refused: else the next command would get the next of these.
        let lists = names.map { _ in Result { try connection.answer() } }
        var (counts, sums) = (
            RedisCommand("HMGET", ActionKeys.counts(worker)), RedisCommand("HMGET", ActionKeys.sums(worker))
        )
        for name in names {
            counts.append(name)
            sums.append(name)
        }
        let numbers = (try connection.run(counts).elements, try connection.run(sums).elements)
        return try names.indices.map { index in
            Action(
                name: names[index],
                values: try lists[index].get().elements.reversed().compactMap {
                    $0.text.flatMap(ActionValue.init(entry:))
                },
                count: numbers.0[index].integer ?? 0, sum: numbers.1[index].text.flatMap { Double($0) })
        }
    }
}
