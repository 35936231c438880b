import PluginAPI

/// One rule with what it says of a line.
struct Decision {
    /// The rule: `method`, `status`, `robot`, `target`, as in the ledger.
    let rule: String
    /// Whether the line gets past it.
    let passes: Bool
    /// Why, in words.
    let text: String

    /// The decisions on a parsed line, in the order of the rules (``WebLog``).
    /// - Parameters:
    ///   - options: The service's options with their defaults.
    ///   - list: Which edition of the robots list was asked.
    static func all(on line: ParsedLine, options: PluginSettings, list: String) -> [Decision] {
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
        decisions.append(robot(line, rule: options["robots"] ?? "", list: list))
        guard failed != Exclusion.robot.rule else { return decisions }
        decisions.append(target(line))
        return decisions
    }

    private static func robot(_ line: ParsedLine, rule: String, list: String) -> Decision {
        guard rule != "keep" else {
            return Decision(rule: "robot", passes: true, text: "not looked at (robots = keep)")
        }
        guard let pattern = line.robotPattern else {
            return Decision(rule: "robot", passes: true, text: "the user agent meets no pattern of \(list)")
        }
        let isSkipped = rule == "skip"
        return Decision(
            rule: "robot", passes: !isSkipped,
            text: "the user agent meets the pattern \(pattern) of \(list)\(isSkipped ? "" : " (robots = \(rule))")")
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
