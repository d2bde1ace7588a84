import JSON
import Testing

@testable import SandboxOrg

/// Every refusal of the token endpoint.
struct TokenErrorTests {
    private struct Refused {
        var form: [String: String]
        var error: String
        var description: String
        var headers: [String: String] = [:]

        init(_ form: [String: String], _ error: String, _ description: String, headers: [String: String] = [:]) {
            self.form = form
            self.error = error
            self.description = description
            self.headers = headers
        }
    }

    private static let bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    @Test func `each wrong request is refused in Salesforce's words`() async throws {
        let fixture = OAuthFixture()
        try await withSandboxServer(fixture.configuration) { sandbox in
            try await OAuthFixture.createInactiveUser("gone@sandbox.test", in: sandbox.org)
            let client = BrowserlessClient(sandbox)
            let cases = try await Self.general + Self.assertions(fixture)
            for refused in cases {
                let answer = try await client.post("/services/oauth2/token", refused.form, headers: refused.headers)
                #expect(answer.status == 400, "\(refused.form)")
                #expect(answer.error == refused.error, "\(refused.form)")
                #expect(answer.errorDescription == refused.description, "\(refused.form)")
            }
            let read = try await client.get("/services/oauth2/token?grant_type=password")
            #expect(read.status == 400)
            #expect(read.errorDescription == "must use HTTP POST")
        }
    }

    private static let web = ["client_id": "web", "client_secret": "web-secret"]

    private static func with(_ grant: String, _ form: [String: String]) -> [String: String] {
        form.merging(["grant_type": grant]) { given, _ in given }
    }

    private static func with(_ form: [String: String]) -> [String: String] {
        form.merging(web) { given, _ in given }
    }

    private static var general: [Refused] {
        let user = ["username": "admin@sandbox.test", "password": "sandbox"]
        return [
            Refused([:], "unsupported_grant_type", "grant type not supported"),
            Refused(with(["grant_type": "magic"]), "unsupported_grant_type", "grant type not supported"),
            Refused(with("password", user), "invalid_client_id", "client identifier invalid"),
            Refused(
                with("password", user.merging(["client_id": "nobody"]) { $1 }),
                "invalid_client_id",
                "client identifier invalid"
            ),
            Refused(
                with("password", user.merging(["client_id": "web", "client_secret": "web-secreT"]) { $1 }),
                "invalid_client",
                "invalid client credentials"
            ),
            Refused(
                with("password", user.merging(["client_id": "web"]) { $1 }),
                "invalid_client",
                "invalid client credentials"
            ),
            // A public client has no secret to send.
            Refused(
                with("password", user.merging(["client_id": "phone", "client_secret": "x"]) { $1 }),
                "invalid_client",
                "invalid client credentials"
            ),
            Refused(
                with(with("password", ["username": "admin@sandbox.test", "password": "sandbos"])),
                "invalid_grant",
                "authentication failure"
            ),
            Refused(
                with(with("password", ["username": "nobody@sandbox.test", "password": "sandbox"])),
                "invalid_grant",
                "authentication failure"
            ),
            Refused(
                with(with("password", ["username": "gone@sandbox.test", "password": "sandbox"])),
                "invalid_grant",
                "inactive user"
            ),
            Refused(
                with("password", user.merging(["client_id": "closed", "client_secret": "server-secret"]) { $1 }),
                "invalid_app_access",
                "user is not admin approved to access this app"
            ),
            Refused(
                with(with("refresh_token", ["refresh_token": "5Aep861stale"])),
                "invalid_grant",
                "expired access/refresh token"
            ),
            Refused(with(with("refresh_token", [:])), "invalid_request", "missing required parameter: refresh_token"),
            Refused(
                with(with("authorization_code", ["redirect_uri": OAuthFixture.redirectURI])),
                "invalid_request",
                "missing required parameter: code"
            ),
            Refused(
                with(with("authorization_code", ["code": "aPrx"])),
                "invalid_request",
                "missing required parameter: redirect_uri"
            ),
            Refused(
                with(with("authorization_code", ["code": "aPrx", "redirect_uri": OAuthFixture.redirectURI])),
                "invalid_grant",
                "invalid authorization code"
            ),
            Refused(
                with("client_credentials", ["client_id": "server", "client_secret": "server-secret"]),
                "invalid_grant",
                "no client credentials user enabled"
            ),
            Refused(
                with("client_credentials", ["client_id": "phone"]),
                "invalid_client",
                "invalid client credentials"
            ),
            Refused(
                with("client_credentials", [:]),
                "invalid_client",
                "invalid client credentials",
                headers: ["Authorization": "Basic d2ViOndyb25n"]
            ),
            Refused(
                with(with("client_credentials", [:])),
                "invalid_grant",
                "request not supported on this domain",
                headers: ["Host": "login.salesforce.com"]
            ),
            Refused(["grant_type": bearer], "invalid_request", "missing required parameter: assertion"),
            Refused(["grant_type": bearer, "assertion": "a.b.c"], "invalid_grant", "invalid assertion"),
        ]
    }

    private static func assertions(_ fixture: OAuthFixture) async throws -> [Refused] {
        func refused(_ assertion: String, _ error: String, _ description: String) -> Refused {
            Refused(["grant_type": bearer, "assertion": assertion], error, description)
        }
        let good = try await fixture.assertion().split(separator: ".")
        let other = try await fixture.assertion(user: "other@sandbox.test").split(separator: ".")
        return [
            refused("\(good[0]).\(other[1]).\(good[2])", "invalid_grant", "invalid assertion"),
            refused("\(good[0]).\(good[1]).", "invalid_grant", "invalid assertion"),
            // {"alg":"none"}
            refused("eyJhbGciOiJub25lIn0.\(good[1]).\(good[2])", "invalid_grant", "invalid assertion"),
            refused(try await fixture.assertion(app: "web"), "invalid_grant", "invalid assertion"),
            refused(
                try await fixture.assertion(app: "nobody"),
                "invalid_client_id",
                "client identifier invalid"
            ),
            refused(
                try await fixture.assertion(audience: "https://login.salesforce.com.example"),
                "invalid_grant",
                "Audience validation failed"
            ),
            refused(try await fixture.assertion(seconds: -1), "invalid_grant", "assertion has expired"),
            refused(try await fixture.assertion(seconds: 3600), "invalid_grant", "invalid assertion"),
            refused(
                try await fixture.assertion(user: "nobody@sandbox.test"),
                "invalid_grant",
                "user hasn't approved this consumer"
            ),
            refused(
                try await fixture.assertion(app: "unapproved"),
                "invalid_grant",
                "user hasn't approved this consumer"
            ),
            refused(try await fixture.assertion(user: "gone@sandbox.test"), "invalid_grant", "inactive user"),
            refused(
                try await fixture.assertion(app: "closed"),
                "invalid_app_access",
                "user is not admin approved to access this app"
            ),
        ]
    }
}
