import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A connection that speaks HTTP, or WebSocket from its first request on where the route lets it.
package struct WebSocketUpgradeChannel: ServerChildChannel, HTTPChannelHandler {
    typealias HTTPParts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    enum Speech: Sendable {
        case http(HTTPParts)
        case refused(HTTPParts, HTTPResponseStatus)
        case webSocket(
            NIOAsyncChannel<WebSocketFrame, WebSocketFrame>,
            @Sendable (WebSocketConnection) async -> Void
        )
    }

    package struct Value: ServerChildChannelValue {
        let speech: EventLoopFuture<Speech>
        package let channel: any Channel
    }

    package let responder: HTTPChannelHandler.Responder
    private let route: WebSocketRoute
    private let limits: WebSocketLimits
    private let idleTimeout: Duration
    private let bodyPatience: Duration
    /// How long a connection may take to send its first request.
    private static let firstRequestPatience: TimeAmount = .seconds(20)

    /// - Parameters:
    ///   - idleTimeout: How long a connection that speaks HTTP may be silent.
    ///   - bodyPatience: How long a request may take to come whole.
    package init(
        responder: @escaping HTTPChannelHandler.Responder,
        route: WebSocketRoute,
        limits: WebSocketLimits = WebSocketLimits(),
        idleTimeout: Duration,
        bodyPatience: Duration = .seconds(10)
    ) {
        self.responder = responder
        self.route = route
        self.limits = limits
        self.idleTimeout = idleTimeout
        self.bodyPatience = bodyPatience
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let decision = NIOLoopBoundBox<WebSocketRoute.Decision?>(nil, eventLoop: channel.eventLoop)
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration<Speech>(
                upgradeConfiguration: .init(
                    upgraders: [upgrader(decision)],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture { try speakHTTP(on: channel, decision, logger) }
                    }
                )
            )
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            configuration.decoderConfiguration.maxHeaderFieldSize = 80 * 1024
            configuration.decoderConfiguration.maxHeaderListSize = 80 * 1024
            let pipeline = channel.pipeline.syncOperations
            let speech = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration)
            try pipeline.addHandler(
                UpgradeHeaderFilter(isWebSocketPath: route.isWebSocketPath),
                position: .before(try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Speech>.self))
            )
            try pipeline.addHandler(FirstRequestGuard(patience: Self.firstRequestPatience, logger: logger))
            return Value(speech: speech, channel: channel)
        }
    }

    private func upgrader(
        _ decision: NIOLoopBoundBox<WebSocketRoute.Decision?>
    ) -> NIOTypedWebSocketServerUpgrader<Speech> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: limits.messageSize,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeFutureWithTask {
                    head.headers["host"].count == 1 ? await route.decide(head) : .refuse(.badRequest)
                }.map { made in
                    decision.value = made
                    if case .accept = made { return [:] }
                    return nil
                }
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try FirstRequestGuard.remove(from: channel)
                    guard case .accept(let handler) = decision.value else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    return .webSocket(try NIOAsyncChannel(wrappingChannelSynchronously: channel), handler)
                }
            }
        )
    }

    private func speakHTTP(
        on channel: any Channel,
        _ decision: NIOLoopBoundBox<WebSocketRoute.Decision?>,
        _ logger: Logger
    ) throws -> Speech {
        try FirstRequestGuard.remove(from: channel)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(BodyDeadline(patience: bodyPatience))
        try pipeline.addHandler(UnreadableRequestHandler(logger: logger))
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger))
        let parts = try HTTPParts(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        if case .refuse(let status) = decision.value { return .refused(parts, status) }
        return .http(parts)
    }

    package func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.speech.get() {
            case .http(let parts):
                await handleHTTP(asyncChannel: parts, logger: logger)
            case .refused(let parts, let status):
                try await parts.executeThenClose { _, outbound in
                    let response = HTTPResponse(
                        status: .init(code: Int(status.code), reasonPhrase: status.reasonPhrase),
                        headerFields: [.connection: "close", .contentLength: "0"]
                    )
                    try await outbound.write(contentsOf: [.head(response), .end(nil)])
                }
            case .webSocket(let frames, let handler):
                try await WebSocketConnection.serve(frames, limits: limits, handler)
            }
        } catch {
            // Whoever connected went away before it was known what for.
            logger.trace("connection ended", metadata: ["error": "\(error)"])
        }
    }
}
