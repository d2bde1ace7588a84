import Foundation
import JSON
import NIOHTTP1
import Platforms
import Testing

struct SignedWebhookTests {
    private static let message: JSONValue = ["event": "verification_code", "code": "012345"]

    private func post(_ reply: ScriptedServer.Reply) async throws -> (ScriptedServer.Received?, WebhookFailure?) {
        try await ScriptedServer.run([reply]) { server in
            let transport = HTTPTransport()
            let made = SignedWebhook(
                "http://127.0.0.1:\(server.port)/codes?tenant=1",
                secret: "key",
                transport: transport,
                clock: { Date(timeIntervalSince1970: 1_773_151_200) }
            )
            let webhook = try #require(made)
            var failure: WebhookFailure?
            do throws(WebhookFailure) {
                try await webhook.post(Self.message, by: .now.advanced(by: .seconds(5)))
            } catch {
                failure = error
            }
            await transport.shutdown()
            return (server.received.first, failure)
        }
    }

    @Test func `a message goes out once, signed`() async throws {
        let (received, failure) = try await post(.json(202, ""))
        #expect(failure == nil)
        #expect(received?.method == "POST")
        #expect(received?.target == "/codes?tenant=1")
        #expect(received?.body == #"{"event":"verification_code","code":"012345"}"#)
        // printf '1773151200.{"event":"verification_code","code":"012345"}' | openssl dgst -sha256 -hmac key
        #expect(
            received?.headers.first(name: "Switchboard-Signature")
                == "t=1773151200,v1=2380b1dbf57cdfc56d689855d000d46db3b1c1e79c1c3b51059ab34d6177d639"
        )
    }

    @Test func `what is no success is a failure, and nothing is followed`() async throws {
        let redirect = ScriptedServer.Reply.answer(307, [("Location", "http://127.0.0.1:1/")], "")
        #expect(try await post(redirect).1 == .refused(status: 307))
        #expect(try await post(.json(500, "{}")).1 == .refused(status: 500))
        #expect(try await post(.closeAfterRequest).1 == .unreachable)
    }

    @Test(arguments: [
        "", "codes.example", "http://codes.example/", "ftp://codes.example/", "https://user:pass@codes.example/",
        "https://codes.example/#x", "file:///etc/passwd", "https://",
    ])
    func `an address that is none, or not safe, is not taken`(url: String) async {
        let transport = HTTPTransport()
        #expect(SignedWebhook(url, secret: "key", transport: transport) == nil)
        #expect(SignedWebhook("https://codes.example/x", secret: "", transport: transport) == nil)
        #expect(SignedWebhook("https://codes.example/x", secret: "key", transport: transport) != nil)
        await transport.shutdown()
    }
}
