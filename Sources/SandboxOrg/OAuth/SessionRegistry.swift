import FoundationEssentials
import Synchronization

/// The access tokens that are good for something.
final class SessionRegistry: Sendable {
    /// How long a token may lie unused: two hours, Salesforce's default.
    static let lifetime: TimeInterval = 7200

    private let organizationId: String
    private let clock: @Sendable () -> Date
    private let sessions = Mutex<[String: Session]>([:])

    init(organizationId: String, clock: @escaping @Sendable () -> Date) {
        self.organizationId = organizationId
        self.clock = clock
    }

    /// Begins a session; answers its access token.
    func begin(userId: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._")
        var generator = SystemRandomNumberGenerator()
        let secret = String((0..<96).map { _ in alphabet[Int(generator.next(upperBound: UInt64(alphabet.count)))] })
        let token = "\(organizationId.prefix(15))!AQ\(secret)"
        let now = clock()
        sessions.withLock { $0[token] = Session(userId: userId, lastUsed: now) }
        return token
    }

    /// The session of an `Authorization` header, whose lifetime begins anew.
    func session(authorization: String?) throws(SalesforceError) -> Session {
        guard let authorization else { throw .invalidSession }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "oauth"].contains(parts[0].lowercased()) else {
            throw SalesforceError(status: 401, code: "INVALID_AUTH_HEADER", message: "INVALID_HEADER_TYPE")
        }
        let token = parts[1].trimmed
        let now = clock()
        let session = sessions.withLock { sessions -> Session? in
            guard let session = sessions[token] else { return nil }
            guard now.timeIntervalSince(session.lastUsed) < Self.lifetime else {
                sessions[token] = nil
                return nil
            }
            sessions[token]?.lastUsed = now
            return session
        }
        guard let session else { throw .invalidSession }
        return session
    }
}
