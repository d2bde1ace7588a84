import Crypto
import FoundationEssentials
import Synchronization

/// The tokens that are good for something: access tokens, and the refresh tokens that make new ones.
///
/// Tokens are kept as digests, so looking one up says nothing about how much of a guess was right.
final class SessionRegistry: Sendable {
    typealias Digest = SHA256Digest

    struct State {
        var sessions: [Digest: Session] = [:]
        var refreshTokens: [Digest: RefreshToken] = [:]
        var familyCount = 0
        /// How many sessions are kept before the expired ones are looked for.
        var crowd = 1000
    }

    let sessionLength: TimeInterval
    let rotatesRefreshTokens: Bool
    let clock: @Sendable () -> Date
    private let organizationId: String
    let state = Mutex(State())

    init(organizationId: String, configuration: OAuthConfiguration, clock: @escaping @Sendable () -> Date) {
        self.organizationId = organizationId
        self.sessionLength = configuration.sessionLength
        self.rotatesRefreshTokens = configuration.rotatesRefreshTokens
        self.clock = clock
    }

    /// Begins a session; answers its access token.
    func begin(_ grant: Session.Grant) -> String {
        state.withLock { begin(grant, family: nil, in: &$0) }
    }

    /// Begins a session that no app asked for.
    func begin(userId: String) -> String {
        begin(Session.Grant(clientId: "", userId: userId, scopes: nil))
    }

    func begin(_ grant: Session.Grant, family: Int?, in state: inout State) -> String {
        let token = "\(organizationId.prefix(15))!AQ\(String.random(length: 94))"
        let now = clock()
        if state.sessions.count >= state.crowd {
            state.sessions = state.sessions.filter { now.timeIntervalSince($0.value.lastUsed) < sessionLength }
            state.crowd = max(1000, state.sessions.count * 2)
        }
        state.sessions[Self.digest(token)] = Session(grant: grant, family: family, began: now, lastUsed: now)
        return token
    }

    /// The session of an `Authorization` header, whose lifetime begins anew.
    func session(authorization: String?) throws(SalesforceError) -> Session {
        guard let authorization else { throw .invalidSession }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "oauth"].contains(parts[0].lowercased()) else {
            throw SalesforceError(status: 401, code: "INVALID_AUTH_HEADER", message: "INVALID_HEADER_TYPE")
        }
        guard let session = session(token: parts[1].trimmed, isUsed: true) else { throw .invalidSession }
        guard session.reachesAPI else {
            throw SalesforceError(
                status: 401,
                code: "INVALID_SESSION_ID",
                message: "This session is not valid for use with the REST API"
            )
        }
        return session
    }

    /// The session of an access token, whose lifetime begins anew when it is used; nil when there is none.
    func session(token: String, isUsed: Bool) -> Session? {
        let digest = Self.digest(token)
        let now = clock()
        return state.withLock { state in
            guard let session = state.sessions[digest] else { return nil }
            guard now.timeIntervalSince(session.lastUsed) < sessionLength else {
                state.sessions[digest] = nil
                return nil
            }
            if isUsed { state.sessions[digest]?.lastUsed = now }
            return session
        }
    }

    static func digest(_ token: String) -> Digest { SHA256.hash(data: Data(token.utf8)) }
}
