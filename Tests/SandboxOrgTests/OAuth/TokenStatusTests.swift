import JSON
import Testing

@testable import SandboxOrg

struct TokenStatusTests {
    private static func logIn(_ client: BrowserlessClient, app: String = "web") async throws -> String {
        let form = [
            "grant_type": "password", "client_id": app, "client_secret": "\(app)-secret",
            "username": OAuthFixture.administrator, "password": "sandbox",
        ]
        return try await client.post("/services/oauth2/token", form).json?["access_token"]?.string ?? ""
    }

    @Test func `an app is told about its tokens, and nothing about others`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let credentials = ["client_id": "web", "client_secret": "web-secret"]
            func ask(_ token: String) async throws -> JSONValue? {
                try await client.post("/services/oauth2/introspect", credentials.merging(["token": token]) { $1 }).json
            }
            let token = try await Self.logIn(client)
            let known = try await ask(token)
            #expect(
                known?.object?.keys
                    == ["active", "scope", "client_id", "username", "sub", "token_type", "exp", "iat", "nbf"]
            )
            #expect(known?["active"] == true)
            #expect(known?["username"]?.string == OAuthFixture.administrator)
            #expect((known?["exp"]?.integer ?? 0) - (known?["iat"]?.integer ?? 0) == 7200)
            let inactive: JSONValue = ["active": false]
            #expect(try await ask("nothing") == inactive)
            #expect(try await ask(Self.logIn(client, app: "server")) == inactive)
            fixture.clock.advance(by: 7200)
            #expect(try await ask(token) == inactive)
            let stranger = try await client.post(
                "/services/oauth2/introspect",
                ["token": token, "client_id": "web", "client_secret": "wrong"]
            )
            #expect(stranger.error == "invalid_client")
        }
    }

    @Test(arguments: [true, false])
    func `a revoked token is worth nothing`(isPost: Bool) async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let form = ["token": try await Self.logIn(client)]
            let path = "/services/oauth2/revoke"
            func revoke() async throws -> BrowserlessClient.Answer {
                isPost
                    ? try await client.post(path, form)
                    : try await client.get("\(path)?" + BrowserlessClient.encoded(form))
            }
            let answer = try await revoke()
            #expect(answer.status == 200)
            #expect(answer.text.isEmpty)
            var api = SandboxClient(sandbox)
            api.token = form["token"]
            #expect(try await api.send("GET", "limits").status == 401)
            #expect(try await revoke().error == "invalid_token")
        }
    }

    @Test func `what is no token cannot be revoked`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let empty = try await client.post("/services/oauth2/revoke", [:])
            #expect(empty.error == "invalid_request")
            let answer = try await client.post("/services/oauth2/revoke", ["token": "x"])
            #expect(answer.status == 400)
            #expect(answer.error == "unsupported_token_type")
        }
    }
}
