package import Foundation
package import Platforms

/// How people come in: by the set-up link, with a password, with a session or with a token.
extension PeopleDirectory {
    /// A person who has just come in, with the token of their session.
    package struct Arrival: Sendable {
        package var person: Person
        package var session: Session
        /// Goes into the cookie, and is never shown again.
        package var token: Secret
    }

    /// Wrong passwords within a quarter of an hour: for one account from one address, and for either of them.
    private static let attemptWindow: TimeInterval = 900
    private static let attemptLimits = (both: 5, either: 50)

    // MARK: The first person

    /// The token of a new set-up link, which makes any earlier one worthless; nil when there are people already.
    package func prepareSetUp() async throws(PeopleError) -> Secret? {
        let token = Tokens.new(.setUp)
        let end = clock().addingTimeInterval(Self.setUpLifetime)
        let isKept = try await kept { () async throws(StoreError) in
            try await store.keepSetUpLink(digest: Tokens.digest(of: token), until: end)
        }
        return isKept ? token : nil
    }

    /// Makes whoever has the link the first owner.
    package func setUp(
        link: Secret,
        email: String,
        name: String,
        password: Secret
    ) async throws(PeopleError) -> Arrival {
        let person = try newPerson(email: email, name: name, role: .owner, password: password)
        let hash = await hashing.hash(password)
        let isFirst = try await kept { () async throws(StoreError) in
            try await store.insertFirst(person, password: hash, link: Tokens.digest(of: link), at: clock())
        }
        guard isFirst else { throw .unknownLink }
        return try await arrival(of: person)
    }

    // MARK: Passwords and sessions

    /// - Parameter address: Where the attempt comes from; nil when that is not known.
    package func logIn(
        email: String,
        password: Secret,
        from address: String?
    ) async throws(PeopleError) -> Arrival {
        try await arrival(of: try await checked(email: email, password, from: address))
    }

    /// Ends the session of a token.
    package func logOut(_ token: Secret) async throws(PeopleError) {
        try await kept { () async throws(StoreError) in
            try await store.removeSession(digest: Tokens.digest(of: token))
        }
    }

    /// All sessions that are not over, the newest first.
    package func sessions() async throws(PeopleError) -> [Session] {
        try await kept { () async throws(StoreError) in try await store.sessions(at: clock()) }
    }

    /// Ends one session; whoever is in it has to log in again.
    package func endSession(_ id: Session.ID) async throws(PeopleError) {
        _ = try await kept { () async throws(StoreError) in try await store.removeSession(id) }
    }

    /// Ends all sessions of a person.
    package func endSessions(of id: Person.ID) async throws(PeopleError) {
        try await kept { () async throws(StoreError) in try await store.removeSessions(of: id, but: nil) }
    }

    private func arrival(of person: Person) async throws(PeopleError) -> Arrival {
        let now = clock()
        let session = Session(
            id: RandomText.identifier("ses"),
            personID: person.id,
            createdAt: now,
            expiresAt: now.addingTimeInterval(Self.sessionLifetime)
        )
        let token = Tokens.new(.session)
        try await kept { () async throws(StoreError) in
            try await store.insert(session, digest: Tokens.digest(of: token))
        }
        return Arrival(person: person, session: session, token: token)
    }

    /// The person with a password. Who tries too often has to wait, with the right one too.
    func checked(email: String, _ password: Secret, from address: String?) async throws(PeopleError) -> Person {
        let email = email.lowercased()
        var subjects = [(name: "account \(email)", limit: Self.attemptLimits.either)]
        if let address {
            subjects.append(("address \(address)", Self.attemptLimits.either))
            subjects.append(("account \(email) at \(address)", Self.attemptLimits.both))
        }
        // Subjects are kept as digests: an address somebody typed wrong may be a password.
        let names = subjects.map { Tokens.digest(of: Secret($0.name)) }
        let now = clock()
        // Counted before the password is looked at: a thousand attempts at once are a thousand attempts.
        let counts = try await kept { () async throws(StoreError) in
            try await store.countAttempt(names, at: now, window: Self.attemptWindow)
        }
        for (subject, count) in zip(subjects, counts) where count.attempts > subject.limit {
            let wait = count.since.addingTimeInterval(Self.attemptWindow).timeIntervalSince(now)
            throw .tooManyAttempts(wait: max(1, Int(wait.rounded(.up))))
        }
        let known = try await kept { () async throws(StoreError) in try await store.credentials(email: email) }
        let isRight = await PasswordHashing.matches(password, known?.password ?? "", otherwise: hashing)
        guard isRight, let known else { throw .wrongCredentials }
        try await kept { () async throws(StoreError) in try await store.forgetAttempt(names) }
        return known.person
    }

    // MARK: Proving

    /// Who a session's or an admin's token belongs to; nil for a token that is worth nothing.
    package func principal(token: Secret) async throws(PeopleError) -> Principal? {
        let digest = Tokens.digest(of: token)
        let now = clock()
        switch Tokens.kind(of: token.text) {
        case .session:
            let found = try await kept { () async throws(StoreError) in
                try await store.session(digest: digest, at: now)
            }
            return found.map { Principal(person: $0.person, role: $0.person.role, proof: .session(id: $0.session.id)) }
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
