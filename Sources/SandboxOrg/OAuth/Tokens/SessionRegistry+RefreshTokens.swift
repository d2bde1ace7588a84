import Synchronization

extension SessionRegistry {
    /// An access token with the refresh token it goes with.
    struct TokenPair: Sendable {
        var accessToken: String
        /// Nil where the one in use stays good.
        var refreshToken: String?
        var grant: Session.Grant
        var family: Int
    }

    /// Begins a session that can be refreshed.
    func beginRefreshable(_ grant: Session.Grant) -> TokenPair {
        state.withLock { state in
            state.familyCount += 1
            return pair(grant, family: state.familyCount, in: &state)
        }
    }

    /// Begins a session in place of one whose refresh token this is.
    ///
    /// With rotation the token has done its duty then. Should it come a second time, two have it and one of them stole
    /// it: everything that came of the consent ends.
    func refresh(_ refreshToken: String, by app: ConnectedApp) throws(OAuthError) -> TokenPair {
        let digest = Self.digest(refreshToken)
        let pair = state.withLock { state -> TokenPair? in
            guard let known = state.refreshTokens[digest], known.grant.clientId == app.clientId else { return nil }
            guard !known.isReplaced else {
                end(family: known.family, in: &state)
                return nil
            }
            var grant = known.grant
            grant.secret = app.secret ?? grant.secret
            guard rotatesRefreshTokens else {
                let token = begin(grant, family: known.family, in: &state)
                return TokenPair(accessToken: token, grant: grant, family: known.family)
            }
            state.refreshTokens[digest]?.isReplaced = true
            return self.pair(grant, family: known.family, in: &state)
        }
        guard let pair else { throw .expiredToken }
        return pair
    }

    /// The grant of a refresh token that is good; nil when it is not.
    func refreshGrant(_ refreshToken: String) -> Session.Grant? {
        let digest = Self.digest(refreshToken)
        return state.withLock { state in
            state.refreshTokens[digest].flatMap { $0.isReplaced ? nil : $0.grant }
        }
    }

    /// Ends an access token, or a refresh token with every access token it made; answers whether there was one.
    func revoke(_ token: String) -> Bool {
        let digest = Self.digest(token)
        return state.withLock { state in
            if let refreshToken = state.refreshTokens[digest] {
                end(family: refreshToken.family, in: &state)
                return true
            }
            return state.sessions.removeValue(forKey: digest) != nil
        }
    }

    func end(family: Int) {
        state.withLock { end(family: family, in: &$0) }
    }

    private func end(family: Int, in state: inout State) {
        state.sessions = state.sessions.filter { $0.value.family != family }
        state.refreshTokens = state.refreshTokens.filter { $0.value.family != family }
    }

    private func pair(_ grant: Session.Grant, family: Int, in state: inout State) -> TokenPair {
        let refreshToken = "5Aep861\(String.random(length: 80))"
        state.refreshTokens[Self.digest(refreshToken)] = RefreshToken(grant: grant, family: family)
        return TokenPair(
            accessToken: begin(grant, family: family, in: &state),
            refreshToken: refreshToken,
            grant: grant,
            family: family
        )
    }
}
