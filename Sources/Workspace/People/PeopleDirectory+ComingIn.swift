import Foundation
package import Platforms

/// How people come in: by the set-up link, or with a password.
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
    /// How many refusals of one person's name, and of nobody's, are told in that time: whoever tries at random must not
    /// fill the disk.
    private static let toldRefusals = 50

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
    ///
    /// - Parameters:
    ///   - address: The network address they come from; nil where that is not known.
    ///   - device: What they come with, such as `Firefox on Linux`; nil where that is not known.
    package func setUp(
        link: Secret,
        email: String,
        name: String,
        password: Secret,
        from address: String? = nil,
        on device: String? = nil
    ) async throws(PeopleError) -> Arrival {
        let person = try newPerson(email: email, name: name, role: .owner, password: password)
        let hash = await hashing.hash(password)
        let isFirst = try await kept { () async throws(StoreError) in
            try await store.insertFirst(person, password: hash, link: Tokens.digest(of: link), at: clock())
        }
        guard isFirst else {
            try await tell(PeopleEvent(.setUp, .unknownLink, as: nil, from: address))
            throw .unknownLink
        }
        return try await arrival(of: person, by: .setUp, from: address, on: device)
    }

    // MARK: Passwords

    /// Lets somebody in who knows their password.
    ///
    /// - Parameters:
    ///   - address: The network address they come from; nil where that is not known.
    ///   - device: What they come with, such as `Firefox on Linux`; nil where that is not known.
    package func logIn(
        email: String,
        password: Secret,
        from address: String?,
        on device: String? = nil
    ) async throws(PeopleError) -> Arrival {
        let person: Person
        do throws(PeopleError) {
            person = try await checked(email: email, password, from: address)
        } catch {
            if let refusal = PeopleEvent.Refusal(error) {
                let meant = try await credentials(email)?.person.id
                try await tell(PeopleEvent(.logIn, refusal, as: meant, from: address))
            }
            throw error
        }
        return try await arrival(of: person, by: .logIn, from: address, on: device)
    }

    private func arrival(
        of person: Person,
        by way: PeopleEvent.Way,
        from address: String?,
        on device: String?
    ) async throws(PeopleError) -> Arrival {
        let now = clock()
        let session = Session(
            id: RandomText.identifier("ses"),
            personID: person.id,
            createdAt: now,
            expiresAt: now.addingTimeInterval(Self.sessionLifetime),
            usedAt: now,
            address: address,
            device: device
        )
        let token = Tokens.new(.session)
        try await kept { () async throws(StoreError) in
            try await store.insert(session, digest: Tokens.digest(of: token))
        }
        await observer(PeopleEvent(way, as: person.id, from: address))
        return Arrival(person: person, session: session, token: token)
    }

    /// Tells of a refusal, unless there were too many of late.
    private func tell(_ refusal: PeopleEvent) async throws(PeopleError) {
        let subject = Tokens.digest(of: Secret("refusals of \(refusal.personID ?? "nobody")"))
        let counts = try await kept { () async throws(StoreError) in
            try await store.countAttempt([subject], at: clock(), window: Self.attemptWindow)
        }
        guard let count = counts.first?.attempts, count <= Self.toldRefusals else { return }
        var event = refusal
        event.isLastForNow = count == Self.toldRefusals
        await observer(event)
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
        let known = try await credentials(email)
        let isRight = await PasswordHashing.matches(password, known?.password ?? "", otherwise: hashing)
        guard isRight, let known else { throw .wrongCredentials }
        try await kept { () async throws(StoreError) in try await store.forgetAttempt(names) }
        return known.person
    }

    private func credentials(_ email: String) async throws(PeopleError) -> (person: Person, password: String)? {
        try await kept { () async throws(StoreError) in try await store.credentials(email: email.lowercased()) }
    }

    // MARK: What is over

    /// Forgets sessions, tokens, links and counted attempts whose time is over.
    package func forgetWhatIsOver() async throws(PeopleError) {
        let now = clock()
        try await kept { () async throws(StoreError) in
            try await store.removeExpired(at: now)
            try await store.removeAttempts(before: now.addingTimeInterval(-Self.attemptWindow))
        }
    }
}
