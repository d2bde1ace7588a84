import FoundationEssentials

/// Why tokens were not renewed.
enum RenewalFailure: Error {
    /// It is worth trying again.
    case later(CRMError)
    /// Only a person can sign in again.
    case needsPerson(reason: String)
    /// Somebody signed out.
    case signedOut
}

/// Renews the tokens of a connection once, whatever other processes do at the same time and wherever one of them dies.
///
/// Before a refresh token leaves, it is on record that it will; before a new one is used, it is on record. An org that
/// rotates its tokens takes one once, and whoever shows it a second time loses the connection. So a token that may have
/// been taken is never sent again, unless the org is known to leave it good.
struct TokenRenewal: Sendable {
    struct Timing: Sendable {
        /// How long another process may take before it is taken for dead, by the clock of the one who waits: somewhat
        /// longer than it waits for the org (``OAuthClient/patience``). One that was only slow puts things right itself.
        var lease = Duration.seconds(12)
        /// How often to look what became of it.
        var watch = Duration.milliseconds(100)
        /// How long to wait before the database is tried again.
        var storePause = Duration.milliseconds(250)
    }

    let store: any ConnectionStore
    let vault: Vault
    let signIn: SignIn
    let clock: @Sendable () -> Date
    var timing = Timing()

    /// What came of a renewal.
    struct Renewed: Sendable {
        var tokens: SavedTokens
        /// Whether it was somebody else who renewed them.
        var isOthers = false
    }

    /// Renews the tokens of a generation, or finds that somebody else has.
    func run(_ id: SavedConnection.ID, generation: Int) async throws(RenewalFailure) -> Renewed {
        let connection = try await orLater { () async throws(StoreError) in try await store.connection(id) }
        guard let connection else { throw .signedOut }
        let lease = RandomText.identifier("lease")
        var dead: String?
        var watched: (lease: String, since: ContinuousClock.Instant)?
        while true {
            let claim = try await orLater { () async throws(StoreError) in
                try await store.claimRenewal(
                    of: connection.id,
                    generation: generation,
                    lease: lease,
                    inPlaceOf: dead,
                    at: clock()
                )
            }
            switch claim {
            case .granted(let tokens): return try await renew(tokens, of: connection, lease: lease)
            case .renewed(let tokens): return Renewed(tokens: tokens, isOthers: true)
            case .lost: throw .needsPerson(reason: Self.lostReason)
            case .gone: throw .signedOut
            case .held(let other):
                let since = watched?.lease == other ? watched?.since ?? .now : .now
                watched = (other, since)
                guard isDead(since: since) else {
                    try? await Task.sleep(for: timing.watch, clock: .continuous)
                    continue
                }
                if try await mayBeUsedUp(connection) {
                    try await end(generation, of: connection.id, lease: other, reason: Self.lostReason)
                }
                dead = other
            }
        }
    }

    private static let lostReason =
        "A renewal of the access was broken off, and the org takes a refresh token only once. Sign in again."

    /// Whether the holder of a lease that has stood unchanged for so long is gone. Where no other process works on the
    /// connections, it went with the process that was here before.
    private func isDead(since start: ContinuousClock.Instant) -> Bool {
        !store.isShared || start.duration(to: .now) >= timing.lease
    }

    /// Whether the refresh token is worth nothing any more if the org got it.
    private func mayBeUsedUp(_ connection: SavedConnection) async throws(RenewalFailure) -> Bool {
        guard connection.settings.grant.needsPerson else { return false }
        // Another process may have learnt more since.
        let now = try await orLater { () async throws(StoreError) in try await store.connection(connection.id) }
        guard let now else { throw .signedOut }
        return now.state.rotation != .stays
    }

    // MARK: The one who renews

