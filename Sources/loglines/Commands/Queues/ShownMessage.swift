import PluginAPI
import Queues
import Telemetry

/// A message as people read it.
struct ShownMessage: Encodable {
    let service: String
    let logline: String
    let id: String?
    let tries: Int

    init(_ envelope: MessageEnvelope) {
        service = envelope.message.service
        logline = String(decoding: envelope.message.line, as: UTF8.self)
        id = envelope.message.id
        tries = envelope.tries
    }

    var summary: String {
        let about = [service, id, tries > 0 ? "\(tries) tries" : nil].compactMap { $0 }.joined(separator: "  ")
        return "\(about.escapingControls)\n    \(logline.escapingControls.shortened)"
    }
}

extension String {
    /// Its beginning, where it is too long for people to read.
    var shortened: String {
        utf8.count <= 500 ? self : "\(prefix(500))… (\(utf8.count) bytes; --json shows all)"
    }
}
