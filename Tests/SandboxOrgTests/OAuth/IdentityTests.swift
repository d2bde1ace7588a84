import Foundation
import JSON
import Testing

@testable import SandboxOrg

struct IdentityTests {
    private static let keys = [
        "id", "asserted_user", "user_id", "organization_id", "username", "nick_name", "display_name", "email",
        "email_verified", "first_name", "last_name", "timezone", "photos", "addr_street", "addr_city", "addr_state",
        "addr_country", "addr_zip", "mobile_phone", "mobile_phone_verified", "is_lightning_login_user", "status",
        "urls",
        "active", "user_type", "language", "locale", "utcOffset", "last_modified_date", "is_app_installed",
    ]

    @Test func `the identity URL tells who is logged in, every key in its place`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let client = BrowserlessClient(sandbox)
            let path = "/id/\(sandbox.org.organizationId)/\(sandbox.org.administratorId)"
            let headers = ["Authorization": "Bearer \(sandbox.token)"]
            let answer = try await client.get(path + "?version=latest", headers: headers)
            #expect(answer.status == 200)
            #expect(answer.json?.object?.keys == Self.keys)
            #expect(answer.json?["id"]?.string == sandbox.baseURL + path)
            #expect(answer.json?["username"]?.string == OAuthFixture.administrator)
            #expect(answer.json?["user_type"] == "STANDARD")
            #expect(answer.json?["urls"]?["sobjects"]?.string == sandbox.baseURL + "/services/data/v67.0/sobjects/")
            // jsforce sends the token in the query.
            let form = BrowserlessClient.encoded(["format": "json", "oauth_token": sandbox.token])
            let second = try await client.get("\(path)?\(form)")
            #expect(
                second.json?["urls"]?["partner"]?.string
                    == sandbox.baseURL + "/services/Soap/u/{version}/\(sandbox.org.organizationId.prefix(15))"
            )
        }
    }

    @Test func `the identity URL refuses in a word`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            try await OAuthFixture.createInactiveUser("gone@sandbox.test", in: sandbox.org)
            let inactive = try await sandbox.org.user(named: "gone@sandbox.test")?.id ?? ""
            let client = BrowserlessClient(sandbox)
            let (organization, user) = (sandbox.org.organizationId, sandbox.org.administratorId)
            let cases: [(path: String, token: String?, status: Int, text: String)] = [
                ("/id/\(organization)/\(user)", nil, 403, "Missing_OAuth_Token"),
                ("/id/\(organization)/\(user)", "stale", 403, "Bad_OAuth_Token"),
                ("/id/00D000000000001EAA/\(user)", sandbox.token, 403, "Wrong_Org"),
                ("/id/\(organization)/nobody", sandbox.token, 404, "Bad_Id"),
                ("/id/\(organization)/005000000000001AAA", sandbox.token, 404, "Bad_Id"),
                ("/id/\(organization)/\(inactive)", sandbox.token, 404, "Inactive"),
                ("/services/oauth2/userinfo", nil, 403, "Missing_OAuth_Token"),
                ("/services/oauth2/userinfo", "stale", 403, "Bad_OAuth_Token"),
            ]
            for refused in cases {
                let headers = refused.token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
                let answer = try await client.get(refused.path, headers: headers)
                #expect(answer.status == refused.status, "\(refused)")
                #expect(answer.text == refused.text, "\(refused)")
            }
        }
    }

    @Test func `userinfo has OpenID's claims`() async throws {
        try await withSandboxServer(OAuthFixture().configuration) { sandbox in
            let headers = ["Authorization": "OAuth \(sandbox.token)"]
            let claims = try await BrowserlessClient(sandbox).get("/services/oauth2/userinfo", headers: headers).json
            #expect(claims?.object?.keys == UserDescription.claimNames)
            #expect(claims?["sub"]?.string?.hasSuffix("/\(sandbox.org.administratorId)") == true)
            #expect(claims?["preferred_username"]?.string == OAuthFixture.administrator)
        }
    }

    @Test(arguments: [
        ("America/Los_Angeles", 1_751_328_000.0, -28_800_000), ("Asia/Kolkata", 1_751_328_000.0, 19_800_000),
        ("Australia/Sydney", 1_735_689_600.0, 36_000_000), ("Nowhere/None", 0.0, 0),
    ])
    func `the offset leaves summer time out`(zone: String, now: TimeInterval, offset: Int) {
        let description = UserDescription(
            user: ["TimeZoneSidKey": .string(zone)],
            organizationId: "",
            origin: "",
            now: Date(timeIntervalSince1970: now)
        )
        #expect(description.claims["utcOffset"]?.integer == offset)
    }
}
