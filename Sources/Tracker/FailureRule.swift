import SeededRandom

/// One way in which the tracker is made to misbehave, and how often: `KIND[:SHARE][:retry-after=SECONDS]`.
///
/// `500:0.1` answers a tenth of the requests with 500, `503:0.05:retry-after=2` says when to come back, `hang` never
/// answers, `reset` breaks the connection off. Without a share it is every request.
public struct FailureRule: Sendable, Equatable {
    /// What happens instead of the check.
    public enum Kind: Sendable, Equatable {
        /// An HTTP status of 400 to 599 is answered, with a Retry-After header of so many seconds if given.
        case status(Int, retryAfter: Int?)
        /// The request gets no answer as long as the tracker runs.
        case hang
        /// The connection is reset.
        case reset
    }

    /// What happens.
    public let kind: Kind
    /// How many of the requests it happens to: above 0, at most 1.
    public let share: Double

    /// Reads a rule; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var options = parts.dropFirst()
        var share = 1.0
        if let written = options.first.flatMap({ Double($0) }) {
            guard written > 0, written <= 1 else { return nil }
            share = written
            options.removeFirst()
        }
        self.share = share
        switch parts[0] {
        case "hang": kind = .hang
        case "reset": kind = .reset
        default:
            guard let status = Int(parts[0]), (400...599).contains(status) else { return nil }
            var retryAfter: Int?
            if let option = options.first, option.hasPrefix("retry-after=") {
                guard let seconds = UInt16(option.dropFirst("retry-after=".count)) else { return nil }
                retryAfter = Int(seconds)
                options.removeFirst()
            }
            kind = .status(status, retryAfter: retryAfter)
        }
        guard options.isEmpty else { return nil }
    }
}

/// Draws which requests fail, and how: the same ones for the same seed and order of requests.
struct FailureDraw: Sendable {
    let rules: [FailureRule]
    private var random: SeededRandom

    init(rules: [FailureRule], seed: UInt64) {
        self.rules = rules
        random = SeededRandom(seed: seed)
    }

    /// What the next request is to suffer; nil to treat it well. Every rule is drawn on its own and the first to hit wins,
    /// so a rule's share is of the requests that the rules before it let through.
    mutating func next() -> FailureRule.Kind? {
        for rule in rules where random.chance(rule.share) { return rule.kind }
        return nil
    }
}
