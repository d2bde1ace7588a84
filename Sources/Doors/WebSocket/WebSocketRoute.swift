package import NIOHTTP1

/// What is behind the paths that speak WebSocket.
package struct WebSocketRoute: Sendable {
    package enum Decision: Sendable {
        case refuse(HTTPResponseStatus)
        /// The socket is closed when this returns.
        case accept(@Sendable (WebSocketConnection) async -> Void)
    }

    /// Whether a path, without its query, is one of them.
    package var isWebSocketPath: @Sendable (Substring) -> Bool
    /// Who may come in, and what then happens.
    package var decide: @Sendable (HTTPRequestHead) async -> Decision

    package init(
        isWebSocketPath: @escaping @Sendable (Substring) -> Bool,
        decide: @escaping @Sendable (HTTPRequestHead) async -> Decision
    ) {
        self.isWebSocketPath = isWebSocketPath
        self.decide = decide
    }
}
