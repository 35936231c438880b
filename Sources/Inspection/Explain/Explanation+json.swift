import PluginAPI
import Queues
import Settings
import Workers

extension Explanation {
    /// What `loglines explain --json` prints.
    public var json: JSONText {
        .object([
            ("service", .text(subject.message.service)), ("id", .optional(subject.message.id)),
            ("position", .optional(subject.position)), ("line", .bytes(subject.message.line)),
            ("plugin", .text(plugin)), ("format", .text(format)),
            (
                "decisions",
                .array(
                    decisions.map {
                        .object([
                            ("rule", .text($0.rule)), ("passes", .bool($0.passes)),
                            ("text", .text($0.text)),
                        ])
                    })
            ),
            ("leaf", .optional(leaf?.description)),
            (
                "trackers",
                .array(
                    forwardings.map {
                        .object([
                            ("worker", .text($0.worker)), ("endpoint_url", .text($0.settings.endpointURL)),
                            ("protocol", .text($0.settings.trackerProtocol.rawValue)), ("tried", $0.line.json),
                            ("double_click_of", .optional($0.click?.counts)),
                        ])
                    })
            ),
            (
                "history",
                .array(
                    history.map {
                        .object([("time", .text($0.time)), ("worker", .text($0.worker)), ("what", .text($0.what))])
                    })
            ),
            ("has_own_hash", .bool(hasOwnHash)), ("not_read", .optional(subject.notRead)),
            ("places", places.map { .array($0.map { .text($0.place.description) }) } ?? .null),
            ("error", .optional(outage)),
        ])
    }
}
