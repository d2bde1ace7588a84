import Crypto
import Foundation
import JSON
import Testing

@testable import SandboxOrg

struct GrantTests {
    private func signature(of answer: BrowserlessClient.Answer, secret: String) -> String {
        let text = (answer.json?["id"]?.string ?? "") + (answer.json?["issued_at"]?.string ?? "")
        let key = SymmetricKey(data: Data(secret.utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).base64EncodedString()
    }

    @Test func `a password gives a token, signed with the secret of the client`() async throws {
        var fixture = OAuthFixture()
        fixture.isOpen = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let form = [
                "grant_type": "password", "client_id": "any", "client_secret": "a secret", "password": "sandboxTOKEN",
                "username": "ADMIN@sandbox.test",
            ]
            let answer = try await client.post("/services/oauth2/token", form)
            #expect(answer.status == 200)
            #expect(
                answer.json?.object?.keys
                    == ["access_token", "signature", "instance_url", "id", "token_type", "issued_at"]
            )
            #expect(answer.json?["signature"]?.string == signature(of: answer, secret: "a secret"))
            #expect(answer.header("Cache-Control")?.contains("no-store") == true)
        }
    }

    @Test func `an answer comes as XML or as a form when asked`() async throws {
        var fixture = OAuthFixture()
        fixture.isOpen = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            var form = [
                "grant_type": "password", "client_id": "any", "username": OAuthFixture.administrator,
                "password": "sandbox", "format": "xml",
            ]
            let xml = try await client.post("/services/oauth2/token", form)
            #expect(xml.header("Content-Type") == "application/xml")
            let root = try XMLElement(parsing: Array(xml.text.utf8))
            #expect(root.name == "OAuth")
            #expect(root.first("token_type")?.text == "Bearer")
            form["format"] = "urlencoded"
            form["password"] = "wrong"
            let text = try await client.post("/services/oauth2/token", form).text
            #expect(text == "error=invalid_grant&error_description=authentication%20failure")
        }
    }

    @Test(arguments: [true, false])
    func `client credentials act as the app's user, from the header or the body`(isHeader: Bool) async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            var form = ["grant_type": "client_credentials"]
            var headers: [String: String] = [:]
            if isHeader {
                headers["Authorization"] = "Basic " + Data("web:web-secret".utf8).base64EncodedString()
            } else {
                form["client_id"] = "web"
                form["client_secret"] = "web-secret"
            }
            let answer = try await client.post("/services/oauth2/token", form, headers: headers)
            #expect(answer.json?["scope"] == "api id openid")
            #expect(answer.json?["refresh_token"] == nil)
            #expect(answer.json?["signature"]?.string == signature(of: answer, secret: "web-secret"))
            #expect(answer.json?["id"]?.string?.hasSuffix(sandbox.org.administratorId) == true)
        }
    }

    @Test func `where every app is known, each has a user to act as and speaks for anybody`() async throws {
        var fixture = OAuthFixture()
        fixture.isOpen = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let forms = [
                ["grant_type": "client_credentials", "client_id": "any", "client_secret": "any"],
                [
                    "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "assertion": try await fixture.assertion(app: "any"),
                ],
            ]
            for form in forms {
                let answer = try await client.post("/services/oauth2/token", form)
                #expect(answer.json?["id"]?.string?.hasSuffix(sandbox.org.administratorId) == true, "\(form)")
            }
        }
    }

    @Test func `a signed assertion speaks for its user`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            for audience in ["https://login.salesforce.com", "https://x.my.salesforce.com/", sandbox.baseURL] {
                let form = [
                    "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "assertion": try await fixture.assertion(audience: audience),
                ]
                let answer = try await client.post("/services/oauth2/token", form)
                #expect(answer.json?.object?.keys == ["access_token", "scope", "instance_url", "id", "token_type"])
                let token = answer.json?["access_token"]?.string ?? ""
                let limits = try await client.get(
                    "/services/data/v59.0/limits",
                    headers: ["Authorization": "Bearer \(token)"]
                )
                #expect(limits.status == 200)
            }
        }
    }

    @Test func `a token without the scope of the API does not reach it`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let form = [
                "grant_type": "client_credentials", "client_id": "identity", "client_secret": "identity-secret",
            ]
            let token = try await client.post("/services/oauth2/token", form).json?["access_token"]?.string ?? ""
            let headers = ["Authorization": "Bearer \(token)"]
            let refused = try await client.get("/services/data/v59.0/limits", headers: headers)
            #expect(refused.status == 401)
            #expect(refused.json?[0]?["message"] == "This session is not valid for use with the REST API")
            #expect(try await client.get("/services/oauth2/userinfo", headers: headers).status == 200)
        }
    }

    @Test func `sessions last as long as they are configured to`() async throws {
        let fixture = OAuthFixture()
        var configuration = fixture.configuration
        configuration.oauth.sessionLength = 60
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            for (seconds, status) in [(59.0, 200), (59.0, 200), (61.0, 401)] {
                fixture.clock.advance(by: seconds)
                let answer = try await client.send("GET", "limits")
                #expect(answer.status == status)
            }
        }
    }
}
