import NIOCore
import NIOHTTP1

/// Lets only proper WebSocket handshakes for our paths reach NIO's upgrade handler, which swallows every other request
/// that names an upgrade: those of Java and `curl --http2`, for which `h2c` is a mere offer.
final class UpgradeHeaderFilter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let isWebSocketPath: @Sendable (Substring) -> Bool

    init(isWebSocketPath: @escaping @Sendable (Substring) -> Bool) {
        self.isWebSocketPath = isWebSocketPath
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Only a connection's first request can upgrade; after an upgrade the bytes are no longer HTTP.
        defer { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
        guard case .head(var head) = unwrapInboundIn(data), head.headers.contains(name: "upgrade") else {
            return context.fireChannelRead(data)
        }
        let wantsWebSocket =
            head.method == .GET
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers.contains(name: "sec-websocket-key")
            // NIO closes without a word on any other version; without the header the route answers in plain HTTP.
            && head.headers.first(name: "sec-websocket-version") == "13"
        guard wantsWebSocket, isWebSocketPath(head.uri.prefix { $0 != "?" }) else {
            head.headers.remove(name: "upgrade")
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        }
        context.fireChannelRead(data)
    }
}
