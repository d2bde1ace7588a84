import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOHTTP1
import Testing

@testable import Doors

@Suite struct BodyDeadlineTests {
    private func answer(to request: String, patience: Duration) async throws -> String {
        let router = Router()
        router.post("read") { request, _ in
            do {
                return "\(try await request.collectedBody(upTo: 100).count) bytes"
            } catch let problem as ProblemDetails {
                return problem.code
            }
        }
        router.post("ignore") { _, _ in "ignored" }
        let route = WebSocketRoute(isWebSocketPath: { _ in false }, decide: { _ in .refuse(.notFound) })
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                WebSocketUpgradeChannel(
                    responder: responder,
                    route: route,
                    idleTimeout: .seconds(30),
                    bodyPatience: patience
                )
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        return try await application.test(.live) { client in
            // It ends when the server closes the connection.
            RawSocket.text(try await RawSocket.exchange(with: try #require(client.port), [Array(request.utf8)]))
        }
    }

    @Test func `whoever lets a body drip is told so and cut off`() async throws {
        let answer = try await answer(
            to: "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
            patience: .milliseconds(100)
        )
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("body_too_slow"), "\(answer)")
    }

    @Test func `a body that nobody reads has no more time`() async throws {
        let answer = try await answer(
            to: "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
            patience: .milliseconds(100)
        )
        #expect(answer.hasSuffix("ignored"), "\(answer)")
    }

    @Test func `a body that came whole is answered, however long that takes`() async throws {
        let request = "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
        let answer = try await answer(
            to: request + "\r\nbody" + request + "Connection: close\r\n\r\nbody",
            patience: .milliseconds(1)
        )
        #expect(answer.ranges(of: "4 bytes").count == 2, "\(answer)")
    }
}
