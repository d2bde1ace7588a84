import Crypto
import FoundationEssentials
import Logging

extension Connections {
    /// A connection that waits for somebody to sign in.
    package struct Beginning: Sendable {
        package var connection: SavedConnection
        /// Where to send the browser of whoever signs in.
        package var authorizationURL: String
    }

    /// Makes a connection somebody has to sign in to with a browser.
    ///
    /// - Parameters:
    ///   - redirect: Where the org sends the browser back to; the connected app must know it.
    ///   - session: The session it is begun in, which alone can then finish it; nil where whoever was given the address
    ///     to sign in at can.
    package func begin(
        _ settings: ConnectionSettings,
        credentials: ConnectionCredentials,
        redirect: String,
        in session: String? = nil
    ) async throws(ConnectionError) -> Beginning {
        guard settings.grant.needsPerson else {
            throw .invalid([.init(member: "grant", message: "This grant needs nobody at a browser: connect at once.")])
        }
        try checkRedirect(redirect)
        let saved = try newConnection(settings, credentials)
        // First what cannot be taken back: the name.
        try await orError { () async throws(StoreError) in try await store.insert(saved) }
        return try await reconnect(saved.id, redirect: redirect, in: session)
    }

    /// Sends somebody to sign in to a connection there is, for the first time or again.
    ///
    /// - Parameter session: The session it is begun in, which alone can then finish it; nil for whoever can.
    package func reconnect(
        _ id: SavedConnection.ID,
        redirect: String,
        in session: String? = nil
    ) async throws(ConnectionError) -> Beginning {
        try checkRedirect(redirect)
        let saved = try await freshLink(id).saved
        guard saved.settings.grant.needsPerson else {
            throw .invalid([.init(member: "grant", message: "This grant needs nobody at a browser: connect at once.")])
        }
        let proof = ProofKey()
        let state = RandomText.hexadecimal(bytes: 32)
        let digest = Self.digest(state, session)
        let pending = PendingAuthorization(
            stateDigest: digest,
            connectionID: id,
            verifier: try orLocked { () throws(VaultError) in
                try vault.seal(proof.verifier, for: PendingAuthorization.owner(stateDigest: digest))
            },
            redirect: redirect,
            expiresAt: now.addingTimeInterval(options.authorizationLifetime)
        )
        try await orError { () async throws(StoreError) in try await store.keep(pending) }
        let app = try await orRefused { () async throws(OAuthFailure) in try signIn.app(of: saved) }
        let url = app.authorizationURL(redirect: redirect, state: state, challenge: proof.challenge)
        return Beginning(connection: saved, authorizationURL: url)
    }

    /// Finishes a sign-in with what the org sent the browser back with, in the session it was begun in.
    package func finish(
        state: String,
        code: String,
        in session: String? = nil
    ) async throws(ConnectionError) -> SavedConnection {
        let pending = try await take(state, session)
        let saved = try await freshLink(pending.connectionID).saved
        guard !code.isEmpty, code.utf8.count <= 4096 else { throw .refused("The org sent no code.") }
        let grant = try await orRefused { () async throws(OAuthFailure) in
            try await signIn.redeem(code, of: saved, begunWith: pending)
        }
        guard grant.refreshToken != nil else {
            throw .refused(
                "The org granted no refresh token, so the connection would end within hours. Let the connected app "
                    + "have the scope 'refresh_token'."
            )
        }
        return try await establish(saved, with: grant)
    }

    /// Ends a sign-in that the org or the person refused, with the error the org sent the browser back with.
    package func abandon(
        state: String,
        error: String,
        description: String?,
        in session: String? = nil
    ) async throws(ConnectionError) -> ConnectionError {
        _ = try await take(state, session)
        let failure = OAuthFailure.refused(
            code: SpokenText.cleaned(error, limit: 80),
            description: SpokenText.cleaned(description ?? "", limit: 200)
        )
        return .refused(failure.explanation)
    }

    /// Makes a connection that needs nobody at a browser, and signs in.
    ///
    /// Nothing is kept when the org refuses.
    package func connect(
        _ settings: ConnectionSettings,
        credentials: ConnectionCredentials
    ) async throws(ConnectionError) -> SavedConnection {
        guard !settings.grant.needsPerson else {
            throw .invalid([.init(member: "grant", message: "Somebody has to sign in with a browser for this grant.")])
        }
        let saved = try newConnection(settings, credentials)
        let grant = try await orRefused { () async throws(OAuthFailure) in try await signIn.ask(for: saved) }
        try await orError { () async throws(StoreError) in try await store.insert(saved) }
        do throws(ConnectionError) {
            return try await establish(saved, with: grant)
        } catch {
            _ = try? await store.remove(saved.id)
            drop(saved.id)
            throw error
        }
    }

    /// Signs in again to a connection that needs nobody at a browser.
    package func connect(_ id: SavedConnection.ID) async throws(ConnectionError) -> SavedConnection {
        let saved = try await freshLink(id).saved
        guard !saved.settings.grant.needsPerson else {
            throw .invalid([.init(member: "grant", message: "Somebody has to sign in with a browser for this grant.")])
        }
        let grant = try await orRefused { () async throws(OAuthFailure) in try await signIn.ask(for: saved) }
        return try await establish(saved, with: grant)
    }

    // MARK: -

    private func take(_ state: String, _ session: String?) async throws(ConnectionError) -> PendingAuthorization {
        let pending = try await orError { () async throws(StoreError) in
            try await store.take(stateDigest: Self.digest(state, session), at: now)
        }
        guard let pending else { throw .unknownState }
        return pending
    }

