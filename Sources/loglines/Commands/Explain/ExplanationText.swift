import Forwarding
import Inspection
import PluginAPI
import Queues
import Settings
import Telemetry
import Workers

/// Shows an explanation to people.
struct ExplanationText {
    /// Whether to colour the verdicts.
    let colours: Bool

    private var style: Style { Style(colours: colours) }

    /// The line, its fields, each decision, what the trackers are told, and where it is.
    func text(_ explanation: Explanation) -> String {
        var rows = [String(decoding: explanation.subject.message.line, as: UTF8.self).escapingControls]
        func row(_ name: String, _ value: String) {
            if !value.isEmpty { rows.append("  \(style.dim(name.padded(to: 13)))\(value.escapingControls)") }
        }
        row("stands at", explanation.subject.position ?? "")
        row("id", explanation.subject.message.id ?? "")
        row("service", explanation.subject.message.service)
        row("read by", "plugin \(explanation.plugin), format \(explanation.format)")
        if let line = explanation.line.parsed {
            for field in line.shownFields { row(field.name, field.value) }
        }
        if explanation.hasOwnHash { row("", "hashed with a key of this run: in Redis there is none of that time") }
        rows.append(style.bold("decisions"))
        if let error = explanation.line.error {
            rows.append("  \(style.red("malformed".padded(to: 13)))\(error.escapingControls)")
        }
        if explanation.leaf == .noHit { rows.append("  no hit of this log: a comment or a header") }
        for decision in explanation.decisions {
            let name = decision.rule.padded(to: 13)
            let verdict = decision.passes ? style.green(name) : style.yellow(name)
            rows.append("  \(verdict)\(decision.text.escapingControls)")
        }
        rows +=
            explanation.leaf == nil
            ? trackers(explanation) : ["  \(style.yellow("it does not count")): \(end(explanation))"]
        if !explanation.history.isEmpty { rows.append(style.bold("sent")) }
        rows += explanation.history.map { "  \($0.time) \($0.worker): \($0.what)".escapingControls }
        rows.append(style.bold("now"))
        rows += explanation.whereabouts.map { "  \($0.escapingControls)" }
        return rows.joined(separator: "\n")
    }

    private func end(_ explanation: Explanation) -> String { explanation.leaf?.description.escapingControls ?? "" }

    /// What each tracker is told.
    private func trackers(_ explanation: Explanation) -> [String] {
        if explanation.forwardings.isEmpty { return ["  it counts; no enabled worker tells a tracker"] }
        return explanation.forwardings.flatMap { forwarding -> [String] in
            let settings = forwarding.settings
            let head =
                style.bold("\(forwarding.worker)") + ", \(settings.trackerProtocol.rawValue), \(settings.endpointURL)"
            guard let openURL = forwarding.line.openURL else {
                let why = forwarding.line.error ?? "the tracker is not told of this use"
                return [head, "  \(style.yellow("not sent")): \(why.escapingControls)"]
            }
            let rows = openURL.pairs.map { pair in
                "  \(style.dim(pair.key.padded(to: 13)))\(String(decoding: pair.value, as: UTF8.self).escapingControls)"
            }
            return [head] + (forwarding.click.map { [row($0, forwarding.clickText)] } ?? []) + rows
        }
    }

    /// What the double-click stage knows of the hit.
    private func row(_ click: ClickLookup.Finding, _ text: String) -> String {
        let name = "double click".padded(to: 13)
        let mark = click.counts != nil ? style.yellow(name) : click.isRecorded ? style.green(name) : style.dim(name)
        return "  \(mark)\(text.escapingControls)"
    }
}
