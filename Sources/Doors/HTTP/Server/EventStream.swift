package import HTTPTypes
package import Hummingbird
import JSON
import NIOCore
import ServiceLifecycle

/// Sends messages one by one, as server-sent events.
package struct EventStream {
    /// How long it may be silent: proxies close what says nothing.
    static let silence: Duration = .seconds(15)

    private var writer: any ResponseBodyWriter
    private var spokeAt = ContinuousClock.now

    private init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    @concurrent
    mutating func send(_ message: JSONValue) async throws {
        try await write("event: message\r\ndata: \(message.serializedText())\r\n\r\n")
    }

    /// Sends text, whatever lines it has.
    ///
    /// - Parameter name: What kind of message it is.
    @concurrent
    package mutating func send(_ text: String, as name: String = "message") async throws {
        // Every character that ends a line for the browser ends one here: what is in the text must not be a message.
        let lines = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
        let data = lines.map { "data: \(String(decoding: $0, as: UTF8.self))\n" }.joined()
        try await write("event: \(name)\n\(data)\n")
    }

    /// Sends what no client reads where nothing was said for a while, to keep the connection and to learn that it is gone.
    @concurrent
    package mutating func keepAliveIfSilent() async throws {
        if spokeAt.duration(to: .now) >= Self.silence { try await keepAlive() }
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
        try await keepAliveIfSilent()
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
        try Task.checkCancellation()
        return !Task.isShuttingDownGracefully
    }

    /// The answer in which messages are sent as they come.
    package static func response(
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
    // The name is well formed, so the other side of `??` is never taken.
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .server
}
