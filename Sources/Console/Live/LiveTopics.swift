import FoundationEssentials
import NIOCore
import Synchronization

/// What browsers can hear of.
///
/// A topic is a name, or a name and what is wanted of it: `log:pirus2:pirus2_0` is `log:` with `pirus2:pirus2_0`,
/// `ledger?service=x` is `ledger?` with `service=x`. The first `:` or `?` ends the name.
final class LiveTopics: Sendable {
    /// What is sent to browsers as a message's body.
    typealias Body = any Encodable & Sendable

    /// Where a topic's news come from.
    enum Source: Sendable {
        /// Made of each snapshot, once for all who listen. Gets what is wanted; nil: there is nothing to say.
        case snapshot(@Sendable (ConsoleSnapshot, String) -> Body?)
        /// Runs for each who listens until the task is cancelled. Gets what is wanted, and sends: that takes as long as the
        /// browser takes to read.
        case own(@Sendable (String, _ send: (Body) async throws -> Void) async throws -> Void)
        /// The same, for what many are sent many times a second: it gets the topic too, and sends whole messages, all that
        /// there are at once.
        case messages(
            @Sendable (_ topic: String, _ wanted: String, _ send: ([ByteBuffer]) async throws -> Void) async throws ->
                Void)
    }

    private struct Message: Encodable {
        let topic: String
        let body: Body

        private enum CodingKeys: CodingKey { case topic, body }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(topic, forKey: .topic)
            try container.encode(body, forKey: .body)
        }
    }

    private struct Made {
        var listeners = 0
        var time = -1
        var message: ByteBuffer?
    }

    private let state: ConsoleState
    private let sources: [String: Source]
    private let made = Mutex<[String: Made]>([:])

    /// - Parameter sources: By the topics' names, with `:` or `?` where something is wanted of them.
    init(_ state: ConsoleState, _ sources: [String: Source]) {
        self.state = state
        self.sources = sources
    }

    /// Sends a topic's messages, now and whenever there is something new, until the task is cancelled; returns at once when
    /// there is no such topic. Who takes them slowly gets the newest only.
    func serve(_ topic: String, _ send: ([ByteBuffer]) async throws -> Void) async throws {
        let end = topic.firstIndex { $0 == ":" || $0 == "?" }.map { topic.index(after: $0) } ?? topic.endIndex
        let wanted = String(topic[end...])
        switch sources[String(topic[..<end])] {
        case .snapshot(let make):
            made.withLock { $0[topic, default: Made()].listeners += 1 }
            defer { forget(topic) }
            var last: ByteBuffer?
            for await snapshot in state.snapshots() {
                let message = try message(topic, of: snapshot) { make($0, wanted) }
                if let message, message != last { try await send([message]) }
                last = message
            }
        case .own(let run): try await run(wanted) { try await send([try Self.encoded(topic, $0)]) }
        case .messages(let run): try await run(topic, wanted, send)
        case nil: break
        }
    }

    private func message(
        _ topic: String, of snapshot: ConsoleSnapshot, _ make: (ConsoleSnapshot) -> Body?
    ) throws -> ByteBuffer? {
        try made.withLock { made in
            if let known = made[topic], known.time == snapshot.time { return known.message }
            let message = try make(snapshot).map { try Self.encoded(topic, $0) }
            made[topic]?.message = message
            made[topic]?.time = snapshot.time
            return message
        }
    }

    /// Whoever listens may want anything: what nobody listens to any more is not kept.
    private func forget(_ topic: String) {
        made.withLock { made in
            made[topic]?.listeners -= 1
            if made[topic]?.listeners == 0 { made[topic] = nil }
        }
    }

    private static func encoded(_ topic: String, _ body: Body) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return ByteBuffer(bytes: try encoder.encode(Message(topic: topic, body: body)))
    }
}
