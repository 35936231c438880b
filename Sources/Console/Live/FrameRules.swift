import NIOCore
import NIOWebSocket

/// Lets only those frames pass that a client may send (RFC 6455, section 5): masked, and of a known kind.
final class FrameRules: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    /// A frame that no browser sends.
    struct Violation: Error {}

    private static let known: [WebSocketOpcode] = [.continuation, .text, .binary, .connectionClose, .ping, .pong]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if frame.maskKey != nil, Self.known.contains(frame.opcode), !frame.rsv1, !frame.rsv2, !frame.rsv3 {
            context.fireChannelRead(data)
        } else {
            context.fireErrorCaught(Violation())
        }
    }
}
