import Crypto
import Foundation
import JSON
import JWTKit
import Testing

@testable import SandboxOrg

struct AuthorizeTests {
    private static let verifier = "a-verifier-of-forty-three-characters-or-more-0123456789"
    private static var challenge: String { Base64URL.encoded(SHA256.hash(data: Data(verifier.utf8))) }

    private static func query(_ more: [String: String] = [:]) -> [String: String] {
        ["response_type": "code", "client_id": "web", "redirect_uri": OAuthFixture.redirectURI]
            .merging(more) { $1 }
    }

    private static func exchange(_ code: String?, _ more: [String: String] = [:]) -> [String: String] {
        [
            "grant_type": "authorization_code", "code": code ?? "", "redirect_uri": OAuthFixture.redirectURI,
            "client_id": "web", "client_secret": "web-secret",
        ].merging(more) { $1 }
    }

    @Test func `a user logs in, allows, and the app gets its tokens`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let state = "x y&z=<\"'"
            let logIn = try await visitor.open(Self.query(["state": state, "login_hint": "a\"><b>"]))
            #expect(logIn.status == 200)
            #expect(logIn.text.contains("value=\"a&quot;&gt;&lt;b&gt;\""))
            #expect(!logIn.text.contains("<script"))
            #expect(logIn.header("Content-Security-Policy")?.contains("frame-ancestors 'none'") == true)
            let wrong = try await visitor.logIn(password: "wrong")
            #expect(wrong.text.contains("Please check your username and password"))
            let consent = try await visitor.logIn()
            #expect(consent.text.contains("Manage user data via APIs"))
            let done = try await visitor.press("allow")
            #expect(done.status == 302)
            #expect(done.header("Location")?.hasPrefix(OAuthFixture.redirectURI + "?code=aPrx") == true)
            #expect(done.redirect?["state"] == state)
            let tokens = try await visitor.client.post(
                "/services/oauth2/token",
                Self.exchange(done.redirect?["code"])
            )
            #expect(
                tokens.json?.object?.keys == [
                    "access_token", "refresh_token", "signature", "scope", "id_token", "instance_url", "id",
                    "token_type", "issued_at",
                ]
            )
            #expect(tokens.json?["scope"] == "refresh_token api id openid")
            // The second time nothing has to be asked.
            let again = try await visitor.open(Self.query(["scope": "api"]))
            #expect(again.redirect?["code"] != nil)
            let consentAgain = try await visitor.open(Self.query(["prompt": "consent"]))
            #expect(consentAgain.text.contains("value=\"allow\""))
            let logInAgain = try await visitor.open(Self.query(["prompt": "login"]))
            #expect(logInAgain.text.contains("type=\"password\""))
        }
    }

    @Test func `what a user refuses, and what needs a user, is told to the app`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let immediate = try await visitor.open(Self.query(["immediate": "true", "state": "s"]))
            #expect(immediate.redirect?["error"] == "immediate_unsuccessful")
            try await visitor.open(Self.query(["state": "s"]))
            try await visitor.logIn()
            let denied = try await visitor.press("deny")
            #expect(denied.redirect?["error"] == "access_denied")
            #expect(denied.redirect?["error_description"] == "end-user denied authorization")
            #expect(denied.redirect?["state"] == "s")
            try await visitor.open(Self.query())
            let other = try await visitor.press("switch")
            #expect(other.text.contains("type=\"password\""))
        }
    }

    @Test func `a form of another site does nothing`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            try await visitor.open(Self.query())
            let login = visitor.cookie
            try await visitor.logIn()
            // Logging in gives the browser a new name, so a planted one is worth nothing.
            #expect(visitor.cookie != login)
            let forged = try await visitor.press("allow", ["token": "guess"])
            #expect(forged.status == 403)
            #expect(forged.redirect == nil)
        }
    }

    @Test func `requests that are wrong are refused where it is safe to say so`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let shown: [([String: String], String)] = [
                (["client_id": "nobody"], "client identifier invalid"),
                (["redirect_uri": "https://evil.example/"], "redirect_uri must match configuration"),
                (["redirect_uri": ""], "missing required parameter: redirect_uri"),
            ]
            for (change, text) in shown {
                let answer = try await visitor.open(Self.query(change))
                #expect(answer.status == 400, "\(change)")
                #expect(answer.redirect == nil, "\(change)")
                #expect(answer.text.contains(text), "\(change)")
            }
            let told: [([String: String], String)] = [
                (["response_type": "token"], "unsupported_response_type"),
                (["scope": "api full"], "invalid_scope"),
                (["prompt": "dance"], "invalid_request"),
                (["display": "cinema"], "invalid_request"),
                (["code_challenge": "x", "code_challenge_method": "plain"], "invalid_request"),
                (["client_id": "phone", "redirect_uri": "phone://done"], "invalid_request"),
            ]
            for (change, error) in told {
                let answer = try await visitor.open(Self.query(change))
                #expect(answer.status == 302, "\(change)")
                #expect(answer.redirect?["error"] == error, "\(change)")
            }
        }
    }

    @Test(arguments: ["javascript:alert(1)", "data:text/html,x", "/relative", "https://a.example/#x", "https://a\r\nb"])
    func `an address that is none is nowhere to go, even for an app nobody registered`(uri: String) async throws {
        var fixture = OAuthFixture()
        fixture.isOpen = true
        try await withSandboxServer(fixture.configuration) { sandbox in
            let answer = try await AuthorizeVisitor(sandbox).open(Self.query(["redirect_uri": uri]))
            #expect(answer.status == 400)
            #expect(answer.header("Location") == nil)
        }
    }

    @Test func `a verifier proves who asked`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let public_ = ["client_id": "phone", "redirect_uri": "phone://done", "code_challenge": Self.challenge]
            let form = ["client_id": "phone", "redirect_uri": "phone://done", "code_verifier": Self.verifier]
            for method in [nil, "S256"] {
                visitor.cookie = nil
                let code = try await visitor.code(
                    Self.query(method.map { public_.merging(["code_challenge_method": $0]) { $1 } } ?? public_)
                        .merging(["prompt": "consent"]) { $1 }
                )
                var exchange = Self.exchange(code, form)
                exchange["client_secret"] = nil
                let answer = try await visitor.client.post("/services/oauth2/token", exchange)
                #expect(answer.status == 200)
                #expect(answer.json?["refresh_token"] != nil)
            }
        }
    }

    @Test func `a code is good once, for fifteen minutes, for one app, address and verifier`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            _ = try await visitor.code(Self.query())
            func newCode(_ more: [String: String] = [:]) async throws -> String? {
                try await visitor.open(Self.query(more)).redirect?["code"]
            }
            let withChallenge = ["code_challenge": Self.challenge]
            let wrong: [(code: String?, form: [String: String], error: String)] = [
                (try await newCode(), ["redirect_uri": "https://app.example/other"], "redirect_uri_mismatch"),
                (try await newCode(), ["client_id": "server", "client_secret": "server-secret"], "invalid_grant"),
                (try await newCode(withChallenge), [:], "invalid_grant"),
                (try await newCode(withChallenge), ["code_verifier": Self.verifier + "x"], "invalid_grant"),
                (try await newCode(["code_challenge": "x=="]), ["code_verifier": Self.verifier], "invalid_grant"),
                (try await newCode(), ["code_verifier": Self.verifier], "invalid_grant"),
            ]
            for (index, refused) in wrong.enumerated() {
                let answer = try await visitor.client.post(
                    "/services/oauth2/token",
                    Self.exchange(refused.code, refused.form)
                )
                #expect(answer.status == 400)
                #expect(answer.error == refused.error, "\(index)")
                if index >= 2 { #expect(answer.errorDescription == "invalid code verifier") }
            }
            let late = try await newCode()
            fixture.clock.advance(by: 15 * 60)
            let expired = try await visitor.client.post("/services/oauth2/token", Self.exchange(late))
            #expect(expired.errorDescription == "expired authorization code")
            let code = try await newCode()
            let first = try await visitor.client.post("/services/oauth2/token", Self.exchange(code))
            #expect(first.status == 200)
            let second = try await visitor.client.post("/services/oauth2/token", Self.exchange(code))
            #expect(second.errorDescription == "expired authorization code")
            // Who had the code a second time may have had it the first time.
            var client = SandboxClient(sandbox)
            client.token = first.json?["access_token"]?.string
            #expect(try await client.send("GET", "limits").status == 401)
        }
    }

    @Test func `the id token is signed with the published key`() async throws {
        struct Claims: JWTPayload {
            var iss: String
            var sub: String
            var aud: String
            var nonce: String

            func verify(using algorithm: some JWTAlgorithm) {}
        }
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let visitor = AuthorizeVisitor(sandbox)
            let code = try await visitor.code(Self.query(["nonce": "n"]))
            let tokens = try await visitor.client.post("/services/oauth2/token", Self.exchange(code))
            let discovery = try await visitor.client.get("/.well-known/openid-configuration").json
            #expect(discovery?["jwks_uri"]?.string == sandbox.baseURL + "/id/keys")
            let keys = try await JWTKeyCollection().add(jwksJSON: visitor.client.get("/id/keys").text)
            let claims = try await keys.verify(tokens.json?["id_token"]?.string ?? "", as: Claims.self)
            #expect(claims.sub == tokens.json?["id"]?.string)
            #expect(claims.iss == discovery?["issuer"]?.string)
            #expect(claims.aud == "web")
            #expect(claims.nonce == "n")
        }
    }
}
