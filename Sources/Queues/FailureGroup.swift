/// Failed messages of one queue that were given up for the same reason.
public struct FailureGroup: Sendable, Equatable, Encodable {
    /// The reason, without what is quoted in it: that differs from message to message.
    public let reason: String

    /// How many messages.
    public private(set) var count = 0

    /// When the first was given up, as RFC 3339.
    public private(set) var first: String

    /// When the last was given up, as RFC 3339.
    public private(set) var last: String

    /// The oldest one's own reason.
    public let example: String

    /// The oldest one's message as it lay in the queue.
    public let message: String

    private init(_ record: FailureRecord) {
        reason = FailureGroup.reason(of: record)
        first = record.when
        last = record.when
        example = record.error
        message = String(decoding: record.payload, as: UTF8.self)
    }

    /// The groups of all failed messages of a queue, the largest first.
    /// - Parameter limit: Of no more than so many messages, the oldest.
    /// - Throws: ``RedisError``.
    public static func all(
        of queue: String, _ inspector: QueueInspector, atMost limit: Int = .max
    ) throws -> [FailureGroup] {
        var groups: [String: FailureGroup] = [:]
        try inspector.eachFailure(of: queue, atMost: limit) { record in
            groups[reason(of: record), default: FailureGroup(record)].add(record)
        }
        return sorted(groups)
    }

    /// The groups of a queue's newest failed messages, the largest first.
    /// - Parameter count: How many messages are looked at.
    /// - Throws: ``RedisError``.
    public static func newest(_ count: Int, of queue: String, _ inspector: QueueInspector) throws -> [FailureGroup] {
        var groups: [String: FailureGroup] = [:]
        for record in try inspector.newestFailures(count, of: queue).reversed() {
            groups[reason(of: record), default: FailureGroup(record)].add(record)
        }
        return sorted(groups)
    }

    private static func sorted(_ groups: [String: FailureGroup]) -> [FailureGroup] {
        groups.values.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }

    private mutating func add(_ record: FailureRecord) {
        count += 1
        first = min(first, record.when)
        last = max(last, record.when)
    }

    /// What group a failed message is of.
    public static func reason(of record: FailureRecord) -> String {
        let parts = record.error.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0.isMultiple(of: 2) ? String($1) : "…" }.joined(separator: "\"")
    }
}
