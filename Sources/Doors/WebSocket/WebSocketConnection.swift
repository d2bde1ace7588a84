import NIOCore
package import NIOWebSocket
import ServiceLifecycle
import Synchronization

/// The server's side of a WebSocket that carries text: pings are answered, fragments joined, a silent peer let go.
package struct WebSocketConnection: Sendable, Equatable {
    package enum Event: Sendable {
        case text(String)
        /// The server is told to stop: what is under way should come to an end.
        case stopping
    }

    /// What comes; it ends when the other side is gone.
    package let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    private let limits: WebSocketLimits
    private let activity = Activity()

    private init(_ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ limits: WebSocketLimits) {
        // Room for the end of the server beside all messages that may wait.
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.waitingMessages + 1))
        self.outbound = outbound
        self.limits = limits
    }

    /// Sends a message. One that can't be sent any more is dropped: the end of ``events`` says why.
    package func send(_ text: String) async {
        try? await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
    }

    /// Asks the other side to close.
    package func close(_ code: WebSocketErrorCode, _ reason: String = "") async {
        guard activity.startsClosing() else { return }
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        data.writeString(reason)
        try? await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
    }

    // MARK: Serving

    private enum Part {
        case reading, handling, watching
    }

    package static func == (one: WebSocketConnection, other: WebSocketConnection) -> Bool {
        one.activity === other.activity
    }

    static func serve(
        _ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>,
        limits: WebSocketLimits,
        _ handler: @escaping @Sendable (WebSocketConnection) async -> Void
    ) async throws {
        let underlying = channel.channel
        try await channel.executeThenClose { inbound, outbound in
            let connection = WebSocketConnection(outbound, limits)
            await withGracefulShutdownHandler {
                await withTaskGroup(of: Part.self) { group in
                    group.addTask {
                        await connection.read(inbound)
                        return .reading
                    }
                    group.addTask {
                        await connection.watch()
                        return .watching
                    }
                    group.addTask {
                        await handler(connection)
                        return .handling
                    }
                    var parts: Set<Part> = [.reading, .handling]
                    while !parts.isEmpty, let part = await group.next() {
                        parts.remove(part)
                        switch part {
                        case .watching: underlying.close(promise: nil)
                        case .reading: break
                        case .handling:
                            await connection.close(.normalClosure)
                            group.addTask {
                                try? await Task.sleep(for: limits.closePatience)
                                return .watching
                            }
                        }
                    }
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                connection.continuation.yield(.stopping)
            }
        }
    }

    private func read(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async {
        defer { continuation.finish() }
        do {
            var message: ByteBuffer?
            for try await frame in inbound {
                activity.note()
                guard frame.maskKey != nil else {
                    return await close(.protocolError, "Frames of a client are masked.")
                }
                guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
                    return await close(.protocolError, "No extension was agreed on.")
                }
                switch (frame.opcode, message) {
                case (.text, nil): message = frame.unmaskedData
                case (.continuation, var begun?):
                    var rest = frame.unmaskedData
                    begun.writeBuffer(&rest)
                    message = begun
                case (.binary, nil):
                    return await close(.unacceptableData, "Only text is read here.")
                case (.ping, _):
                    try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
                    continue
                case (.pong, _): continue
                case (.connectionClose, _): return try await answer(close: frame)
                default:
                    return await close(.protocolError, "This frame has no place here.")
                }
                guard let read = message, read.readableBytes <= limits.messageSize else {
                    return await close(.messageTooLarge, "The message is too long.")
                }
                guard frame.fin else { continue }
                message = nil
                guard let text = String(validating: read.readableBytesView, as: UTF8.self) else {
                    return await close(.dataInconsistentWithMessage, "This is not UTF-8.")
                }
                guard case .enqueued = continuation.yield(.text(text)) else {
                    return await close(.policyViolation, "Too many messages at once.")
                }
            }
        } catch {
            // The connection broke, or NIO has closed it for what was sent: the end of the events says so.
        }
    }

    private func answer(close frame: WebSocketFrame) async throws {
        var data = frame.unmaskedData
        let code = data.readInteger(as: UInt16.self)
        if code.map({ !Self.closeCodes.contains($0) && !(3000...4999).contains($0) }) ?? (data.readableBytes > 0) {
            return await close(.protocolError, "This is no way to close.")
        }
        guard String(validating: data.readableBytesView, as: UTF8.self) != nil else {
            return await close(.dataInconsistentWithMessage, "This is not UTF-8.")
        }
        guard activity.startsClosing() else { return }
        var answer = ByteBuffer()
        if let code { answer.writeInteger(code) }
        try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: answer))
    }

    /// The codes that may be sent, beside those of libraries and applications.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1, and the registry it names
    private static let closeCodes: Set<UInt16> = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
    ]

    /// Returns when the other side says nothing any more.
    private func watch() async {
        while (try? await Task.sleep(for: limits.pingInterval)) != nil {
            guard activity.wasHeard() else { return }
            try? await outbound.write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
        }
    }
}

/// What both sides of a connection have done lately.
private final class Activity: Sendable {
    private struct State {
        // It has just asked for the connection.
        var isHeard = true
        var isClosing = false
    }

    private let state = Mutex(State())

    func note() { state.withLock { $0.isHeard = true } }

    /// Whether anything was heard since this was last asked.
    func wasHeard() -> Bool {
        state.withLock { state in
            defer { state.isHeard = false }
            return state.isHeard
        }
    }

    /// Whether nobody has said before that the connection closes.
    func startsClosing() -> Bool {
        state.withLock { state in
            defer { state.isClosing = true }
            return !state.isClosing
        }
    }
}
