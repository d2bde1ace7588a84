/// What people set about a connection. No secret is among it.
package struct ConnectionSettings: Hashable, Sendable {
    /// How Switchboard proves that it may act in the org.
    package enum Grant: Hashable, Sendable {
        /// A person signs in with a browser and allows it: OAuth's web-server flow.
        case authorizationCode
        /// The app itself, as the user the org chose for it.
        case clientCredentials
        /// An assertion signed with a private key, for a user of the org.
        case jwtBearer(username: String)

        /// `authorization_code`, `client_credentials` or `jwt_bearer`.
        package var name: String {
            switch self {
            case .authorizationCode: "authorization_code"
            case .clientCredentials: "client_credentials"
            case .jwtBearer: "jwt_bearer"
            }
        }

        package var username: String? {
            if case .jwtBearer(let username) = self { username } else { nil }
        }

        /// Reads a name; nil when there is no such grant. An assertion needs a user.
        package init?(name: String, username: String?) {
            switch name {
            case "authorization_code": self = .authorizationCode
            case "client_credentials": self = .clientCredentials
            case "jwt_bearer":
                guard let username else { return nil }
                self = .jwtBearer(username: username)
            default: return nil
            }
        }

        /// Whether a person must sign in with a browser.
        package var needsPerson: Bool { self == .authorizationCode }
    }

    package static let defaultScopes = ["api", "refresh_token"]

    /// What people call it; unique in the workspace, whatever its case.
    package var name: String
    package var platform = "salesforce"
    package var logInHost: LogInHost
    package var grant: Grant
    /// The consumer key of the app the org knows Switchboard as.
    package var clientID: String
    /// The version of the API that actions are written for: `59.0`.
    package var apiVersion = "59.0"
    package var scopes = ConnectionSettings.defaultScopes
    /// How many percent of the org's daily API requests are left to people: agents stop before they use those up.
    package var reservedPercent = 0

    package init(name: String, logInHost: LogInHost, grant: Grant, clientID: String) {
        self.name = name
        self.logInHost = logInHost
        self.grant = grant
        self.clientID = clientID
    }
}

/// The secrets a connection signs in with, as a person enters them.
package struct ConnectionCredentials: Hashable, Sendable {
    /// The consumer secret; nil for an app without one, which proves itself with PKCE alone.
    package var clientSecret: Secret?
    /// The RSA key that signs assertions, in PEM.
    package var privateKey: Secret?

    package init(clientSecret: Secret? = nil, privateKey: Secret? = nil) {
        self.clientSecret = clientSecret
        self.privateKey = privateKey
    }
}
