/// Asks orgs for tokens, the way the settings of a connection say.
struct SignIn: Sendable {
    let vault: Vault
    let oauth: OAuthClient

    /// Redeems the code somebody came back with.
    func redeem(
        _ code: String,
        of connection: SavedConnection,
        begunWith authorization: PendingAuthorization
    ) async throws(OAuthFailure) -> TokenGrant {
        try await oauth.redeem(
            code: code,
            verifier: open(authorization.verifier, for: authorization.owner),
            redirect: authorization.redirect,
            for: app(of: connection)
        )
    }

    /// Asks for a token that needs nobody at a browser.
    func ask(for connection: SavedConnection) async throws(OAuthFailure) -> TokenGrant {
        let app = try app(of: connection)
        switch connection.settings.grant {
        case .authorizationCode:
            throw .refused(code: "no_refresh_token", description: "the org granted no refresh token")
        case .clientCredentials: return try await oauth.acceptCredentials(of: app)
        case .jwtBearer(let username):
            guard let sealed = connection.privateKey else { throw .locked(.damaged) }
            let key = try open(sealed, for: ConnectionSecret.privateKey.owner(connection.id))
            return try await oauth.assert(username, privateKey: key, for: app)
        }
    }

    /// Asks for an access token in place of one there is.
    func renew(_ connection: SavedConnection, showing tokens: SavedTokens) async throws(OAuthFailure) -> TokenGrant {
        guard let sealed = tokens.refreshToken else { return try await ask(for: connection) }
        let token = try open(sealed, for: ConnectionSecret.refreshToken.owner(connection.id))
        return try await oauth.refresh(token, for: app(of: connection))
    }

    /// Ends tokens at the org. An access token ends with its refresh token.
    func revoke(_ tokens: SavedTokens, of connection: SavedConnection) async throws(OAuthFailure) {
        let host = connection.settings.logInHost
        if let sealed = tokens.refreshToken {
            try await oauth.revoke(open(sealed, for: ConnectionSecret.refreshToken.owner(connection.id)), at: host)
        } else {
            let token = try open(tokens.accessToken, for: ConnectionSecret.accessToken.owner(connection.id))
            try await oauth.revoke(token, at: host)
        }
    }

    /// Ends tokens at the org that were granted a moment ago.
    func revoke(_ grant: TokenGrant, of connection: SavedConnection) async throws(OAuthFailure) {
        try await oauth.revoke(grant.refreshToken ?? grant.accessToken, at: connection.settings.logInHost)
    }

    func app(of connection: SavedConnection) throws(OAuthFailure) -> OAuthApp {
        let settings = connection.settings
        var app = OAuthApp(host: settings.logInHost, clientID: settings.clientID, scopes: settings.scopes)
        if let sealed = connection.clientSecret {
            app.clientSecret = try open(sealed, for: ConnectionSecret.clientSecret.owner(connection.id))
        }
        return app
    }

    private func open(_ sealed: SealedSecret, for owner: String) throws(OAuthFailure) -> Secret {
        do throws(VaultError) {
            return try vault.open(sealed, for: owner)
        } catch {
            throw .locked(error)
        }
    }
}

extension PendingAuthorization {
    /// The owner the vault seals the verifier for.
    var owner: String { Self.owner(stateDigest: stateDigest) }

    static func owner(stateDigest: String) -> String { "authorization/\(stateDigest)/verifier" }
}
