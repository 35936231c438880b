import Queues

/// Why messages of a queue were given up.
struct FailureSummary: Encodable, Sendable {
    /// How many of the oldest are looked at: a failed list has no bound.
    static let mostLooked = 10_000

    /// How many messages were given up.
    let total: Int
    /// Of how many of them the groups are, the oldest.
    let looked: Int
    /// The groups, the largest first.
    let groups: [FailureGroup]

    /// Looks.
    /// - Throws: As ``QueueCall/run(_:_:_:)``.
    static func make(_ query: MessageQuery, _ services: ConsoleServices) async throws -> FailureSummary {
        try await QueueCall.run(query.redis, services) { try make(query.place.queue, $0) }
    }

    /// Looks.
    /// - Throws: `RedisError`.
    static func make(_ queue: String, _ call: QueueCall) throws -> FailureSummary {
        let total = try MessageReader(call.connection).portion(of: MessagePlace(queue, .failed), from: 0, 0).total
        let groups = try FailureGroup.all(of: queue, call.inspector, atMost: mostLooked)
        return FailureSummary(total: total, looked: groups.reduce(0) { $0 + $1.count }, groups: groups)
    }
}
