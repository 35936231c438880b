import Queues

/// The failed messages of a queue by their reasons, looked at anew only when there are others than at the last look.
struct FailureWatch {
    /// How many messages are looked at, the newest.
    static let most = 1_000
    /// Milliseconds between two looks, however many messages fail meanwhile.
    private static let patience = 5_000

    /// How many messages the groups are of.
    private(set) var seen = 0
    private var groups: [FailureGroup] = []
    private var failed = 0
    private var newest: [UInt8] = []
    private var looked: Int?

    /// The groups, the largest first.
    /// - Parameters:
    ///   - failed: How many failed messages there are.
    ///   - time: Now, in milliseconds.
    /// - Throws: `RedisError`.
    mutating func look(
        _ inspector: QueueInspector, of queue: String, failed: Int, at time: Int
    ) throws -> [FailureGroup] {
        guard failed > 0 else {
            self = FailureWatch()
            return []
        }
        // What is gone is gone at once: somebody has just clicked.
        let isFewer = failed < self.failed
        if let looked, !isFewer, time >= looked, time - looked < Self.patience { return groups }
        let newest = try inspector.newestFailures(1, of: queue).first?.entry ?? []
        guard failed != self.failed || newest != self.newest else { return groups }
        groups = try FailureGroup.newest(Self.most, of: queue, inspector)
        seen = groups.reduce(0) { $0 + $1.count }
        (self.failed, self.newest, looked) = (failed, newest, time)
        return groups
    }
}

extension ConsoleSnapshot.FailureStatus {
    init(_ group: FailureGroup, _ queue: String, _ redis: String, seen: Int) {
        self.init(
            queue: queue, redis: redis, reason: group.reason, count: group.count, seen: seen, first: group.first,
            last: group.last, example: group.example)
    }
}
