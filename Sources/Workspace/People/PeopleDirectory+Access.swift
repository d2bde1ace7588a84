package import Foundation
package import Platforms

/// How people and their programs stay in: with a session, or with a token.
extension PeopleDirectory {
    /// How often the use of a session is noted, in seconds.
    private static let useInterval: TimeInterval = 60

    /// The sessions that are not over, the newest first: an owner sees everybody's, others their own.
    package func sessions(for principal: Principal) async throws(PeopleError) -> [Session] {
        try await kept { () async throws(StoreError) in
            try await store.sessions(of: principal.reach, at: clock())
        }
    }

    /// Ends one of the sessions somebody may see; whoever is in it has to log in again.
    package func endSession(_ id: Session.ID, by principal: Principal) async throws(PeopleError) {
        let isEnded = try await kept { () async throws(StoreError) in
            try await store.removeSession(id, of: principal.reach)
        }
        guard isEnded else { throw .unknownSession }
    }

    /// Ends all sessions of a person.
    package func endSessions(of id: Person.ID) async throws(PeopleError) {
        try await kept { () async throws(StoreError) in try await store.removeSessions(of: id, but: nil) }
    }

    /// Ends the session of a token.
    package func logOut(_ token: Secret) async throws(PeopleError) {
        try await kept { () async throws(StoreError) in
            try await store.removeSession(digest: Tokens.digest(of: token))
        }
    }

    // MARK: Proving

    /// Who a session's or an admin's token belongs to; nil for a token that is worth nothing.
    ///
    /// - Parameter address: The network address it comes from; nil where that is not known.
    package func principal(token: Secret, from address: String? = nil) async throws(PeopleError) -> Principal? {
        let digest = Tokens.digest(of: token)
        let now = clock()
        switch Tokens.kind(of: token.text) {
        case .session:
            let found = try await kept { () async throws(StoreError) in
                try await store.session(digest: digest, at: now)
            }
            guard let (session, person) = found else { return nil }
            if now.timeIntervalSince(session.usedAt) >= Self.useInterval {
                // That it can't be noted just now is no reason to keep anybody out.
                try? await store.noteUse(of: session.id, at: now, from: address)
            }
            return Principal(person: person, role: person.role, proof: .session(id: session.id))
        case .admin:
            let found = try await kept { () async throws(StoreError) in
                try await store.adminToken(digest: digest, at: now)
            }
            return found.map {
                Principal(
                    person: $0.person,
                    role: min($0.token.role, $0.person.role),
                    proof: .adminToken(id: $0.token.id)
                )
            }
        case .agent, .setUp, nil: return nil
        }
    }

    // MARK: Tokens for programs

    /// All tokens that are good, the oldest first.
    package func adminTokens() async throws(PeopleError) -> [AdminToken] {
        try await kept { () async throws(StoreError) in try await store.adminTokens(at: clock()) }
    }

    /// Makes a token in a person's place, which may never do more than they may. It is never shown again.
    package func issueAdminToken(
        named name: String,
        role: Role,
        by person: Person,
        expiresAt: Date? = nil
    ) async throws(PeopleError) -> (token: AdminToken, secret: Secret) {
        guard name.isNameOfPeople else {
            throw .invalid([WorkspaceProblem(member: "name", "Give a name of 1 to 80 characters on one line.")])
        }
        let secret = Tokens.new(.admin)
        let token = AdminToken(
            id: RandomText.identifier("tok"),
            name: name,
            role: min(role, person.role),
            personID: person.id,
            createdAt: clock(),
            expiresAt: expiresAt
        )
        try await kept { () async throws(StoreError) in
            try await store.insert(token, digest: Tokens.digest(of: secret))
        }
        return (token, secret)
    }

    package func revokeAdminToken(_ id: AdminToken.ID) async throws(PeopleError) {
        guard try await kept({ () async throws(StoreError) in try await store.removeAdminToken(id) }) else {
            throw .unknownToken
        }
    }
}

extension Principal {
    /// Whose sessions they may see and end; nil for everybody's.
    fileprivate var reach: Person.ID? { role == .owner ? nil : person.id }
}
