import JSON
import Testing

@testable import SandboxOrg

/// The file that names an org's connected apps.
struct ConnectedAppFileTests {
    private static func apps(_ yaml: String) throws(SchemaFileError) -> [ConnectedApp] {
        try ConnectedAppFile.apps(yaml: yaml, file: "apps.yaml") { name in
            name == "server.pem" ? TestKeys.certificate : name == "empty.pem" ? "" : nil
        }
    }

    @Test func `everything an app may have is read`() throws {
        let apps = try Self.apps(
            """
            - clientId: billing
              secret: a-secret
              redirectURIs: [https://billing.example/callback, "phone://done"]
              scopes: [api, refresh_token]
              runAs: admin@sandbox.test
              keys: [server.pem]
              users: [admin@sandbox.test]
              isPreauthorized: false
              introspectsAllTokens: true
            - clientId: public
            """
        )
        let billing = try #require(apps.first)
        #expect(billing.secret == "a-secret")
        #expect(billing.redirectURIs == ["https://billing.example/callback", "phone://done"])
        #expect(billing.scopes == ["api", "refresh_token"])
        #expect(billing.runAsUsername == "admin@sandbox.test")
        #expect(billing.verificationKeys == [TestKeys.certificate])
        #expect(billing.admittedUsernames == ["admin@sandbox.test"])
        #expect(!billing.isPreauthorized)
        #expect(billing.introspectsAllTokens)
        #expect(apps.map(\.clientId) == ["billing", "public"])
        #expect(apps.last?.secret == nil)
    }

    @Test(
        arguments: [
            ("", "apps.yaml:1:expected a list of apps: '- clientId: …'"),
            ("- secret: a", "apps.yaml:1:an app needs a clientId"),
            ("- clientId: a\n- clientId: a", "apps.yaml:2:the app a stands twice"),
            ("- clientId: a\n  secrets: b", "apps.yaml:2:an app has no 'secrets'"),
            ("- clientId: a\n  scopes: api", "apps.yaml:2:'scopes' is a list: [a, b]"),
            ("- clientId: a\n  isPreauthorized: perhaps", "apps.yaml:2:'isPreauthorized' is true or false"),
            ("- clientId: a\n  keys: [other.pem]", "apps.yaml:2:other.pem can't be read"),
            ("- clientId: a\n  keys: [empty.pem]", "apps.yaml:2:empty.pem is no RSA public key or certificate in PEM"),
        ]
    )
    func `a mistake is told with its place`(yaml: String, message: String) {
        let error = #expect(throws: SchemaFileError.self) { try Self.apps(yaml) }
        #expect(error?.description == message)
    }
}
