public import PluginAPI

/// Tells people, robots and AI agents apart by the lists that set-up fetches: COUNTER's robots
/// (<https://github.com/atmire/COUNTER-Robots>, of PyPI's `counter-robots`), and the patterns of PyPI's
/// `crawler-user-agents` that are tagged `ai-crawler`. Verdicts are remembered, since few user agents make up most of a log.
public final class UserAgentLists: UserAgentClassifier {
    private let robots: PatternList?
    private let aiAgents: PatternList?
    /// Every verdict there can be: those of the robots' patterns, then those of the AI agents'.
    private let verdicts: [UserAgentVerdict]
    private let known = VerdictCache()

    /// What is remembered of a user agent that is on no list.
    private static let onNoList = -1

    /// The lists that are looked at; nil: not that one.
    public init(robots: PatternList?, aiAgents: PatternList?) {
        self.robots = robots
        self.aiAgents = aiAgents
        verdicts =
            (robots?.patterns ?? []).map { UserAgentVerdict(.robot, pattern: $0) }
            + (aiAgents?.patterns ?? []).map { UserAgentVerdict(.aiAgent, pattern: $0) }
    }

    /// Who is behind a user agent. Who is on both lists is an AI agent.
    /// - Throws: ``PluginError`` when a pattern gave up on it.
    public func verdict(on userAgent: ArraySlice<UInt8>) throws -> UserAgentVerdict {
        if userAgent.isEmpty || (userAgent.count == 1 && userAgent.first == UInt8(ascii: "-")) {
            guard let robots else { return .person }
            return try robots.place(of: userAgent).map { verdicts[$0] }
                ?? UserAgentVerdict(.robot, pattern: "no user agent")
        }
        let found = try known.verdict(of: userAgent) { try number(of: userAgent) }
        return found == Self.onNoList ? .person : verdicts[found]
    }

    /// The place of the verdict on a user agent.
    private func number(of userAgent: ArraySlice<UInt8>) throws -> Int {
        if let place = try aiAgents?.place(of: userAgent) { return (robots?.patterns.count ?? 0) + place }
        return try robots?.place(of: userAgent) ?? Self.onNoList
    }

    /// Which edition of a class' list is looked at.
    public func version(of kind: UserAgentClass) -> String? {
        switch kind {
        case .person: nil
        case .robot: robots.map { $0.version ?? "the robots list" }
        case .aiAgent: aiAgents.map { $0.version ?? "the list of AI agents" }
        }
    }
}
