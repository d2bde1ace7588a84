package import Foundation
package import Logging
package import Platforms

/// The durable record of writes in flight: what is in it is never lost and never done twice.
package actor Journal {
    package nonisolated let store: any JournalStore
    package nonisolated let settings: Settings
    nonisolated let clock: @Sendable () -> Date
    private let logger: Logger
    /// What is certain but could not be kept yet.
    private var unsaved: [(entry: JournalEntry, releasing: [String])] = []

    package struct Settings: Sendable {
        /// How long after its deadline a write belongs to the node that sent it.
        package var margin: Duration = .seconds(15)
        /// How long it takes at most until what the org does with a request can be seen in it.
        package var grace: Duration = .seconds(30)
        /// How long an org that can't be reached is left alone.
        package var pause: Duration = .seconds(5)
        /// How old a write may be to be sent again.
        package var sendingAge: Duration = .seconds(900)
        /// How old a queued write may be to be delivered.
        package var queueAge: Duration = .seconds(86_400)

        package init() {}
    }

    package init(
        store: any JournalStore,
        settings: Settings = Settings(),
        clock: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Until when a write that has to be answered by a deadline is its node's own.
    nonisolated func ownedUntil(_ deadline: ContinuousClock.Instant) -> Date {
        let rest = max(.zero, ContinuousClock.now.duration(to: deadline)) + settings.margin
        return clock().addingTimeInterval(rest.seconds)
    }

    /// Keeps how an entry ended. Where the database is away, that is kept in mind until it is back.
    func finish(_ entry: JournalEntry, releasing onceKeys: [String]) async {
        do throws(StoreError) {
            try await store.save(entry, releasing: onceKeys)
        } catch .unavailable {
            logger.error("The end of a write can't be kept yet.", metadata: ["write": "\(entry.id)"])
            unsaved.append((entry, onceKeys))
        } catch {
            logger.error("A write was changed by someone else.", metadata: ["write": "\(entry.id)", "why": "\(error)"])
        }
    }

    /// Settles an entry as not done of which it is not known whether it was kept.
    func discard(_ entry: JournalEntry) {
        var entry = entry
        entry.state = .settled
        entry.onceKey = nil
        entry.details.outcome = Outcome(.unavailable, say: "That was not saved.").json
        unsaved.append((entry, []))
    }

    /// Keeps what could not be kept before; false where it still can't be.
    func saveUnsaved() async -> Bool {
        while let (entry, onceKeys) = unsaved.first {
            do throws(StoreError) {
                try await store.save(entry, releasing: onceKeys)
            } catch .unavailable {
                return false
            } catch {
                logger.error(
                    "A write was changed by someone else.",
                    metadata: ["write": "\(entry.id)", "why": "\(error)"]
                )
            }
            unsaved.removeFirst()
        }
        return true
    }

    // MARK: For people

    /// The newest first.
    package nonisolated func entries(
        matching filter: JournalFilter = JournalFilter(),
        after cursor: TimeCursor? = nil,
        limit: Int
    ) async throws(StoreError) -> [JournalEntry] {
        try await store.entries(matching: filter, after: cursor, limit: limit)
    }

    package nonisolated func entry(_ id: String) async throws(StoreError) -> JournalEntry? {
        try await store.entry(id)
    }

    /// Has a write that was given up tried again: it is looked up once more, then sent if it is not there.
    ///
    /// - Returns: The entry as it is now; nil when there is none, or it is not given up.
    package nonisolated func retry(_ id: String) async throws(StoreError) -> JournalEntry? {
        guard var entry = try await store.entry(id), entry.state == .abandoned, !entry.details.isForgotten else {
            return nil
        }
        entry.state = .uncertain
        entry.dueAt = clock()
        entry.changedAt = clock()
        entry.dismissedAt = nil
        entry.details.isRetried = true
        try await store.save(entry, releasing: [])
        return try await store.entry(id)
    }

    /// Notes that a person has seen to a write that was given up.
    ///
    /// - Returns: The entry as it is now; nil when there is none, or it is not given up.
    package nonisolated func dismiss(_ id: String) async throws(StoreError) -> JournalEntry? {
        guard var entry = try await store.entry(id), entry.state == .abandoned else { return nil }
        entry.dismissedAt = clock()
        try await store.save(entry, releasing: [])
        return try await store.entry(id)
    }

    /// How many entries there are in each state, those dismissed not counted.
    package nonisolated func counts() async throws(StoreError) -> [JournalEntry.State: Int] {
        try await store.counts()
    }
}

extension Duration {
    var seconds: TimeInterval {
        let (seconds, attoseconds) = components
        return TimeInterval(seconds) + TimeInterval(attoseconds) / 1e18
    }
}
