import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections whose other side does not take what it is sent: what waits for it would be kept for ever.
final class ReaderPatience: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    /// How long nothing may move.
    private static let patience = TimeAmount.seconds(30)

    private var end: Scheduled<Void>?

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        if !context.channel.isWritable {
            let channel = context.channel
            end = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }
}

/// Ends connections whose requests do not come to an end, however slowly they go on. What is taken in streams has its own
/// limits.
final class RequestPatience: ChannelInboundHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// How long a request with its body may take to come.
    private static let patience = TimeAmount.seconds(30)

    private var end: Scheduled<Void>?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where head.path?.hasPrefix(Gate.ingest) != true:
            let channel = context.channel
            end = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        case .head, .body: break
        case .end:
            end?.cancel()
            end = nil
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }
}
