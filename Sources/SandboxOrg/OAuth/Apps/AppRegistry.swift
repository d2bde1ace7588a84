import FoundationEssentials
import HTTPTypes

/// The apps an org knows.
struct AppRegistry: Sendable {
    private let apps: [String: ConnectedApp]?

    init(_ apps: [ConnectedApp]?) {
        self.apps = apps.map { Dictionary($0.map { ($0.clientId, $0) }, uniquingKeysWith: { $1 }) }
    }

    /// Whether every app is known, and every secret right.
    var isOpen: Bool { apps == nil }

    func app(_ clientId: String?) throws(OAuthError) -> ConnectedApp {
        guard let clientId, !clientId.isEmpty else { throw .invalidClientId }
        guard let apps else {
            var app = ConnectedApp(clientId: clientId, secret: nil)
            app.introspectsAllTokens = true
            return app
        }
        guard let app = apps[clientId] else { throw .invalidClientId }
        return app
    }

    /// The app that asks, by its credentials in the form or an `Authorization: Basic` header.
    ///
    /// The app's secret is the one it showed where every secret is right.
    func authenticate(_ form: QueryItems, headers: HTTPFields) throws(OAuthError) -> ConnectedApp {
        let basic = Self.basicCredentials(headers[.authorization])
        var app = try app(form["client_id"] ?? basic?.clientId)
        let shown = form["client_secret"] ?? basic?.secret
        if isOpen {
            app.secret = shown
        } else if let secret = app.secret {
            guard let shown, shown.matches(secret: secret) else { throw .invalidClient }
        } else if shown?.isEmpty == false {
            // A public client that sends a secret has one it should not have.
            throw .invalidClient
        }
        return app
    }

    private static func basicCredentials(_ header: String?) -> (clientId: String, secret: String)? {
        guard let parts = header?.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "basic", let data = Data(base64Encoded: parts[1].trimmed)
        else { return nil }
        let credentials = String(decoding: data, as: UTF8.self)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard credentials.count == 2 else { return nil }
        return (PercentEncoding.decoded(credentials[0]), PercentEncoding.decoded(credentials[1]))
    }
}
