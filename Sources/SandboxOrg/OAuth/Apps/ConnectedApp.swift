/// A client that may ask for tokens: Salesforce's connected app or external client app.
package struct ConnectedApp: Sendable {
    package static let knownScopes: Set = [
        "address", "api", "chatter_api", "custom_permissions", "email", "full", "id", "offline_access", "openid",
        "phone", "profile", "refresh_token", "visualforce", "web",
    ]

    /// The consumer key.
    package var clientId: String
    /// The consumer secret; nil for a public client, which proves itself with PKCE instead.
    package var secret: String?
    /// Where browsers may be sent back to, exactly; empty for anywhere.
    package var redirectURIs: [String] = []
    /// What it may be granted. It gets all of them when it asks for nothing in particular.
    package var scopes = ["refresh_token", "api", "id"]
    /// The name of the user client credentials act as; nil refuses that flow.
    package var runAsUsername: String?
    /// The RSA keys JWT assertions are signed with: public keys or certificates, in PEM.
    package var verificationKeys: [String] = []
    /// Whether users need not have consented before an assertion speaks for them.
    package var isPreauthorized = true
    /// The names of the users an administrator let in; nil for everybody.
    package var admittedUsernames: [String]?
    /// Whether it may look at tokens other apps were given.
    package var introspectsAllTokens = false

    package init(clientId: String, secret: String?) {
        self.clientId = clientId
        self.secret = secret
    }
}

extension ConnectedApp {
    /// Whether a user of the name, whatever its case, may use it.
    func admits(_ username: String) -> Bool {
        admittedUsernames?.contains { $0.lowercased() == username.lowercased() } ?? true
    }
}
