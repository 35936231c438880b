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
    private let isWanted: @Sendable () -> Bool

    /// - Parameter isWanted: Whether who listens is logged in still.
    init(
        _ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, _ topics: LiveTopics,
        isWanted: @escaping @Sendable () -> Bool
    ) {
        self.channel = channel
        self.topics = topics
        self.isWanted = isWanted
    }

    /// Serves until the browser goes.
    func serve(_ logger: Logger) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                do {
                    try await take(inbound, outbound)
                } catch is FrameRules.Violation {
                    end(.protocolError)
                } catch is NIOWebSocketFrameAggregator.Error {
                    end(.protocolError)
                }
            }
        } catch {
            logger.debug("A browser went", metadata: ["reason": "\(error)"])
        }
    }

    private func take(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await endWithSession() }
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
                        try await topics.serve(request.body) { messages in
                            try await outbound.write(
                                contentsOf: messages.lazy.map { WebSocketFrame(fin: true, opcode: .text, data: $0) })
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

    /// Waits until who listens is not logged in any more, and ends the connection, whether or not it reads.
    private func endWithSession() async throws {
        while isWanted() { try await Task.sleep(for: .seconds(1)) }
        end(.policyViolation)
    }

    private func end(_ code: WebSocketErrorCode) {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        channel.channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data), promise: nil)
        channel.channel.close(promise: nil)
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
