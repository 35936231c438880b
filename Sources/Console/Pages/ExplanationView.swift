import Forwarding
import Inspection
import PluginAPI
import Queues
import Settings
import Telemetry
import Workers

/// An explanation as its template wants it; what steers or hides text is made visible.
struct ExplanationView {
    private let explanation: Explanation
    private let redis: String

    /// - Parameter redis: The server that was asked, by its name in `redis =`.
    init(_ explanation: Explanation, redis: String) {
        self.explanation = explanation
        self.redis = redis
    }

    var values: [String: Any] {
        [
            "verdict": ExplanationVerdict(explanation).values, "pieces": pieces, "facts": facts,
            "decisions": decisions, "trackers": trackers,
            "history": explanation.history.map {
                ["time": $0.time, "worker": $0.worker.escapingControls, "what": $0.what.escapingControls]
            },
            "hasHistory": !explanation.history.isEmpty,
            "whereabouts": explanation.whereabouts.map(\.escapingControls),
            "link": ExplainQuestion(id: explanation.subject.message.id, redis: redis).link ?? "",
        ].withoutEmptyTexts
    }

    /// The line as it stands, by its fields.
    private var pieces: [[String: Any]] {
        guard let line = explanation.line.parsed else {
            return [["text": String(decoding: explanation.subject.message.line, as: UTF8.self).escapingControls]]
        }
        return line.pieces.filter { !$0.text.isEmpty }.map { text, field in
            ["text": text.escapingControls, "field": field.map(Self.style) ?? ""].withoutEmptyTexts
        }
    }

    private static func style(_ field: String) -> String { "field-\(field.replacing(" ", with: "-"))" }

    private var facts: [[String: Any]] {
        let subject = explanation.subject
        let about = [
            ("stands at", subject.position ?? ""), ("id", subject.message.id ?? ""),
            ("service", subject.message.service),
            ("read by", "plugin \(explanation.plugin), format \(explanation.format)"),
        ]
        let hash = explanation.hasOwnHash ? [("hash", "of a key of this answer: Redis has none of that time")] : []
        return (about + (explanation.line.parsed?.shownFields ?? []) + hash).filter { !$0.1.isEmpty }.map {
            name, value in
            ["name": name, "value": value.escapingControls, "field": Self.style(name)]
        }
    }

    private var decisions: [[String: Any]] {
        let malformed = explanation.line.error.map { [("malformed", false, $0)] } ?? []
        return (malformed + explanation.decisions.map { ($0.rule, $0.passes, $0.text) }).map { rule, passes, text in
            ["rule": rule, "passes": passes, "colour": passes ? "green" : "amber", "text": text.escapingControls]
        }
    }

    /// What each tracker is told; nothing of a line that does not count.
    private var trackers: [[String: Any]] {
        guard explanation.leaf == nil else { return [] }
        return explanation.forwardings.map { forwarding in
            let reason = forwarding.line.error ?? "the tracker is not told of this use"
            return [
                "worker": forwarding.worker, "protocol": forwarding.settings.trackerProtocol.rawValue,
                "address": forwarding.settings.endpointURL, "click": forwarding.clickText.escapingControls,
                "isDouble": forwarding.click?.counts != nil,
                "reason": forwarding.line.openURL == nil ? reason.escapingControls : "",
                "pairs": (forwarding.line.openURL?.pairs ?? []).map {
                    ["key": $0.key, "value": String(decoding: $0.value, as: UTF8.self).escapingControls]
                },
                "isTold": forwarding.line.openURL != nil,
            ].withoutEmptyTexts
        }
    }
}

/// What comes of a line, in words that can be read from afar.
struct ExplanationVerdict {
    private let colour: Light.Colour
    private let text: String
    private let detail: String

    init(_ explanation: Explanation) {
        let forwardings = explanation.forwardings
        let click = forwardings.first { $0.click?.counts != nil }
        if let leaf = explanation.leaf {
            (colour, text) = Self.end(leaf)
            detail = explanation.decisions.last { !$0.passes }?.text ?? explanation.line.error ?? ""
        } else if let open = explanation.decisions.last, !open.passes {
            (colour, text, detail) = (.amber, "Whether it counts is not known yet", open.text)
        } else if let click, forwardings.allSatisfy({ $0.click?.counts != nil }) {
            (colour, text, detail) = (.amber, "It does not count: double click", click.clickText)
        } else {
            let usage = explanation.line.parsed?.usage
            let use = usage.map {
                "a\($0.event == .investigation ? "n" : "") \($0.event.rawValue.lowercased()) of \($0.item)"
            }
            text = "It counts as \(use ?? "a use")"
            let isTold = forwardings.contains { $0.line.openURL != nil }
            colour = isTold || forwardings.isEmpty ? .green : .amber
            detail =
                forwardings.isEmpty ? "No enabled worker tells a tracker." : isTold ? "" : "No tracker is told of it."
        }
    }

    private static func end(_ leaf: Leaf) -> (Light.Colour, String) {
        switch leaf {
        case .noHit: return (.grey, "No hit: a comment or a header of the log")
        case .malformed: return (.red, "It cannot be read")
        case .tooLong: return (.red, "It is too long to be taken")
        default:
            let isAgent = leaf.rule == Exclusion.robot.rule || leaf.rule == Exclusion.aiAgent.rule
            let detail = leaf.detail.isEmpty ? "" : isAgent ? " (pattern \(leaf.detail))" : " \(leaf.detail)"
            return (.amber, "It does not count: \(leaf.rule)\(detail)")
        }
    }

    var values: [String: Any] {
        ["colour": colour.rawValue, "text": text.escapingControls, "detail": detail.escapingControls].withoutEmptyTexts
    }
}
