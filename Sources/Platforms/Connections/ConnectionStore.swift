package import FoundationEssentials

/// Keeps connections, their tokens, and sign-ins that have begun.
package protocol ConnectionStore: Sendable {
    /// Whether other processes work on the same connections.
    var isShared: Bool { get }

    /// All connections, by name.
    func connections() async throws(StoreError) -> [SavedConnection]

    func connection(_ id: SavedConnection.ID) async throws(StoreError) -> SavedConnection?

    /// Adds a connection. Fails with ``StoreError/taken(_:)`` when another has its name.
    func insert(_ connection: SavedConnection) async throws(StoreError)

    /// Puts other settings and credentials in place of those of the revision before. The state stays as it is.
    ///
    /// Fails with ``StoreError/conflict`` when they were changed or removed meanwhile, and with
    /// ``StoreError/taken(_:)`` when another connection has the name.
    func update(_ connection: SavedConnection) async throws(StoreError)

    /// Removes a connection with its tokens and sign-ins. False when there is none.
    @discardableResult
    func remove(_ id: SavedConnection.ID) async throws(StoreError) -> Bool

    /// Notes how much of its API an org has used.
    func note(_ usage: SeenUsage, of id: SavedConnection.ID) async throws(StoreError)

    // MARK: Signing in and out

    func keep(_ authorization: PendingAuthorization) async throws(StoreError)

    /// Takes a sign-in out: nobody gets it twice. Nil when there is none, or its time is over. Those whose time is over
    /// are removed as well.
    func take(stateDigest: String, at time: Date) async throws(StoreError) -> PendingAuthorization?

    /// Saves what a sign-in brought: tokens in place of any there are, and the state.
    ///
    /// - Returns: The tokens with the generation they got.
    func signIn(
        _ tokens: SavedTokens,
        state: ConnectionState,
        of id: SavedConnection.ID
    ) async throws(StoreError) -> SavedTokens

    /// Removes the tokens and leaves the connection disconnected.
    func signOut(_ id: SavedConnection.ID) async throws(StoreError)

    // MARK: Renewing tokens

    func tokens(of id: SavedConnection.ID) async throws(StoreError) -> SavedTokens?

    /// Asks to be the one who renews the tokens of a generation.
    ///
    /// When it is granted, it is already on record that the refresh token will be sent.
    ///
    /// - Parameters:
    ///   - lease: What stands for the one who asks, in nobody else's use.
    ///   - dead: The lease of one who is known to be gone, and whose place may be taken.
    func claimRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        inPlaceOf dead: String?,
        at time: Date
    ) async throws(StoreError) -> RenewalClaim

    /// Saves new tokens in place of those of a generation, and the connection as connected.
    ///
    /// - Parameters:
    ///   - instance: Where the org is now; nil when it has not moved.
    /// - Returns: The tokens with their generation; nil when those of the generation before are there no more.
    func finishRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        tokens: SavedTokens,
        rotation: ConnectionState.Rotation,
        instance: InstanceURL?
    ) async throws(StoreError) -> SavedTokens?

    /// Gives a lease back after the refresh token certainly was not taken: it is as if it had never been asked for.
    func giveBackRenewal(of id: SavedConnection.ID, generation: Int, lease: String) async throws(StoreError)

    /// Ends a lease for good: the refresh token is never to be sent again, and the connection needs a person.
    ///
    /// Nothing happens when somebody has renewed the tokens meanwhile.
    func failRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        reason: String
    ) async throws(StoreError)

    // MARK: Rotating the vault's key

    /// Puts the same tokens, sealed again, in place of those of a generation that is not being renewed.
    func replaceSealed(_ tokens: SavedTokens, of id: SavedConnection.ID) async throws(StoreError)
}
