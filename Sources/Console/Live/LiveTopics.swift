import FoundationEssentials
import NIOCore
import Synchronization

/// What browsers can hear of: each page's live parts, made once for all who look at it.
final class LiveTopics: Sendable {
    /// Makes a topic's message of a snapshot.
    typealias Maker = @Sendable (ConsoleSnapshot) -> String

    private struct Message: Encodable {
        let topic: String
        let body: String
    }

    private struct Rendered {
        var time = 0
        var message = ByteBuffer()
    }

    private let state: ConsoleState
    private let makers: [String: Maker]
    private let rendered = Mutex<[String: Rendered]>([:])

    init(_ state: ConsoleState, _ makers: [String: Maker]) {
        self.state = state
        self.makers = makers
    }

    /// A topic's messages, now and from now on; nil: there is no such topic.
    func news(of topic: String) -> AsyncStream<ByteBuffer>? {
        guard let maker = makers[topic] else { return nil }
        let snapshots = state.snapshots()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                for await snapshot in snapshots { continuation.yield(self.message(topic, snapshot, maker)) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func message(_ topic: String, _ snapshot: ConsoleSnapshot, _ maker: Maker) -> ByteBuffer {
        rendered.withLock { rendered in
            if let known = rendered[topic], known.time == snapshot.time { return known.message }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            // A message of two texts can always be encoded.
            let data = (try? encoder.encode(Message(topic: topic, body: maker(snapshot)))) ?? Data()
            let message = ByteBuffer(bytes: data)
            rendered[topic] = Rendered(time: snapshot.time, message: message)
            return message
        }
    }
}
