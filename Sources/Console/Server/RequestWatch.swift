import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Watches over the requests of a connection: tells those who wait for it to go on with the body (RFC 9110, section 10.1.1),
/// and does not let a body pass for whole whose connection ended amid it.
final class RequestWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The wish of a handler to get the body of its request, triggered as an outbound event.
    struct Continue {}

    /// A handler does not read on for the moment, but is not idle: the connection is not to be closed for that.
    struct Busy {}

    /// The connection ended amid a body.
    struct IncompleteBody: Error {}

    private var isAwaited = false
    private var isAmidBody = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isAmidBody = true
            isAwaited = head.headerFields[.expect]?.lowercased() == "100-continue"
            // What is streamed is asked for once its sender is known; what is short at once.
            if head.path?.hasPrefix(Gate.ingest) != true { goOn(context) }
        case .body: isAwaited = false
        case .end: (isAmidBody, isAwaited) = (false, false)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // With the answer it is decided.
        isAwaited = false
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is Continue: goOn(context)
        case is Busy where isAmidBody:
            // A piece of no bytes sets the clock back of who looks for idle connections.
            context.fireChannelRead(wrapInboundOut(.body(ByteBuffer())))
            context.fireChannelReadComplete()
        case is Busy: break
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { refuseRest(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        refuseRest(context)
        context.fireChannelInactive()
    }

    private func goOn(_ context: ChannelHandlerContext) {
        guard isAwaited else { return }
        isAwaited = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func refuseRest(_ context: ChannelHandlerContext) {
        guard isAmidBody else { return }
        isAmidBody = false
        context.fireErrorCaught(IncompleteBody())
    }
}
