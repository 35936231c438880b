/// What a tracker has counted since its start or its last reset.
public struct TrackerCounts: Sendable, Equatable, Codable {
    /// Requests answered 200.
    public var accepted = 0
    /// Requests answered 400, because they are not what the protocol asks for.
    public var refused = 0
    /// Requests that a `--fail` rule struck; they were not looked at.
    public var failedOnPurpose = 0
    /// Accepted queries that had been accepted before, byte for byte.
    public var duplicates = 0
    /// Accepted queries by protocol version.
    public var protocols: [String: Int] = [:]
    /// Accepted queries by event.
    public var events: [String: Int] = [:]
    /// Accepted queries by `rfr_id`. What comes after the first thousand is counted as ``otherServices``.
    public var services: [String: Int] = [:]
    /// Refused requests by the key that was wrong; a request with several wrong keys counts for each.
    public var refusals: [String: Int] = [:]

    /// The name under which services beyond the first thousand are counted: no host has such a name.
    public static let otherServices = "(others)"

    private enum CodingKeys: String, CodingKey {
        case accepted, refused, duplicates, protocols, events, services, refusals
        case failedOnPurpose = "failed_on_purpose"
    }

    /// Nothing yet.
    public init() {}

    /// How many requests came in all.
    public var requests: Int { accepted + refused + failedOnPurpose }

    /// `12 accepted, 1 refused, 0 failed on purpose, 0 duplicates`.
    public var line: String {
        "\(accepted) accepted, \(refused) refused, \(failedOnPurpose) failed on purpose, \(duplicates) duplicates"
    }

    /// The counts by event, protocol, service and reason, one kind per line; kinds without a count are left out.
    public var details: [String] {
        [("events", events), ("protocols", protocols), ("services", services), ("refused for", refusals)]
            .filter { !$0.1.isEmpty }
            .map { kind, counts in
                let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                let shown = sorted.prefix(20).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
                return "\(kind): \(shown)\(sorted.count > 20 ? ", …" : "")"
            }
    }

    mutating func addAccepted(version: String, event: String, service: String, isNew: Bool) {
        accepted += 1
        duplicates += isNew ? 0 : 1
        protocols[version, default: 0] += 1
        events[event, default: 0] += 1
        services[bounded(service, in: services), default: 0] += 1
    }

    mutating func addRefused(keys: Set<String>) {
        refused += 1
        for key in keys { refusals[bounded(key, in: refusals), default: 0] += 1 }
    }

    /// The name to count under, so that strange senders cannot fill the memory.
    private func bounded(_ name: String, in counts: [String: Int]) -> String {
        counts[name] != nil || counts.count < 1_000 ? name : TrackerCounts.otherServices
    }
}
