import FoundationEssentials
import Logging
import NIOCore
import NIOWebSocket
import Synchronization

/// One browser's WebSocket: takes subscriptions (`{"topic": "__topic_subscribe__", "body": TOPIC}`), and sends
/// `{"topic": TOPIC, "body": …}` whenever there is something new. A browser that reads slowly gets the newest only.
struct LiveConnection {
    private struct Request: Decodable {
        let topic: String
        let body: String
    }

    /// The most topics that one browser may hear.
    private static let mostTopics = 20

    private let channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    private let topics: LiveTopics

    init(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, _ topics: LiveTopics) {
        self.channel = channel
        self.topics = topics
    }

    /// Serves until the browser goes.
    func serve(_ logger: Logger) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    var heard: Set<String> = []
                    for try await frame in inbound {
                        switch frame.opcode {
                        case .text:
                            let text = Array(frame.unmaskedData.readableBytesView)
                            guard let request = try? JSONDecoder().decode(Request.self, from: Data(text)),
                                request.topic == "__topic_subscribe__", heard.count < Self.mostTopics,
                                heard.insert(request.body).inserted
                            else { continue }
                            group.addTask {
                                try await topics.serve(request.body) { message in
                                    try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: message))
                                }
                            }
                        case .ping:
                            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
                            try await outbound.write(pong)
                        case .connectionClose:
                            var data = frame.unmaskedData
                            let code = data.readSlice(length: min(2, data.readableBytes)) ?? ByteBuffer()
                            try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: code))
                            group.cancelAll()
                            return
                        default: break
                        }
                    }
                    group.cancelAll()
                }
            }
        } catch {
            logger.debug("A browser went", metadata: ["reason": "\(error)"])
        }
    }
}

extension WebSocketFrame {
    /// The payload as the client meant it.
    fileprivate var unmaskedData: ByteBuffer {
        var copy = data
        if let maskKey { copy.webSocketUnmask(maskKey) }
        return copy
    }
}
