import Crypto
import Foundation
import JSON
import Testing

@testable import Platforms

struct TokenGrantTests {
    private static let secret = Secret("consumer secret")
    private static let host = LogInHost.production

    private static func answer(_ changes: [String: JSONValue?] = [:]) -> JSONValue {
        let identity = "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA"
        let code = HMAC<SHA256>.authenticationCode(
            for: Array((identity + "1278448384422").utf8),
            using: SymmetricKey(data: Array(secret.text.utf8))
        )
        var object: JSONObject = [
            "access_token": "00D!AQ", "refresh_token": "5Aep861",
            "signature": .string(Data(code).base64EncodedString()),
            "instance_url": "https://acme.my.salesforce.com", "id": .string(identity), "token_type": "Bearer",
            "issued_at": "1278448384422",
        ]
        for (key, value) in changes { object[key] = value }
        return .object(object)
    }

    @Test func `a good answer is taken`() throws {
        let grant = try TokenGrant(Self.answer(), from: Self.host, clientSecret: Self.secret)
        #expect(grant.accessToken == Secret("00D!AQ"))
        #expect(grant.refreshToken == Secret("5Aep861"))
        #expect(grant.instance.description == "https://acme.my.salesforce.com")
        #expect(grant.organizationID == "00D000000000001EAA")
        #expect(grant.userID == "005000000000001AAA")
    }

    @Test func `what may be missing may be missing`() throws {
        let answer = Self.answer(["refresh_token": .some(nil), "signature": .some(nil), "issued_at": .some(nil)])
        let grant = try TokenGrant(answer, from: Self.host, clientSecret: Self.secret)
        #expect(grant.refreshToken == nil)
    }

    @Test(arguments: [
        ("instance_url", "http://acme.my.salesforce.com"), ("instance_url", "https://127.0.0.1"),
        ("instance_url", "http://127.0.0.1:9000"), ("instance_url", "https://acme.my.salesforce.com/path"),
        ("instance_url", "nonsense"), ("token_type", "mac"), ("id", "nonsense"),
        ("id", "https://evil.example/id/00D000000000001EAA/005000000000001AAA"),
        ("id", "https://login.salesforce.com.evil.example/id/00D000000000001EAA/005000000000001AAA"),
        ("id", "https://login.salesforce.com@evil.example/id/00D000000000001EAA/005000000000001AAA"),
        ("id", "http://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA"),
        ("id", "https://login.salesforce.com:444/id/00D000000000001EAA/005000000000001AAA"),
        ("id", "https://login.salesforce.com/id/../../evil"),
        ("id", "https://login.salesforce.com/id/00D000000000001EAA/003000000000001AAA"),
        ("id", "https://login.salesforce.com/id/00D000000000001EAA/005000000000002AAA"),
        ("issued_at", "1278448384423"), ("signature", "AAAA"), ("signature", "not base 64"),
    ])
    func `an answer that can't be trusted is not taken`(member: String, value: String) {
        let error = #expect(throws: OAuthFailure.self) {
            try TokenGrant(Self.answer([member: .string(value)]), from: Self.host, clientSecret: Self.secret)
        }
        guard case .untrusted = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [JSONValue.null, "", "a b", "a\r\nX: y", 5])
    func `an access token that can't be sent is none`(token: JSONValue) {
        #expect(throws: OAuthFailure.self) {
            try TokenGrant(Self.answer(["access_token": token]), from: Self.host, clientSecret: Self.secret)
        }
    }

    @Test func `an org on this machine is taken from a log-in host on this machine`() throws {
        let host = try #require(LogInHost("http://localhost:8080"))
        let answer = Self.answer([
            "instance_url": "http://localhost:8080", "signature": .some(nil),
            "id": "http://localhost:8080/id/00D000000000001EAA/005000000000001AAA",
        ])
        #expect(try TokenGrant(answer, from: host, clientSecret: nil).instance.description == "http://localhost:8080")
    }
}
