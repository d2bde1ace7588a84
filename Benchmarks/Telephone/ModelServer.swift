import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A language model that always says the same, over OpenAI's wire, and knows when it has said each word.
final class ModelServer: Sendable {
    /// How long it thinks before it speaks, and how fast it speaks.
    private static let thinking: Duration = .milliseconds(150)
    private static let betweenWords: Duration = .milliseconds(20)
    private static let words = 20

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>

    let url: String
    private let channel: NIOAsyncChannel<Connection, Never>
    private let said: Mutex<[Int: ContinuousClock.Instant]>

    init() async throws {
        said = Mutex([:])
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(BufferedParts())
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        url = "http://127.0.0.1:\(channel.channel.localAddress?.port ?? 0)/v1"
    }

    /// When a word was said; nil for one that was not.
    func moment(of word: String) -> ContinuousClock.Instant? {
        Int(word.filter(\.isNumber)).flatMap { number in said.withLock { $0.removeValue(forKey: number) } }
    }

    /// Serves until it is cancelled.
    func run() async throws {
        try await channel.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { try? await self.serve(connection) }
                }
            }
        }
    }

    private func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            for try await part in inbound {
                guard case .end = part else { continue }
                let headers: HTTPHeaders = ["content-type": "text/event-stream", "transfer-encoding": "chunked"]
                try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
                try await Task.sleep(for: Self.thinking)
                for _ in 0..<Self.words {
                    let number = Int.random(in: 0..<Int.max)
                    let word: JSONValue = [
                        "choices": [["index": 0, "delta": ["content": .string("w\(number) ")]]]
                    ]
                    let event = ByteBuffer(string: "data: \(word.serializedText())\n\n")
                    said.withLock { $0[number] = .now }
                    try await outbound.write(.body(event))
                    try await Task.sleep(for: Self.betweenWords)
                }
                let end = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
                try await outbound.write(.body(ByteBuffer(string: end + "\n\ndata: [DONE]\n\n")))
                try await outbound.write(.end(nil))
            }
        }
    }
}

/// Lets answers be written with plain buffers.
private final class BufferedParts: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let bytes): .body(.byteBuffer(bytes))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}
