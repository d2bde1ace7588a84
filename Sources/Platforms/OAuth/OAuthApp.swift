/// Who Switchboard is to an org: the app it is known as, and what proves it.
struct OAuthApp: Sendable {
    var host: LogInHost
    var clientID: String
    var clientSecret: Secret?
    var scopes: [String]

    /// Where a browser is sent, for its user to sign in and to allow it.
    func authorizationURL(redirect: String, state: String, challenge: String) -> String {
        let query: Form = [
            "response_type": "code", "client_id": clientID, "redirect_uri": redirect,
            "scope": scopes.joined(separator: " "), "state": state, "code_challenge": challenge,
            "code_challenge_method": "S256",
        ]
        return "\(host.address)/services/oauth2/authorize?\(query.text)"
    }
}
