import Foundation
import Testing

@testable import Platforms

/// What an answer of a token endpoint, or the lack of one, means for the token that was shown.
struct OAuthClientTests {
    private static let transport = HTTPTransport()

    private func failure(_ reply: ScriptedServer.Reply) async throws -> OAuthFailure {
        try await ScriptedServer.run([reply]) { server in
            var client = OAuthClient(transport: Self.transport, clock: { Date() })
            client.patience = .seconds(1)
            let host = try #require(LogInHost("http://127.0.0.1:\(server.port)"))
            let app = OAuthApp(host: host, clientID: "key", clientSecret: Secret("secret"), scopes: [])
            let error = try await #require(throws: OAuthFailure.self) {
                try await client.refresh(Secret("5Aep"), for: app)
            }
            let body = server.received.first?.body
            #expect(
                body == nil || body == ""
                    || body == "grant_type=refresh_token&refresh_token=5Aep&client_id=key&client_secret=secret"
            )
            // It was sent once.
            #expect(server.received.count <= 1)
            return error
        }
    }

    @Test(arguments: [
        ("invalid_grant", "expired access/refresh token"), ("invalid_client_id", "client identifier invalid"),
        ("invalid_client", "invalid client credentials"), ("inactive_user", "user is inactive"),
    ])
    func `a refusal is one`(code: String, description: String) async throws {
        let json = #"{"error":"\#(code)","error_description":"\#(description)"}"#
        #expect(try await failure(.json(400, json)) == .refused(code: code, description: description))
        #expect(try await failure(.json(401, json)) == .refused(code: code, description: description))
    }

    @Test(arguments: [
        ScriptedServer.Reply.json(400, #"{"error":"unknown_error","error_description":"retry your request"}"#),
        .json(500, #"{"error":"server_error"}"#), .json(503, "{}"), .json(429, "{}"), .json(403, "no"), .json(302, ""),
        .answer(503, [("Content-Type", "text/html")], "<html>We are down for maintenance.</html>"),
    ])
    func `a server that can't for now has taken nothing`(reply: ScriptedServer.Reply) async throws {
        guard case .notNow = try await failure(reply) else {
            Issue.record("\(try await failure(reply))")
            return
        }
    }

    @Test(arguments: [
        ScriptedServer.Reply.closeAfterRequest, .silence, .unfinishedAnswer, .json(502, "<html>"), .json(500, ""),
        .json(200, "<html>"), .json(200, "{}"), .json(200, #"{"access_token":""}"#),
    ])
    func `without an answer that makes sense, the token may be used up`(reply: ScriptedServer.Reply) async throws {
        guard case .unclear = try await failure(reply) else {
            Issue.record("\(try await failure(reply))")
            return
        }
    }

    @Test func `where nobody listens, nothing was sent`() async throws {
        let client = OAuthClient(transport: Self.transport, clock: { Date() })
        let host = try #require(LogInHost("http://127.0.0.1:1"))
        let error = await #expect(throws: OAuthFailure.self) {
            try await client.refresh(Secret("5Aep"), for: OAuthApp(host: host, clientID: "key", scopes: []))
        }
        guard case .notSent = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a browser is sent to the org with a state and a challenge`() throws {
        let app = OAuthApp(host: .sandbox, clientID: "a key", scopes: ["api", "refresh_token"])
        let proof = ProofKey()
        let url = app.authorizationURL(redirect: "https://x.example/back?a=b", state: "s", challenge: proof.challenge)
        #expect(
            url
                == "https://test.salesforce.com/services/oauth2/authorize?response_type=code&client_id=a%20key"
                + "&redirect_uri=https%3A%2F%2Fx.example%2Fback%3Fa%3Db&scope=api%20refresh_token&state=s"
                + "&code_challenge=\(proof.challenge)&code_challenge_method=S256"
        )
        // 43 to 128 of the letters RFC 7636 allows.
        #expect(proof.verifier.text.count == 64)
        #expect(proof.challenge.count == 43)
    }

    @Test func `the challenge is the digest of the verifier`() {
        // From RFC 7636, appendix B.
        let proof = ProofKey(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test(arguments: [
        ("Fri, 22 Jul 2016 20:19:37 GMT", 1_469_218_777), ("Tue, 03 Dec 2024 00:00:00 GMT", 1_733_184_000),
    ])
    func `the time of a server is read`(header: String, seconds: TimeInterval) {
        #expect(ServerTime.date(header) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: ["", "Fri", "Fri, 22 Xyz 2016 20:19:37 GMT", "2016-07-22T20:19:37Z"])
    func `what is no time of a server is not read`(header: String) {
        #expect(ServerTime.date(header) == nil)
    }
}