    /// Saves what the org granted, once it is clear what it leads to.
    private func establish(
        _ saved: SavedConnection,
        with grant: TokenGrant
    ) async throws(ConnectionError) -> SavedConnection {
        if let org = saved.state.org, org.organizationID.prefix(15) != grant.organizationID.prefix(15) {
            throw .otherOrg(
                "'\(saved.settings.name)' leads to another org than the one that was signed in to. Make a new "
                    + "connection for that one, or disconnect this one first."
            )
        }
        let app = try await orRefused { () async throws(OAuthFailure) in try signIn.app(of: saved) }
        async let lifetime = oauth.lifetime(of: grant.accessToken, for: app)
        async let versions = try? oauth.versions(of: grant.instance)
        let identity = try await identity(of: grant)
        let offered = await versions ?? []
        guard offered.isEmpty || offered.contains(saved.settings.apiVersion) else {
            throw .refused(
                "The org does not offer version \(saved.settings.apiVersion) of the API; its newest is "
                    + "\(offered.last ?? "unknown")."
            )
        }
        let org = ConnectedOrg(
            instance: grant.instance,
            organizationID: grant.organizationID,
            userID: grant.userID,
            username: identity?.username ?? "",
            userName: identity?.name ?? "",
            connectedAt: now,
            newestVersion: offered.last
        )
        let tokens = try sealed(grant, for: saved.id, lifetime: await lifetime)
        let kept = try await orError { () async throws(StoreError) in
            try await store.signIn(tokens, state: ConnectionState(.connected, org: org), of: saved.id)
        }
        let link = try await freshLink(saved.id)
        do throws(VaultError) {
            try await link.keeper.adopt(kept)
        } catch {
            throw .vault(error)
        }
        logger.info("Somebody has signed in to an org.", metadata: ["connection": "\(saved.settings.name)"])
        await options.observer(ConnectionEvent(.connected, of: saved.id))
        return link.saved
    }

    /// Who it is. An org may keep that to itself; it must not tell of another.
    private func identity(of grant: TokenGrant) async throws(ConnectionError) -> Identity? {
        do throws(OAuthFailure) {
            return try await oauth.identity(of: grant)
        } catch .untrusted(let detail) {
            throw .refused(OAuthFailure.untrusted(detail).explanation)
        } catch {
            logger.notice("An org does not say who signed in.", metadata: ["reason": "\(error.explanation)"])
            return nil
        }
    }

    private func sealed(
        _ grant: TokenGrant,
        for id: SavedConnection.ID,
        lifetime: Int?
    ) throws(ConnectionError) -> SavedTokens {
        try orLocked { () throws(VaultError) in
            SavedTokens(
                // Higher than any the connection has had, also before it was disconnected.
                generation: Int(now.timeIntervalSince1970 * 1000),
                accessToken: try vault.seal(grant.accessToken, for: ConnectionSecret.accessToken.owner(id)),
                refreshToken: try grant.refreshToken.map { token throws(VaultError) in
                    try vault.seal(token, for: ConnectionSecret.refreshToken.owner(id))
                },
                obtainedAt: now,
                lifetime: lifetime
            )
        }
    }

    func newConnection(
        _ settings: ConnectionSettings,
        _ credentials: ConnectionCredentials
    ) throws(ConnectionError) -> SavedConnection {
        let problems = settings.problems(with: credentials)
        guard problems.isEmpty else { throw .invalid(problems) }
        let time = now
        var saved = SavedConnection(
            id: RandomText.identifier("con"),
            settings: settings,
            createdAt: time,
            changedAt: time
        )
        try seal(credentials, into: &saved)
        return saved
    }

    /// Seals what was entered; what was not stays as it is.
    func seal(_ credentials: ConnectionCredentials, into saved: inout SavedConnection) throws(ConnectionError) {
        if let secret = credentials.clientSecret {
            saved.clientSecret = try orLocked { () throws(VaultError) in
                try vault.seal(secret, for: ConnectionSecret.clientSecret.owner(saved.id))
            }
        }
        if let key = credentials.privateKey {
            saved.privateKey = try orLocked { () throws(VaultError) in
                try vault.seal(key, for: ConnectionSecret.privateKey.owner(saved.id))
            }
        }
    }

    private func checkRedirect(_ text: String) throws(ConnectionError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.fragment == nil,
            scheme == "https" || (scheme == "http" && (InstanceURL.isLocal(host) || options.allowsPlainHTTP))
        else {
            throw .invalid([
                .init(
                    member: "redirect_uri",
                    message: "The address to come back to must be HTTPS, or on this machine."
                )
            ])
        }
    }

    /// What a pending sign-in is kept under: in another session, the state is nobody's.
    private static func digest(_ state: String, _ session: String?) -> String {
        SHA256.hash(data: Array((session.map { "\(state) in \($0)" } ?? state).utf8)).hexadecimalText
    }

    // MARK: Errors

    func orRefused<Result>(
        _ body: () async throws(OAuthFailure) -> Result
    ) async throws(ConnectionError) -> Result {
        do throws(OAuthFailure) {
            return try await body()
        } catch {
            throw Self.error(error)
        }
    }

    private static func error(_ failure: OAuthFailure) -> ConnectionError {
        switch failure {
        case .notSent, .notNow, .unclear: .unreachable(failure.explanation)
        case .refused, .untrusted: .refused(failure.explanation)
        case .locked(let error): .vault(error)
        }
    }

    func orLocked<Result>(_ body: () throws(VaultError) -> Result) throws(ConnectionError) -> Result {
        do throws(VaultError) {
            return try body()
        } catch {
            throw .vault(error)
        }
    }
}
