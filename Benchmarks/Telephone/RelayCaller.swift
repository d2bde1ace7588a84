import AsyncHTTPClient
import Doors
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Platforms

/// Twilio's side of one call: a caller who speaks every few seconds, and takes the time of every word that comes.
struct RelayCaller: Sendable {
    private typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    static let token = Secret("twilio-token-of-benchmarks")

    let port: Int
    let agentID: String
    let client: HTTPClient
    let model: ModelServer

    /// How long the words of a call were under way.
    struct Delays: Sendable {
        var firstWords: [Duration] = []
        var laterWords: [Duration] = []
    }

    /// Calls, listens, and speaks so many times.
    func call(speaking count: Int, every pause: Duration, after wait: Duration) async throws -> Delays {
        let callSID = "CA\(UUID().uuidString)"
        let call = try await ring(callSID)
        try await Task.sleep(for: wait)
        return try await connect().executeThenClose { inbound, outbound in
            func send(_ message: JSONValue) async throws {
                let data = ByteBuffer(string: message.serializedText())
                try await outbound.write(WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: data))
            }
            try await send(["type": "setup", "callSid": .string(callSID), "customParameters": ["call": .string(call)]])
            var delays = Delays()
            var frames = inbound.makeAsyncIterator()
            for number in 0...count {
                var isFirst = true
                while let frame = try await frames.next() {
                    let now = ContinuousClock.now
                    guard frame.opcode == .text else {
                        if frame.opcode == .ping {
                            try await outbound.write(
                                WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
                            )
                        }
                        continue
                    }
                    let message = try JSONValue(parsing: Array(frame.unmaskedData.readableBytesView))
                    if message["last"]?.boolean == true { break }
                    guard let moment = model.moment(of: message["token"]?.string ?? "") else { continue }
                    if isFirst {
                        delays.firstWords.append(moment.duration(to: now))
                    } else {
                        delays.laterWords.append(moment.duration(to: now))
                    }
                    isFirst = false
                }
                guard number < count else { break }
                try await Task.sleep(for: pause)
                try await send(["type": "prompt", "voicePrompt": "And what else?", "lang": "en-US", "last": true])
            }
            return delays
        }
    }

    private func ring(_ callSID: String) async throws -> String {
        let url = "http://127.0.0.1:\(port)/twilio/\(agentID)/call"
        let form = Form(["CallSid": callSID, "From": "+15552345678", "To": "+18005551212"])
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(
            name: TwilioSignature.header,
            value: TwilioSignature.code(for: url, form: form, token: Self.token)
        )
        request.body = .bytes(Array("CallSid=\(callSID)&From=%2B15552345678&To=%2B18005551212".utf8))
        let response = try await client.execute(request, timeout: .seconds(30))
        let markup = String(buffer: try await response.body.collect(upTo: 100_000))
        guard let match = markup.firstMatch(of: /name="call" value="([^"]+)"/) else {
            throw Program.Failure(description: "The call was not taken: \(markup)")
        }
        return String(match.1)
    }

    private func connect() async throws -> Frames {
        let path = "/twilio/\(agentID)/relay"
        let headers: HTTPHeaders = [
            "Host": "127.0.0.1:\(port)",
            TwilioSignature.header: TwilioSignature.code(for: "ws://127.0.0.1:\(port)\(path)", token: Self.token),
        ]
        let upgraded: EventLoopFuture<Frames> = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<Frames> { channel, _ in
                        channel.eventLoop.makeCompletedFuture { try Frames(wrappingChannelSynchronously: channel) }
                    }
                    let configuration = NIOTypedHTTPClientUpgradeConfiguration<Frames>(
                        upgradeRequestHead: HTTPRequestHead(
                            version: .http1_1,
                            method: .GET,
                            uri: path,
                            headers: headers
                        ),
                        upgraders: [upgrader]
                    ) { channel in
                        channel.eventLoop.makeFailedFuture(Program.Failure(description: "There is no relay."))
                    }
                    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: .init(upgradeConfiguration: configuration)
                    )
                }
            }
        return try await upgraded.get()
    }
}
