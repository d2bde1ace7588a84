import FoundationEssentials
import Logging
import Synchronization

/// Keeps the tokens of one connection fresh, and hands them out.
///
/// However many requests need a new token at a time, it is asked for once.
actor TokenKeeper: AccessTokenSource {
    /// What happened to the tokens.
    enum Event: Sendable {
        /// They are new; `isOthers` says that another process has renewed them.
        case renewed(isOthers: Bool)
        case needsPerson(reason: String)
        case failed(CRMError)
    }

    /// An access token as it is handed out.
    private struct Held: Sendable {
        var token: String
        var generation: Int
        var obtainedAt: Date
        /// In seconds.
        var lifetime: Double
        var isRejected = false

        /// Whether it is time to get another before somebody has to wait for it.
        func isDue(at now: Date) -> Bool { now.timeIntervalSince(obtainedAt) >= lifetime * 0.75 }
    }

    /// How long a token lives that nobody uses, in seconds: what an org sets until somebody changes it.
    private static let usualLifetime = 7200
    /// How often to look whether another process has signed in again.
    private static let recheck = Duration.seconds(1)
    private static let signedOut = "Nobody is signed in to the org."

    private let id: SavedConnection.ID
    private let store: any ConnectionStore
    private let vault: Vault
    private let renewal: TokenRenewal
    private let clock: @Sendable () -> Date
    private let onEvent: @Sendable (Event) async -> Void

    private nonisolated let held = Mutex<Held?>(nil)
    private var pacing = RenewalPacing()
    private var isRenewing = false
    private var waiters: [Int: CheckedContinuation<String, any Error>] = [:]
    private var waiterCount = 0
    /// Why only a person can help; nil as long as the tokens can be renewed.
    private var reason: String?
    private var loading: Task<CRMError?, Never>?
    private var loadedAt: ContinuousClock.Instant?
    private var latest: Result<String, CRMError> = .failure(CRMError(.cancelled))

    init(
        of id: SavedConnection.ID,
        store: any ConnectionStore,
        vault: Vault,
        renewal: TokenRenewal,
        clock: @escaping @Sendable () -> Date,
        onEvent: @escaping @Sendable (Event) async -> Void
    ) {
        self.id = id
        self.store = store
        self.vault = vault
        self.renewal = renewal
        self.clock = clock
        self.onEvent = onEvent
    }

    nonisolated func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String {
        if let held = held.withLock({ $0 }), !held.isRejected { return held.token }
        return try await currentToken(by: deadline)
    }

    func replacement(
        for rejected: String,
        by deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> String? {
        guard let current = held.withLock({ $0 }) else { return try await currentToken(by: deadline) }
        guard current.token == rejected else { return current.token }
        if !current.isRejected {
            held.withLock { $0?.isRejected = true }
            pacing.rejected(at: .now)
        }
        return try await currentToken(by: deadline)
    }

    /// Takes the tokens of a sign-in in place of those there were.
    func adopt(_ tokens: SavedTokens) throws(VaultError) {
        pacing = RenewalPacing()
        try hold(tokens)
    }

    /// Forgets the tokens after a sign-out.
    func forget() { held.withLock { $0 = nil } }

    /// Renews the tokens when they soon have to be, while the old ones are still good.
    func renewIfDue() {
        guard let held = held.withLock({ $0 }), !held.isRejected, held.isDue(at: clock()), reason == nil else { return }
        beginRenewal(of: held.generation)
    }

    /// Waits for a renewal under way.
    func settle() async {
        guard isRenewing else { return }
        _ = try? await outcome()
    }

    // MARK: -

    private func currentToken(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String {
        try await loadIfNeeded()
        guard let current = held.withLock({ $0 }) else {
            throw CRMError(.signInRefused, detail: Self.signedOut)
        }
        guard current.isRejected else { return current.token }
        if let reason { throw CRMError(.signInRefused, detail: reason) }
        beginRenewal(of: current.generation)
        guard isRenewing else {
            throw pacing.failure ?? CRMError(.sessionInvalid, detail: "The org rejects every token it grants.")
        }
        do {
            return try await withDeadline(deadline) { try await self.outcome() }
        } catch let error as CRMError {
            throw error
        } catch {
            throw TransportFailure(error).error(mayHaveBeenSent: false)
        }
    }

    /// Reads the tokens when there are none, and again when there is nothing to lose but another process may have helped.
    private func loadIfNeeded() async throws(CRMError) {
        guard held.withLock({ $0.map { $0.isRejected && reason != nil } ?? true }) else { return }
        if let loadedAt, loadedAt.duration(to: .now) < Self.recheck { return }
        let loading = loading ?? Task { await self.load() }
        self.loading = loading
        if let error = await loading.value { throw error }
    }

    private func load() async -> CRMError? {
        defer { loading = nil }
        let tokens: SavedTokens?
        do throws(StoreError) {
            tokens = try await store.tokens(of: id)
        } catch {
            return CRMError(.unavailable, detail: "The database can't be used: \(error)")
        }
        loadedAt = .now
        guard let tokens, tokens.generation != held.withLock({ $0?.generation }) else { return nil }
        do throws(VaultError) {
            try hold(tokens)
            return nil
        } catch {
            return OAuthFailure.locked(error).error
        }
    }

    private func hold(_ tokens: SavedTokens) throws(VaultError) {
        let token = try vault.open(tokens.accessToken, for: ConnectionSecret.accessToken.owner(id))
        held.withLock { held in
            held = Held(
                token: token.text,
                generation: tokens.generation,
                obtainedAt: min(tokens.obtainedAt, clock()),
                lifetime: Double(tokens.lifetime ?? Self.usualLifetime)
            )
        }
        reason = nil
    }

    // MARK: Renewing

    private func beginRenewal(of generation: Int) {
        guard !isRenewing, pacing.allows(.now) else { return }
        isRenewing = true
        // It outlives whoever asked for it: see ``AccessTokenSource``.
        Task { await self.renew(generation) }
    }

    private func renew(_ generation: Int) async {
        let result: Result<SavedTokens, CRMError>
        let event: Event?
        do throws(RenewalFailure) {
            let renewed = try await renewal.run(id, generation: generation)
            event = .renewed(isOthers: renewed.isOthers)
            result = .success(renewed.tokens)
        } catch {
            switch error {
            case .later(let failure):
                pacing.failed(failure, at: .now)
                event = .failed(failure)
                result = .failure(failure)
            case .needsPerson(let reason):
                self.reason = reason
                event = .needsPerson(reason: reason)
                result = .failure(CRMError(.signInRefused, detail: reason))
            case .signedOut:
                forget()
                event = nil
                result = .failure(CRMError(.signInRefused, detail: Self.signedOut))
            }
        }
        // Before anybody uses a new token: the org may have moved.
        if let event { await onEvent(event) }
        finish(result, from: generation)
    }

    private func finish(_ result: Result<SavedTokens, CRMError>, from generation: Int) {
        isRenewing = false
        switch result {
        case .success(let tokens):
            do throws(VaultError) {
                // Somebody may have signed in meanwhile: theirs are newer.
                if held.withLock({ $0?.generation }) == generation { try hold(tokens) }
                pacing.succeeded(at: .now)
                latest = held.withLock { held in
                    held.map { .success($0.token) } ?? .failure(CRMError(.signInRefused, detail: Self.signedOut))
                }
            } catch {
                latest = .failure(OAuthFailure.locked(error).error)
            }
        case .failure(let error): latest = .failure(error)
        }
        let waiting = waiters
        waiters = [:]
        for waiter in waiting.values { waiter.resume(with: latest.mapError { $0 }) }
    }

    /// The token the renewal under way brings.
    private func outcome() async throws -> String {
        // It may have ended while whoever waits was on the way here.
        guard isRenewing else { return try latest.get() }
        waiterCount += 1
        let number = waiterCount
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiters[number] = $0 }
        } onCancel: {
            Task { await self.leave(number) }
        }
    }

    private func leave(_ number: Int) {
        waiters.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }
}
