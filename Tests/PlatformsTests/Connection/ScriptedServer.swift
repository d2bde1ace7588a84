import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import Synchronization

/// An HTTP server on a real socket that does, request by request, what a script says.
struct ScriptedServer: Sendable {
    enum Reply: Sendable {
        case answer(Int, [(String, String)], String)
        /// Closes the connection when the head of the request is there, the body unread.
        case closeAfterHead
        /// Closes the connection when the whole request is there, without an answer.
        case closeAfterRequest
        /// Never answers.
        case silence
        /// Sends the head of an answer and the start of a body, and nothing more.
        case unfinishedAnswer
        /// Sends bytes that are not HTTP.
        case garbage

        static func json(_ status: Int, _ text: String) -> Reply {
            .answer(status, [("Content-Type", "application/json;charset=UTF-8")], text)
        }
    }

    struct Received: Sendable {
        var method: String
        var target: String
        var headers: HTTPHeaders
        var body: String
    }

    /// What is shared by all connections: the rest of the script, and what came in.
    final class Script: Sendable {
        private struct State {
            var replies: [Reply]
            var received: [Received] = []
        }
        private let state: Mutex<State>

        init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

        /// The next reply; silence when the script is at its end, so that a request too many fails its test.
        func nextReply() -> Reply {
            state.withLock { $0.replies.isEmpty ? .silence : $0.replies.removeFirst() }
        }

        func record(_ request: Received) { state.withLock { $0.received.append(request) } }
        var received: [Received] { state.withLock { $0.received } }
    }

    let port: Int
    private let script: Script
    private let channel: any Channel

    var received: [Received] { script.received }

    /// Runs a server for the time of a test; with `compresses`, it compresses its answers for a client that takes it.
    static func run<Result>(
        _ replies: [Reply],
        compresses: Bool = false,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let script = Script(replies)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(HTTPResponseEncoder(), name: ScriptedHandler.encoderName)
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    if compresses { try pipeline.addHandler(HTTPResponseCompressor()) }
                    try pipeline.addHandler(ScriptedHandler(script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(port: channel.localAddress?.port ?? 0, script: script, channel: channel)
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }
}

private final class ScriptedHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    static let encoderName = "encoder"

    private let script: ScriptedServer.Script
    private var reply = ScriptedServer.Reply.silence
    private var request: ScriptedServer.Received?

    init(_ script: ScriptedServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = .init(method: head.method.rawValue, target: head.uri, headers: head.headers, body: "")
            reply = script.nextReply()
            if case .closeAfterHead = reply {
                recordRequest()
                context.close(promise: nil)
            }
        case .body(let bytes): request?.body += String(buffer: bytes)
        case .end:
            recordRequest()
            perform(context: context)
        }
    }

    private func recordRequest() {
        if let request { script.record(request) }
        request = nil
    }

    private func perform(context: ChannelHandlerContext) {
        switch reply {
        case .answer(let status, let headers, let body): write(status, headers, ByteBuffer(string: body), context)
        case .closeAfterRequest: context.close(promise: nil)
        case .closeAfterHead, .silence: break
        case .unfinishedAnswer:
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "1000"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{")))), promise: nil)
        case .garbage:
            // From the encoder's place on, what is written goes out as it is.
            guard let encoder = try? context.pipeline.syncOperations.context(name: Self.encoderName) else { return }
            encoder.writeAndFlush(NIOAny(ByteBuffer(string: "SSH-2.0-OpenSSH_9.2\r\n\r\n")), promise: nil)
        }
    }

    private func write(
        _ status: Int,
        _ headers: [(String, String)],
        _ body: ByteBuffer,
        _ context: ChannelHandlerContext
    ) {
        var fields = HTTPHeaders(headers)
        if status != 204 { fields.add(name: "Content-Length", value: "\(body.readableBytes)") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
