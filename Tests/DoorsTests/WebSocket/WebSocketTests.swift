import Doors
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Testing

@Suite struct WebSocketTests {
    /// Echoes what comes to `/socket`, refuses `/private`, and answers HTTP elsewhere.
    private func serving(
        _ limits: WebSocketLimits = WebSocketLimits(),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let route = WebSocketRoute(
            isWebSocketPath: { ["/socket", "/private"].contains($0) },
            decide: { head in
                guard head.uri == "/socket" else { return .refuse(.forbidden) }
                return .accept { socket in
                    for await event in socket.events {
                        if case .text(let text) = event { await socket.send("heard \(text)") }
                    }
                }
            }
        )
        let router = Router()
        router.get("plain") { _, _ in "in plain HTTP" }
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                WebSocketUpgradeChannel(responder: responder, route: route, limits: limits, idleTimeout: .seconds(30))
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await application.test(.live) { client in try await body(try #require(client.port)) }
    }

    private func answer(_ frames: [UInt8], _ limits: WebSocketLimits = WebSocketLimits()) async throws -> [UInt8] {
        let heard = OneValue()
        try await serving(limits) { port in
            let bytes = try await RawSocket.exchange(with: port, [RawSocket.handshake, frames])
            let head = try #require(RawSocket.text(bytes).firstRange(of: "\r\n\r\n"))
            #expect(RawSocket.text(bytes).hasPrefix("HTTP/1.1 101"))
            let length = RawSocket.text(bytes)[..<head.upperBound].utf8.count
            await heard.set(Array(bytes[length...]))
        }
        return await heard.value
    }

    private static let close = RawSocket.frame(8, [0x0F, 0xA0])

    @Test func `text comes in one piece or in several, with pings between, and closing is answered`() async throws {
        let answer = try await answer(
            RawSocket.frame(1, Array("one".utf8))
                + RawSocket.frame(1, Array("tw".utf8), isLast: false) + RawSocket.frame(9, Array("p".utf8))
                + RawSocket.frame(0, Array("o".utf8)) + Self.close
        )
        let text = RawSocket.text(answer)
        #expect(text.contains("heard one"))
        #expect(text.contains("heard two"))
        #expect(answer.firstRange(of: [0x8A, 0x01, UInt8(ascii: "p")]) != nil)
        #expect(answer.firstRange(of: [0x88, 0x02, 0x0F, 0xA0]) != nil)
    }

    @Test(
        arguments: [
            (RawSocket.frame(1, Array(repeating: 0x61, count: 70_000)), 1009),
            (RawSocket.frame(1, [0xFF, 0xFE]), 1007),
            (RawSocket.frame(2, [0x00]), 1003),
            (RawSocket.frame(1, Array("one".utf8), isMasked: false), 1002),
            (RawSocket.frame(3, []), 1002),
            (RawSocket.frame(1 | 0x40, Array("one".utf8)), 1002), (RawSocket.frame(1 | 0x20, Array("one".utf8)), 1002),
            (RawSocket.frame(9 | 0x10, []), 1002), (RawSocket.frame(8, [0x03]), 1002),
            (RawSocket.frame(8, [0x03, 0xED]), 1002), (RawSocket.frame(8, [0x00, 0x01]), 1002),
            (RawSocket.frame(8, [0x03, 0xE8, 0xFF]), 1007),
        ] as [([UInt8], Int)]
    )
    func `what breaks the protocol closes the socket with its code`(_ frame: [UInt8], _ code: Int) async throws {
        let answer = try await answer(frame)
        #expect(answer.first == 0x88)
        #expect(answer.dropFirst(2).prefix(2).elementsEqual([UInt8(code >> 8), UInt8(code & 0xFF)]), "\(answer)")
    }

    @Test func `closing without a code is answered without one`() async throws {
        let answer = try await answer(RawSocket.frame(8, []))
        #expect(answer == [0x88, 0x00])
    }

    @Test func `a message in pieces may not be longer than one in one piece`() async throws {
        let piece = Array(repeating: UInt8(0x61), count: 40_000)
        let answer = try await answer(RawSocket.frame(1, piece, isLast: false) + RawSocket.frame(0, piece))
        #expect(answer.dropFirst(2).prefix(2).elementsEqual([0x03, 0xF1]), "\(answer)")
    }

    @Test func `who does not answer pings is let go`() async throws {
        var limits = WebSocketLimits()
        limits.pingInterval = .milliseconds(40)
        // The exchange ends only when the server closes.
        let answer = try await answer([], limits)
        #expect(answer.prefix(2).elementsEqual([0x89, 0x00]))
    }

    @Test(arguments: [
        ("GET /plain", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk", "200"),
        (
            "GET /plain",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13", "200"
        ),
        (
            "GET /socket",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 8", "404"
        ),
        ("GET /socket", "X-Nothing: 1", "404"),
        (
            "GET /private",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13", "403"
        ),
        ("\u{16}\u{3}\u{1}", "X-Nothing: 1", "400"),
    ])
    func `what is not let in as a WebSocket is answered in HTTP`(
        _ start: String,
        _ headers: String,
        _ status: String
    ) async throws {
        try await serving { port in
            let request = "\(start) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n\r\n"
            let answer = try await RawSocket.exchange(with: port, [Array(request.utf8)]) { _ in true }
            #expect(RawSocket.text(answer).hasPrefix("HTTP/1.1 \(status)"), "\(RawSocket.text(answer))")
        }
    }

    @Test(arguments: ["", "Host: localhost\r\nHost: localhost\r\n"])
    func `what names the server not exactly once does not become a WebSocket`(host: String) async throws {
        try await serving { port in
            let handshake = RawSocket.text(RawSocket.handshake).replacing("Host: localhost\r\n", with: host)
            let answer = try await RawSocket.exchange(with: port, [Array(handshake.utf8)]) { _ in true }
            #expect(RawSocket.text(answer).hasPrefix("HTTP/1.1 400"), "\(RawSocket.text(answer))")
        }
    }

    @Test func `a connection goes on in HTTP after its first request`() async throws {
        try await serving { port in
            let request = Array("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            let answer = try await RawSocket.exchange(with: port, [request, request]) {
                RawSocket.text($0).ranges(of: "in plain HTTP").count == 2
            }
            #expect(RawSocket.text(answer).ranges(of: "200 OK").count == 2)
        }
    }
}

/// A value from within a body that gives none.
private actor OneValue {
    private(set) var value: [UInt8] = []
    func set(_ value: [UInt8]) { self.value = value }
}
