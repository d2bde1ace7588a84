import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import ServiceLifecycle

/// Sends messages one by one, as server-sent events.
struct EventStream {
    /// How long it may be silent: proxies close what says nothing.
    static let silence: Duration = .seconds(15)

    private var writer: any ResponseBodyWriter
    private var spokeAt = ContinuousClock.now

    private init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    @concurrent
    mutating func send(_ message: JSONValue) async throws {
        try await write("event: message\r\ndata: \(message.serializedText())\r\n\r\n")
    }

    /// Sends what no client reads, to keep the connection, and to learn that it is gone.
    @concurrent
    mutating func keepAlive() async throws { try await write(": still here\r\n\r\n") }

    @concurrent
    private mutating func write(_ text: String) async throws {
        try await writer.write(ByteBuffer(string: text))
        spokeAt = .now
    }

    /// Waits a moment for what there may be to send.
    ///
    /// - Returns: False when the server stops: there is nothing more to wait for.
    @concurrent
    mutating func pause(_ duration: Duration) async throws -> Bool {
        if spokeAt.duration(to: .now) >= Self.silence { try await keepAlive() }
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
        try Task.checkCancellation()
        return !Task.isShuttingDownGracefully
    }

    /// The answer in which messages are sent as they come.
    static func response(
        headers: HTTPFields = HTTPFields(),
        _ produce: @escaping @Sendable @concurrent (inout EventStream) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-cache, no-transform"
        headers[.accelBuffering] = "no"
        let body = ResponseBody { writer in
            var stream = EventStream(writer)
            try await produce(&stream)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .server
    static let mcpRevision = HTTPField.Name("MCP-Protocol-Version") ?? .server
    static let mcpMethod = HTTPField.Name("Mcp-Method") ?? .server
    static let mcpName = HTTPField.Name("Mcp-Name") ?? .server
    static let mcpSession = HTTPField.Name("Mcp-Session-Id") ?? .server
    static let callID = HTTPField.Name("X-Call-Id") ?? .server
    static let callerPhone = HTTPField.Name("X-Caller-Phone") ?? .server
    static let callerTurn = HTTPField.Name("X-Caller-Turn") ?? .server
}
