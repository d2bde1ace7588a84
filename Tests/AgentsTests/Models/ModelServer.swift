import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A provider of models on a real socket that answers, request by request, what a script says.
struct ModelServer: Sendable {
    enum Reply: Sendable {
        /// A stream of these pieces, each sent by itself, and its proper end.
        case stream([String])
        /// A stream that is cut off after these pieces.
        case cutStream([String])
        /// A stream of these pieces that then stays open and silent.
        case stalledStream([String])
        case answer(Int, HTTPHeaders, String)
        /// Never answers.
        case silence
        /// Closes the connection without an answer.
        case close

        /// A stream of server-sent events with this data.
        static func events(_ data: [String]) -> Reply { .stream(data.map { "data: \($0)\n\n" }) }
        static func json(_ status: Int, _ body: String) -> Reply {
            .answer(status, ["Content-Type": "application/json"], body)
        }
    }

    struct Received: Sendable {
        var path: String
        var headers: HTTPHeaders
        var body: JSONValue
    }

    final class Script: Sendable {
        private struct State {
            var replies: [Reply]
            var received: [Received] = []
        }
        private let state: Mutex<State>

        init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

        var received: [Received] { state.withLock(\.received) }

        /// Takes note of a request, and gives its reply; silence for one too many, so that its test fails.
        func reply(to request: Received) -> Reply {
            state.withLock { state in
                state.received.append(request)
                return state.replies.isEmpty ? .silence : state.replies.removeFirst()
            }
        }
    }

    let url: String
    private let script: Script

    var received: [Received] { script.received }

    static func run<Result>(_ replies: [Reply], _ body: (ModelServer) async throws -> Result) async throws -> Result {
        let script = Script(replies)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ModelServerHandler(script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ModelServer(url: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1", script: script)
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

private final class ModelServerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: ModelServer.Script
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ script: ModelServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(let bytes): body.writeImmutableBuffer(bytes)
        case .end:
            guard let head else { return }
            let json = try? JSONValue(parsing: Array(body.readableBytesView))
            perform(script.reply(to: .init(path: head.uri, headers: head.headers, body: json ?? .null)), context)
        }
    }

    private func perform(_ reply: ModelServer.Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .stream(let pieces):
            write(pieces, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .cutStream(let pieces):
            write(pieces, context)
            context.close(promise: nil)
        case .stalledStream(let pieces): write(pieces, context)
        case .answer(let status, var headers, let body):
            headers.add(name: "Content-Length", value: "\(body.utf8.count)")
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .silence: break
        case .close: context.close(promise: nil)
        }
    }

    private func write(_ pieces: [String], _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Type": "text/event-stream"])
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        for piece in pieces {
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: piece)))), promise: nil)
        }
    }
}