    private func renew(
        _ tokens: SavedTokens,
        of connection: SavedConnection,
        lease: String
    ) async throws(RenewalFailure) -> Renewed {
        let grant: TokenGrant
        do throws(OAuthFailure) {
            grant = try await signIn.renew(connection, showing: tokens)
            if let org = connection.state.org, !grant.isFor(org) {
                throw .untrusted("it is for another user or another org.")
            }
        } catch {
            throw try await settle(error, tokens, of: connection, lease: lease)
        }
        return try await save(grant, in: tokens, of: connection)
    }

    /// Puts on record what a failure means for the refresh token.
    private func settle(
        _ failure: OAuthFailure,
        _ tokens: SavedTokens,
        of connection: SavedConnection,
        lease: String
    ) async throws(RenewalFailure) -> RenewalFailure {
        let isWorthless =
            switch failure {
            case .notSent, .notNow, .locked: false
            case .refused, .untrusted: true
            case .unclear: try await mayBeUsedUp(connection)
            }
        if isWorthless {
            let reason = failure.explanation
            try await end(tokens.generation, of: connection.id, lease: lease, reason: reason)
            return .needsPerson(reason: reason)
        }
        try await insist { () async throws(StoreError) in
            try await store.giveBackRenewal(of: connection.id, generation: tokens.generation, lease: lease)
        }
        return .later(failure.error)
    }

    /// Ends a lease for good.
    private func end(
        _ generation: Int,
        of id: SavedConnection.ID,
        lease: String,
        reason: String
    ) async throws(RenewalFailure) {
        try await insist { () async throws(StoreError) in
            try await store.failRenewal(of: id, generation: generation, lease: lease, reason: reason)
        }
    }

    /// Saves what the org granted, which exists nowhere else yet: it is worth nothing before that.
    private func save(
        _ grant: TokenGrant,
        in tokens: SavedTokens,
        of connection: SavedConnection
    ) async throws(RenewalFailure) -> Renewed {
        var renewed = tokens
        var rotation = connection.state.rotation
        do throws(VaultError) {
            let owner = ConnectionSecret.accessToken.owner(connection.id)
            renewed.accessToken = try vault.seal(grant.accessToken, for: owner)
            if let token = grant.refreshToken {
                let owner = ConnectionSecret.refreshToken.owner(connection.id)
                // An org may also answer with the token it was shown.
                let isSame = try tokens.refreshToken.map { sealed throws(VaultError) in
                    try vault.open(sealed, for: owner) == token
                }
                rotation = isSame == true ? .stays : .rotates
                renewed.refreshToken = try vault.seal(token, for: owner)
            } else if tokens.refreshToken != nil {
                rotation = .stays
            }
        } catch {
            throw .later(OAuthFailure.locked(error).error)
        }
        renewed.obtainedAt = clock()
        let (saved, isMoved) = (renewed, grant.instance != connection.state.org?.instance)
        let kept = try await insist { () async throws(StoreError) in
            try await store.finishRenewal(
                of: connection.id,
                generation: tokens.generation,
                tokens: saved,
                rotation: rotation,
                instance: isMoved ? grant.instance : nil
            )
        }
        if let kept { return Renewed(tokens: kept) }
        // Somebody has signed in again meanwhile, or out.
        let others = try await orLater { () async throws(StoreError) in try await store.tokens(of: connection.id) }
        guard let others else {
            // Nobody wants what the org granted: it had better not be good for anything.
            try? await signIn.revoke(grant, of: connection)
            throw .signedOut
        }
        return Renewed(tokens: others, isOthers: true)
    }

    // MARK: The database

    private func orLater<Result>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(RenewalFailure) -> Result {
        do throws(StoreError) {
            return try await body()
        } catch {
            throw .later(CRMError(.unavailable, detail: "The database can't be used: \(error)"))
        }
    }

    /// Does something as often as it takes for the database to be back.
    @discardableResult
    private func insist<Result>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(RenewalFailure) -> Result {
        while true {
            do throws(StoreError) {
                return try await body()
            } catch .unavailable {
                try? await Task.sleep(for: timing.storePause, clock: .continuous)
            } catch {
                throw .later(CRMError(.unavailable, detail: "The database can't be used: \(error)"))
            }
        }
    }
}
