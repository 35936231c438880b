import PluginAPI
import Queues
import Telemetry

/// A message as people read it.
struct ShownMessage: Encodable {
    private let service: String?
    private let logline: String?
    private let id: String?
    private let tries: Int?
    /// The entry, and what is wrong with it, where it is no message.
    private let entry: String?
    private let error: String?
    /// Who holds it, and for how many seconds.
    private let worker: String?
    private let age: Int?
    /// When it is due for another try.
    private let due: String?

    /// What an entry of a queue says.
    init(_ bytes: [UInt8], worker: String? = nil, age: Int? = nil, due: String? = nil) {
        (self.worker, self.age, self.due) = (worker, age, due)
        do {
            let envelope = try MessageEnvelope(json: bytes)
            service = envelope.message.service
            logline = String(decoding: envelope.message.line, as: UTF8.self)
            id = envelope.message.id
            tries = envelope.tries
            (entry, error) = (nil, nil)
        } catch {
            (service, logline, id, tries) = (nil, nil, nil, nil)
            entry = String(decoding: bytes, as: UTF8.self).escapingControls
            self.error = "\(error)"
        }
    }

    /// Prints it for people, or as a line of JSON.
    func print(json: Bool) throws {
        if json { return try printJSONLine(self) }
        if let error, let entry { return Swift.print("? \(error): \(entry.shortened)") }
        let tried = tries.flatMap { $0 > 0 ? "\($0) tries" : nil }
        let about = [service, id, tried, age.map { "held for \($0) s" }, due.map { "due \($0)" }].compactMap { $0 }
        Swift.print(
            "\(about.joined(separator: "  ").escapingControls)\n    \((logline ?? "").escapingControls.shortened)")
    }
}

extension String {
    /// Its beginning, where it is too long for people to read.
    var shortened: String {
        utf8.count <= 500 ? self : "\(prefix(500))… (\(utf8.count) bytes; --json shows all)"
    }
}
