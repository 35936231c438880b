import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A connection of the console: HTTP, until a client asks for a WebSocket (RFC 6455) and may have it.
struct LiveChannel: HTTPChannelHandler {
    /// What a connection is used for.
    enum Use: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        /// With what tells whether who listens may go on doing so.
        case webSocket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, isWanted: @Sendable () -> Bool)
    }

    /// A connection; what it is used for shows with its first request.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let use: EventLoopFuture<Use>
    }

    /// The most bytes of headers that a request may have.
    private static let mostHeaders = 32_768
    /// The longest message that a WebSocket's client may send, in bytes.
    private static let longestFrame = 16_384
    /// How long a connection may say nothing, also amid its headers.
    private static let patience = Duration.seconds(30)

    let responder: Responder
    let door: LiveDoor
    let topics: LiveTopics
    let isSecure: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ReaderPatience())
            // A connection on which no request comes is closed.
            let patience = channel.eventLoop.scheduleTask(in: TimeAmount(Self.patience)) { channel.close(promise: nil) }
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade(logger))
            configuration.enablePipelining = false
            configuration.enableErrorHandling = true
            configuration.enableResponseHeaderValidation = false
            configuration.decoderConfiguration.maxHeaderFieldSize = Self.mostHeaders
            configuration.decoderConfiguration.maxHeaderListSize = Self.mostHeaders
            configuration.decoderConfiguration.maxHeaderFieldCount = 100
            let use = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            use.whenComplete { _ in patience.cancel() }
            return Value(channel: channel, use: use)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.use.get() {
            case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            case .webSocket(let channel, let isWanted):
                await LiveConnection(channel, topics, isWanted: isWanted).serve(logger)
            }
        } catch {
            logger.debug("A connection ended before its first request", metadata: ["reason": "\(error)"])
        }
    }

    private func upgrade(_ logger: Logger) -> NIOTypedHTTPServerUpgradeConfiguration<Use> {
        NIOTypedHTTPServerUpgradeConfiguration(
            upgraders: [
                NIOTypedWebSocketServerUpgrader<Use>(
                    maxFrameSize: Self.longestFrame,
                    shouldUpgrade: { channel, head in
                        channel.eventLoop.makeSucceededFuture(door.admit(head) == nil ? nil : HTTPHeaders())
                    },
                    upgradePipelineHandler: { channel, head in
                        channel.eventLoop.makeCompletedFuture {
                            let pipeline = channel.pipeline.syncOperations
                            try pipeline.addHandler(FrameRules())
                            try pipeline.addHandler(
                                NIOWebSocketFrameAggregator(
                                    minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 16,
                                    maxAccumulatedFrameSize: Self.longestFrame))
                            return .webSocket(
                                try NIOAsyncChannel<WebSocketFrame, WebSocketFrame>(
                                    wrappingChannelSynchronously: channel),
                                // A session may have ended in between.
                                isWanted: door.admit(head) ?? { false })
                        }
                    })
            ],
            notUpgradingCompletionHandler: { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
                    try pipeline.addHandler(RequestPatience())
                    try pipeline.addHandler(RequestWatch())
                    try pipeline.addHandler(
                        HTTPConnectionStateHandler(idleTimeout: Self.patience, logger: logger))
                    return .http(
                        try NIOAsyncChannel(
                            wrappingChannelSynchronously: channel,
                            configuration: .init(isOutboundHalfClosureEnabled: true)))
                }
            })
    }
}
