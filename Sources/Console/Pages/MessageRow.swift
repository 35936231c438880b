import Mending
import PluginAPI
import Queues
import Telemetry

/// A message in the words of the templates.
struct MessageRow {
    private let message: ListedMessage
    private let query: MessageQuery
    private let tabs: QueueTabs

    init(_ message: ListedMessage, _ query: MessageQuery, _ tabs: QueueTabs) {
        self.message = message
        self.query = query
        self.tabs = tabs
    }

    /// What the template names.
    /// - Parameter now: In seconds since 1970.
    func values(now: Int) -> [String: Any] {
        let reference = MessageReference(message)
        var values: [String: Any] = [
            "reference": reference.description, "number": Figure.count(message.position + 1),
            "look": tabs.address(of: reference),
            "entry": String(decoding: message.entry, as: UTF8.self).escapingControls.shortened(20_000),
        ]
        do {
            let envelope = try message.envelope()
            values["service"] = envelope.message.service.escapingControls
            values["id"] = envelope.message.id?.escapingControls.shortened(200)
            values["line"] = String(decoding: envelope.message.line, as: UTF8.self).escapingControls.shortened(1_000)
            values["tries"] = envelope.tries > 0 ? "tried \(envelope.tries)×" : nil
        } catch {
            values["problem"] = "\(error)".escapingControls
            values["line"] = String(decoding: message.payload, as: UTF8.self).escapingControls.shortened(1_000)
        }
        values["due"] = message.due.map { due in
            "\(Figure.due(due, at: now * 1000)) (\(UTCTime(secondsSince1970: Int64(due / 1000)).rfc3339))"
        }
        values["worker"] = message.worker.map { worker in
            let age = message.claimed.map { " for \(Figure.duration(Double(max(0, now - $0))))" } ?? ""
            return "held by \(worker)\(age)"
        }
        if let failure = message.failure {
            values["reason"] = failure.error.escapingControls.shortened(1_000)
            values["when"] = failure.when.escapingControls
            values["worker"] = failure.worker.isEmpty ? nil : "by \(failure.worker.escapingControls)"
        }
        return values.withoutEmptyTexts
    }
}

extension String {
    /// Its beginning, where it is longer than that many bytes.
    func shortened(_ length: Int) -> String {
        utf8.count <= length ? self : "\(prefix(length))… (\(utf8.count) bytes)"
    }
}
