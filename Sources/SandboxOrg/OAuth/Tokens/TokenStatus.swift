import FoundationEssentials
import JSON

/// What can be done with a token but use it: `/services/oauth2/introspect` and `/services/oauth2/revoke`.
struct TokenStatus: Sendable {
    let logIn: LogIn
    let apps: AppRegistry
    let sessions: SessionRegistry

    /// Tells an app about a token; of a token that is no good, or another app's, nothing but that it is not active.
    func introspect(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> JSONObject {
        let app = try apps.authenticate(form, headers: request.headers)
        guard let token = form["token"] else { throw .missing("token") }
        let inactive: JSONObject = ["active": false]
        let session = sessions.session(token: token, isUsed: false)
        guard let grant = session?.grant ?? sessions.refreshGrant(token),
            grant.clientId == app.clientId || app.introspectsAllTokens,
            let user = try? await logIn.activeUser(grant.userId)
        else { return inactive }
        var members: JSONObject = [
            "active": true,
            "scope": .string((grant.scopes ?? ["full"]).joined(separator: " ")),
            "client_id": .string(grant.clientId),
            "username": .string(user.username),
            "sub": .string(logIn.identity(of: user.id, origin: request.origin)),
            "token_type": .string(session == nil ? "refresh_token" : "access_token"),
        ]
        if let session {
            let began = Int(session.began.timeIntervalSince1970)
            let ends = Int(session.lastUsed.addingTimeInterval(sessions.sessionLength).timeIntervalSince1970)
            members["exp"] = .number(JSONNumber(ends))
            members["iat"] = .number(JSONNumber(began))
            members["nbf"] = .number(JSONNumber(began))
        }
        return members
    }

    /// Ends a token; a refresh token takes its access tokens along.
    func revoke(_ token: String?) throws(OAuthError) {
        guard let token, !token.isEmpty else { throw .missing("token") }
        guard !sessions.revoke(token) else { return }
        throw token.contains("!") || token.hasPrefix("5Aep") ? .invalidToken : .unsupportedTokenType
    }
}
