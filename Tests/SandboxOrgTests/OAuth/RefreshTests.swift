import JSON
import Testing

@testable import SandboxOrg

struct RefreshTests {
    private static func tokens(_ visitor: AuthorizeVisitor) async throws -> JSONValue? {
        let code = try await visitor.code([
            "response_type": "code", "client_id": "web", "redirect_uri": OAuthFixture.redirectURI,
        ])
        let form = [
            "grant_type": "authorization_code", "code": code ?? "", "redirect_uri": OAuthFixture.redirectURI,
            "client_id": "web", "client_secret": "web-secret",
        ]
        return try await visitor.client.post("/services/oauth2/token", form).json
    }

    private static func refresh(_ token: String) -> [String: String] {
        ["grant_type": "refresh_token", "refresh_token": token, "client_id": "web", "client_secret": "web-secret"]
    }

    private static func reachesAPI(_ token: String?, _ sandbox: RunningSandbox) async throws -> Bool {
        var client = SandboxClient(sandbox)
        client.token = token
        return try await client.send("GET", "limits").status == 200
    }

    @Test func `a refresh token makes access tokens for as long as it is not revoked`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let client = visitor.client
            let first = try await Self.tokens(visitor)
            let token = first?["refresh_token"]?.string ?? ""
            fixture.clock.advance(by: 7200)
            #expect(try await !Self.reachesAPI(first?["access_token"]?.string, sandbox))
            let second = try await client.post("/services/oauth2/token", Self.refresh(token))
            #expect(second.json?["refresh_token"] == nil)
            #expect(second.json?["signature"] != nil)
            #expect(try await Self.reachesAPI(second.json?["access_token"]?.string, sandbox))
            var other = Self.refresh(token)
            other["client_id"] = "server"
            other["client_secret"] = "server-secret"
            #expect(try await client.post("/services/oauth2/token", other).error == "invalid_grant")
            #expect(try await client.post("/services/oauth2/revoke", ["token": token]).status == 200)
            #expect(try await !Self.reachesAPI(second.json?["access_token"]?.string, sandbox))
            let last = try await client.post("/services/oauth2/token", Self.refresh(token))
            #expect(last.errorDescription == "expired access/refresh token")
        }
    }

    @Test func `with rotation, a token that comes twice ends everything that came of the consent`() async throws {
        var fixture = OAuthFixture()
        fixture.rotates = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let first = try await Self.tokens(visitor)
            let stolen = first?["refresh_token"]?.string ?? ""
            let second = try await visitor.client.post("/services/oauth2/token", Self.refresh(stolen))
            let next = try #require(second.json?["refresh_token"]?.string)
            #expect(next != stolen)
            #expect(try await Self.reachesAPI(second.json?["access_token"]?.string, sandbox))
            let third = try await visitor.client.post("/services/oauth2/token", Self.refresh(stolen))
            #expect(third.errorDescription == "expired access/refresh token")
            #expect(try await !Self.reachesAPI(second.json?["access_token"]?.string, sandbox))
            #expect(try await !Self.reachesAPI(first?["access_token"]?.string, sandbox))
            let fourth = try await visitor.client.post("/services/oauth2/token", Self.refresh(next))
            #expect(fourth.error == "invalid_grant")
        }
    }

    @Test func `of twenty refreshes at once with one token, one wins and the others take it away`() async throws {
        var fixture = OAuthFixture()
        fixture.rotates = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let token = try await Self.tokens(visitor)?["refresh_token"]?.string ?? ""
            let client = visitor.client
            let answers = try await withThrowingTaskGroup(of: BrowserlessClient.Answer.self) { tasks in
                for _ in 0..<20 {
                    tasks.addTask { try await client.post("/services/oauth2/token", Self.refresh(token)) }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            let winners = answers.filter { $0.status == 200 }
            #expect(winners.count == 1)
            #expect(answers.count { $0.errorDescription == "expired access/refresh token" } == 19)
            #expect(try await !Self.reachesAPI(winners.first?.json?["access_token"]?.string, sandbox))
            let next = winners.first?.json?["refresh_token"]?.string ?? ""
            #expect(try await client.post("/services/oauth2/token", Self.refresh(next)).status == 400)
        }
    }

    @Test func `with rotation, a chain of refreshes goes on and on`() async throws {
        var fixture = OAuthFixture()
        fixture.rotates = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            var token = try await Self.tokens(visitor)?["refresh_token"]?.string
            for _ in 0..<5 {
                let answer = try await visitor.client.post("/services/oauth2/token", Self.refresh(token ?? ""))
                token = answer.json?["refresh_token"]?.string
                #expect(token != nil)
            }
        }
    }
}
