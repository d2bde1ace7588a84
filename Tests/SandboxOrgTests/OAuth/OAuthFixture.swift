import Foundation
import JSON
import JWTKit
import Synchronization

@testable import SandboxOrg

/// An org with one app of every kind, whose clock the test sets.
struct OAuthFixture {
    static let redirectURI = "https://app.example/callback"
    static let administrator = "admin@sandbox.test"

    final class Clock: Sendable {
        private let offset = Mutex(TimeInterval(0))

        var now: Date { Date().addingTimeInterval(offset.withLock { $0 }) }

        func advance(by seconds: TimeInterval) { offset.withLock { $0 += seconds } }
    }

    private struct Claims: JWTPayload {
        var iss: String
        var sub: String
        var aud: String
        var exp: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    let clock = Clock()
    var isOpen = false
    var rotates = false

    var configuration: SandboxServer.Configuration {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        configuration.clock = { [clock] in clock.now }
        configuration.oauth.rotatesRefreshTokens = rotates
        guard !isOpen else { return configuration }
        var web = ConnectedApp(clientId: "web", secret: "web-secret")
        web.redirectURIs = [Self.redirectURI]
        web.scopes = ["refresh_token", "api", "id", "openid"]
        web.runAsUsername = Self.administrator
        var phone = ConnectedApp(clientId: "phone", secret: nil)
        phone.redirectURIs = ["phone://done"]
        var server = ConnectedApp(clientId: "server", secret: "server-secret")
        server.verificationKeys = [TestKeys.otherPublicKey, TestKeys.certificate]
        var closed = server
        closed.clientId = "closed"
        closed.admittedUsernames = []
        var unapproved = server
        unapproved.clientId = "unapproved"
        unapproved.isPreauthorized = false
        var identity = ConnectedApp(clientId: "identity", secret: "identity-secret")
        identity.scopes = ["id"]
        identity.runAsUsername = Self.administrator
        configuration.oauth.apps = [web, phone, server, closed, unapproved, identity]
        return configuration
    }

    /// A signed statement of an app, good for three minutes unless something else is said.
    func assertion(
        app: String = "server",
        user: String = administrator,
        audience: String = "https://login.salesforce.com",
        seconds: TimeInterval = 180
    ) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(rsa: try Insecure.RSA.PrivateKey(pem: TestKeys.privateKey), digestAlgorithm: .sha256)
        let expires = String(Int(clock.now.addingTimeInterval(seconds).timeIntervalSince1970))
        return try await keys.sign(Claims(iss: app, sub: user, aud: audience, exp: expires))
    }

    /// Makes a user of the name who may not log in.
    static func createInactiveUser(_ username: String, in org: Org) async throws {
        let profile = try await org.query("SELECT Id FROM Profile LIMIT 1").first?["Id"]
        try await org.create(
            "User",
            [
                "Username": .string(username), "LastName": "Gone", "Email": "gone@sandbox.test", "Alias": "gone",
                "CommunityNickname": "gone", "TimeZoneSidKey": "Asia/Tokyo", "LocaleSidKey": "en_US",
                "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US", "ProfileId": profile ?? nil,
                "IsActive": false,
            ]
        )
    }
}
