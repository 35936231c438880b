/// What becomes of the hits of robots and AI agents: `robots =` and `ai_agents =`.
public struct UserAgentRules: Sendable {
    private enum Rule: String {
        case skip, mark, keep
    }

    private let robots: Rule
    private let aiAgents: Rule

    /// The lists that are looked at; nil: none.
    public let lists: (any UserAgentClassifier)?

    /// Reads the options. AI agents are treated as robots are, unless told otherwise.
    /// - Throws: ``PluginError`` naming the option.
    public init(_ settings: PluginSettings) throws {
        robots = try Self.rule("robots", settings.required("robots"))
        aiAgents = try settings["ai_agents"].map { try Self.rule("ai_agents", $0) } ?? robots
        lists =
            robots == .keep && aiAgents == .keep
            ? nil : try settings.tools.userAgents(robots: robots != .keep, aiAgents: aiAgents != .keep)
    }

    private static func rule(_ option: String, _ value: String) throws -> Rule {
        guard let rule = Rule(rawValue: value) else {
            throw PluginError.option(option, "'\(value)' is none of skip, mark, keep")
        }
        return rule
    }

    /// Says in a line who is behind its user agent.
    /// - Throws: ``PluginError`` when a pattern of a list gave up on it.
    func mark(_ line: inout ParsedLine) throws {
        guard let lists else { return }
        line.agent = try lists.verdict(on: line.bytes(line.userAgent))
    }

    /// Why a marked line does not count; nil when it may.
    func exclusion(of line: ParsedLine) -> Exclusion? {
        switch line.agent.kind {
        case .person: nil
        case .robot: robots == .skip ? .robot : nil
        case .aiAgent: aiAgents == .skip ? .aiAgent : nil
        }
    }
}
