package import Foundation
package import Platforms

/// The people of a workspace: who may come in, and how they prove who they are.
package struct PeopleDirectory: Sendable {
    /// How long somebody stays logged in.
    package static let sessionLifetime: TimeInterval = 12 * 3600
    /// How long a set-up link is good; each start gives a new one.
    package static let setUpLifetime: TimeInterval = 24 * 3600

    let store: any PeopleStore
    let hashing: PasswordHashing
    let clock: @Sendable () -> Date
    /// Told of everybody who comes in or is kept out.
    let observer: @Sendable (PeopleEvent) async -> Void

    package init(
        _ store: any PeopleStore,
        hashing: PasswordHashing = .standard,
        clock: @escaping @Sendable () -> Date = { Date() },
        observer: @escaping @Sendable (PeopleEvent) async -> Void = { _ in }
    ) {
        self.store = store
        self.hashing = hashing
        self.clock = clock
        self.observer = observer
    }

    // MARK: Reading

    /// All people, by address.
    package func people() async throws(PeopleError) -> [Person] {
        try await kept { () async throws(StoreError) in try await store.people() }
    }

    package func person(_ id: Person.ID) async throws(PeopleError) -> Person {
        guard let person = try await kept({ () async throws(StoreError) in try await store.person(id) }) else {
            throw .unknownPerson
        }
        return person
    }

    // MARK: Changing

    package func add(
        email: String,
        name: String,
        role: Role,
        password: Secret
    ) async throws(PeopleError) -> Person {
        let person = try newPerson(email: email, name: name, role: role, password: password)
        let hash = await hashing.hash(password)
        try await kept { () async throws(StoreError) in try await store.insert(person, password: hash) }
        return person
    }

    /// Changes what is known about a person; what is nil stays.
    ///
    /// - Parameter revision: The revision that is meant, if somebody else's change is not to be lost.
    package func update(
        _ id: Person.ID,
        email: String? = nil,
        name: String? = nil,
        role: Role? = nil,
        revision: Int? = nil
    ) async throws(PeopleError) -> Person {
        var person = try await person(id)
        guard revision == nil || revision == person.revision else { throw .conflict }
        if let email { person.email = email.lowercased() }
        if let name { person.name = name }
        if let role { person.role = role }
        let problems = person.problems
        guard problems.isEmpty else { throw .invalid(problems) }
        return try await save(person, password: nil)
    }

    /// Changes a person's own password, and ends all their sessions but the one they do it in.
    package func changePassword(
        of id: Person.ID,
        from current: Secret,
        to new: Secret,
        in sessionID: Session.ID? = nil,
        address: String? = nil
    ) async throws(PeopleError) {
        let person = try await person(id)
        _ = try await checked(email: person.email, current, from: address)
        try await setPassword(of: person, new, keeping: sessionID)
    }

    /// Gives a person another password, and ends all their sessions.
    package func resetPassword(of id: Person.ID, to new: Secret) async throws(PeopleError) {
        try await setPassword(of: try await person(id), new, keeping: nil)
    }

    private func setPassword(
        of person: Person,
        _ password: Secret,
        keeping sessionID: Session.ID?
    ) async throws(PeopleError) {
        let problems = password.problems(as: person.email)
        guard problems.isEmpty else { throw .invalid(problems) }
        _ = try await save(person, password: await hashing.hash(password))
        try await kept { () async throws(StoreError) in
            try await store.removeSessions(of: person.id, but: sessionID)
        }
    }

    /// Removes a person with all their sessions and tokens.
    package func remove(_ id: Person.ID) async throws(PeopleError) {
        _ = try await person(id)
        guard try await kept({ () async throws(StoreError) in try await store.remove(id) }) else { throw .lastOwner }
    }

    private func save(_ person: Person, password: String?) async throws(PeopleError) -> Person {
        var person = person
        person.revision += 1
        person.changedAt = clock()
        let changed = person
        let isSaved = try await kept { () async throws(StoreError) in
            try await store.update(changed, password: password)
        }
        guard isSaved else { throw .lastOwner }
        return changed
    }

    // MARK: What others build on

    func newPerson(
        email: String,
        name: String,
        role: Role,
        password: Secret
    ) throws(PeopleError) -> Person {
        let now = clock()
        let person = Person(
            id: RandomText.identifier("usr"),
            email: email.lowercased(),
            name: name,
            role: role,
            createdAt: now,
            changedAt: now
        )
        let problems = person.problems + password.problems(as: person.email)
        guard problems.isEmpty else { throw .invalid(problems) }
        return person
    }

    func kept<Result>(_ body: () async throws(StoreError) -> Result) async throws(PeopleError) -> Result {
        do throws(StoreError) {
            return try await body()
        } catch {
            switch error {
            case .conflict: throw .conflict
            case .taken(let email): throw .emailTaken(email)
            case .unavailable, .unreadable: throw .store(error)
            }
        }
    }
}

extension Person {
    fileprivate var problems: [WorkspaceProblem] {
        var problems: [WorkspaceProblem] = []
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count != 2 || parts.contains(where: \.isEmpty) || email.utf8.count > 254
            || email.contains(where: { $0.isWhitespace || !$0.isASCII && !$0.isLetter })
        {
            problems.append(WorkspaceProblem(member: "email", "Give an e-mail address."))
        }
        if !name.isNameOfPeople {
            problems.append(WorkspaceProblem(member: "name", "Give a name of 1 to 80 characters on one line."))
        }
        return problems
    }
}

extension Secret {
    /// What is wrong with it as a new password.
    func problems(as email: String) -> [WorkspaceProblem] {
        guard text.count >= 12, text.utf8.count <= 1000 else {
            return [
                WorkspaceProblem(member: "password", "A password has 12 characters or more, and at most 1000 bytes.")
            ]
        }
        guard text.lowercased() != email, Set(text).count > 3 else {
            return [WorkspaceProblem(member: "password", "This password is too easy to guess.")]
        }
        return []
    }
}
