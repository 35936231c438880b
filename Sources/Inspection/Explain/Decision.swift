import PluginAPI

/// One rule with what it says of a line.
public struct Decision: Sendable {
    /// The rule: `method`, `status`, `robot`, `AI agent`, `target`, as in the ledger.
    public let rule: String
    /// Whether the line gets past it.
    public let passes: Bool
    /// Why, in words.
    public let text: String

    /// The decisions on a parsed line, in the order of the rules (``WebLog``).
    /// - Parameters:
    ///   - options: The service's options with their defaults.
    ///   - lists: The lists of user agents that are looked at; nil: none.
    static func all(
        on line: ParsedLine, options: PluginSettings, lists: (any UserAgentClassifier)?
    ) -> [Decision] {
        // A log that is not of requests knows none of the rules for them.
        guard options["methods"] != nil else { return [target(line)] }
        let failed = line.exclusion?.rule
        let statuses = options["statuses"] ?? ""
        let methods = options["methods"] ?? ""
        let method = line.text(line.method).isEmpty ? "no method" : line.text(line.method)
        var decisions = [
            failed == "method"
                ? Decision(rule: "method", passes: false, text: "\(method) is none of \(methods)")
                : Decision(rule: "method", passes: true, text: "\(method) counts")
        ]
        guard failed != "method" else { return decisions }
        decisions.append(
            failed == "status"
                ? Decision(rule: "status", passes: false, text: "\(line.status) is none of \(statuses)")
                : Decision(rule: "status", passes: true, text: "\(line.status) counts"))
        guard failed != "status" else { return decisions }
        decisions.append(agent(line, lists))
        guard failed != Exclusion.robot.rule, failed != Exclusion.aiAgent.rule else { return decisions }
        decisions.append(target(line))
        return decisions
    }

    private static func agent(_ line: ParsedLine, _ lists: (any UserAgentClassifier)?) -> Decision {
        let robot = UserAgentClass.robot.rawValue
        guard let lists else { return Decision(rule: robot, passes: true, text: "not looked at (robots = keep)") }
        let (kind, versions) = (line.agent.kind, [UserAgentClass.robot, .aiAgent].compactMap(lists.version))
        guard let pattern = line.agent.pattern else {
            let names = versions.joined(separator: " and ")
            return Decision(rule: robot, passes: true, text: "the user agent meets no pattern of \(names)")
        }
        let isSkipped = line.exclusion?.rule == kind.rawValue
        let text = "the user agent meets the pattern \(pattern) of \(lists.version(of: kind) ?? "a list")"
        return Decision(rule: kind.rawValue, passes: !isSkipped, text: isSkipped ? text : "\(text) (only marked)")
    }

    private static func target(_ line: ParsedLine) -> Decision {
        if let exclusion = line.exclusion {
            return Decision(rule: "target", passes: false, text: exclusion.description)
        }
        guard let usage = line.usage else {
            return Decision(rule: "target", passes: false, text: Exclusion.notAnItem.rule)
        }
        return Decision(rule: "target", passes: true, text: "\(usage.event.rawValue) of \(usage.item)")
    }
}
