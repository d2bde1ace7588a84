package import Foundation
package import Platforms

/// Keeps people, and what they prove themselves with. Of every token it gets only the digest.
package protocol PeopleStore: Sendable {
    /// All people, by address.
    func people() async throws(StoreError) -> [Person]

    func person(_ id: Person.ID) async throws(StoreError) -> Person?

    /// The person with an address, and the hash of their password.
    func credentials(email: String) async throws(StoreError) -> (person: Person, password: String)?

    /// Adds a person. Fails with ``StoreError/taken(_:)`` when another has the address.
    func insert(_ person: Person, password: String) async throws(StoreError)

    /// Puts a person in place of that of the revision before, with another password if one is given.
    ///
    /// - Returns: False when nobody could change the workspace any more; then nothing has changed. Fails with
    ///   ``StoreError/conflict`` when the person was changed or removed meanwhile, and with ``StoreError/taken(_:)`` when
    ///   another has the address.
    func update(_ person: Person, password: String?) async throws(StoreError) -> Bool

    /// Removes a person with all their sessions and tokens.
    ///
    /// - Returns: False when nobody could change the workspace any more; then nothing has changed.
    func remove(_ id: Person.ID) async throws(StoreError) -> Bool

    // MARK: The first person

    /// Keeps the only set-up link there is, unless there are people already; says whether it did.
    func keepSetUpLink(digest: String, until end: Date) async throws(StoreError) -> Bool

    /// Adds the first person and uses up the link, if the link is good and there is nobody yet; says whether it did.
    func insertFirst(_ person: Person, password: String, link digest: String, at time: Date) async throws(StoreError)
        -> Bool

    // MARK: Sessions and tokens

    func insert(_ session: Session, digest: String) async throws(StoreError)

    /// The session a token opened and that is not over, with whose it is.
    func session(digest: String, at time: Date) async throws(StoreError) -> (session: Session, person: Person)?

    /// Notes when a session was used last, and where from.
    func noteUse(of id: Session.ID, at time: Date, from address: String?) async throws(StoreError)

    /// The sessions that are not over, the newest first.
    ///
    /// - Parameter personID: Whose; nil for everybody's.
    func sessions(of personID: Person.ID?, at time: Date) async throws(StoreError) -> [Session]

    func removeSession(digest: String) async throws(StoreError)

    /// False when there is none.
    ///
    /// - Parameter personID: Whose it must be; nil for anybody's.
    func removeSession(_ id: Session.ID, of personID: Person.ID?) async throws(StoreError) -> Bool

    /// Ends all sessions of a person but one.
    func removeSessions(of personID: Person.ID, but sessionID: Session.ID?) async throws(StoreError)

    /// All tokens that are not over, the oldest first.
    func adminTokens(at time: Date) async throws(StoreError) -> [AdminToken]

    func insert(_ token: AdminToken, digest: String) async throws(StoreError)

    func adminToken(digest: String, at time: Date) async throws(StoreError) -> (token: AdminToken, person: Person)?

    /// False when there is none.
    func removeAdminToken(_ id: AdminToken.ID) async throws(StoreError) -> Bool

    // MARK: Attempts

    /// Counts an attempt for each subject, and gives how many there were of each since the window began.
    func countAttempt(
        _ subjects: [String],
        at time: Date,
        window: TimeInterval
    ) async throws(StoreError) -> [(attempts: Int, since: Date)]

    /// Takes one attempt back, which was no wrong one.
    func forgetAttempt(_ subjects: [String]) async throws(StoreError)

    // MARK: What is over

    /// Removes the sessions, set-up links and tokens whose time is over.
    func removeExpired(at time: Date) async throws(StoreError)

    /// Removes what was counted of attempts before a time.
    func removeAttempts(before time: Date) async throws(StoreError)
}
