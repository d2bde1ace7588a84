import Foundation
import Storage
import Synchronization

@testable import Platforms

/// A node's way to its database, cut at one point of a renewal as if the node had been killed there.
///
/// What was asked for before is done; nothing is ever heard of it, nor of anything after, unless the node is revived.
final class MortalStore: ConnectionStore {
    enum Point: Sendable, CaseIterable {
        /// Before it is on record that the refresh token will be sent.
        case beforeClaim
        /// After that, and before it is sent.
        case afterClaim
        /// After the org has answered, and before the new tokens are on record.
        case beforeFinish
        /// After that, and before anybody uses them.
        case afterFinish
    }

    private let base: ConnectionStorage
    private let absences = Mutex(0)
    private let point = Mutex<Point?>(nil)
    private let isAlive = Mutex(true)
    private let death = AsyncStream<Void>.makeStream()
    private let revival = AsyncStream<Void>.makeStream()

    init(_ base: ConnectionStorage) { self.base = base }

    /// Lets the node die at a point.
    func die(at point: Point) { self.point.withLock { $0 = point } }

    /// Lets the database be away the next times that new tokens are to be put on record.
    func beAway(times: Int) { absences.withLock { $0 = times } }

    /// Waits until it has.
    func waitForDeath() async { for await _ in death.stream { return } }

    /// Lets it go on where it was, as if it had only been slow.
    func revive() {
        isAlive.withLock { $0 = true }
        point.withLock { $0 = nil }
        revival.continuation.finish()
    }

    private func pass(_ point: Point) async {
        if self.point.withLock({ $0 }) == point {
            isAlive.withLock { $0 = false }
            death.continuation.yield()
        }
        await wait()
    }

    private func wait() async {
        guard !isAlive.withLock({ $0 }) else { return }
        for await _ in revival.stream {}
    }

    var isShared: Bool { base.isShared }

    func connections() async throws(StoreError) -> [SavedConnection] {
        await wait()
        return try await base.connections()
    }

    func connection(_ id: SavedConnection.ID) async throws(StoreError) -> SavedConnection? {
        await wait()
        return try await base.connection(id)
    }

    func insert(_ connection: SavedConnection) async throws(StoreError) { try await base.insert(connection) }

    func update(_ connection: SavedConnection) async throws(StoreError) { try await base.update(connection) }

    func remove(_ id: SavedConnection.ID) async throws(StoreError) -> Bool { try await base.remove(id) }

    func note(_ usage: SeenUsage, of id: SavedConnection.ID) async throws(StoreError) {
        try await base.note(usage, of: id)
    }

    func keep(_ authorization: PendingAuthorization) async throws(StoreError) { try await base.keep(authorization) }

    func take(stateDigest: String, at time: Date) async throws(StoreError) -> PendingAuthorization? {
        try await base.take(stateDigest: stateDigest, at: time)
    }

    func signIn(
        _ tokens: SavedTokens,
        state: ConnectionState,
        of id: SavedConnection.ID
    ) async throws(StoreError) -> SavedTokens {
        try await base.signIn(tokens, state: state, of: id)
    }

    func signOut(_ id: SavedConnection.ID) async throws(StoreError) { try await base.signOut(id) }

    func tokens(of id: SavedConnection.ID) async throws(StoreError) -> SavedTokens? {
        await wait()
        return try await base.tokens(of: id)
    }

    func claimRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        inPlaceOf dead: String?,
        at time: Date
    ) async throws(StoreError) -> RenewalClaim {
        await pass(.beforeClaim)
        let claim = try await base.claimRenewal(
            of: id,
            generation: generation,
            lease: lease,
            inPlaceOf: dead,
            at: time
        )
        await pass(.afterClaim)
        return claim
    }

    func finishRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        tokens: SavedTokens,
        rotation: ConnectionState.Rotation,
        instance: InstanceURL?
    ) async throws(StoreError) -> SavedTokens? {
        await pass(.beforeFinish)
        let isAway = absences.withLock { absences in
            absences -= 1
            return absences >= 0
        }
        if isAway { throw .unavailable("away") }
        let saved = try await base.finishRenewal(
            of: id,
            generation: generation,
            tokens: tokens,
            rotation: rotation,
            instance: instance
        )
        await pass(.afterFinish)
        return saved
    }

    func giveBackRenewal(of id: SavedConnection.ID, generation: Int, lease: String) async throws(StoreError) {
        await wait()
        try await base.giveBackRenewal(of: id, generation: generation, lease: lease)
    }

    func failRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        reason: String
    ) async throws(StoreError) {
        await wait()
        try await base.failRenewal(of: id, generation: generation, lease: lease, reason: reason)
    }

    func replaceSealed(_ tokens: SavedTokens, of id: SavedConnection.ID) async throws(StoreError) {
        try await base.replaceSealed(tokens, of: id)
    }
}
