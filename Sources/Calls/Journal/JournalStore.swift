package import Foundation
package import Platforms

/// Which entries of the journal to show. Everything given must hold.
package struct JournalFilter: Hashable, Sendable {
    package var states: Set<JournalEntry.State>
    package var callID: String?
    package var agentID: String?
    package var connectionID: String?
    /// Whether entries that a person has dismissed are shown too.
    package var includesDismissed: Bool

    /// - Parameter states: Empty for all.
    package init(
        states: Set<JournalEntry.State> = [],
        callID: String? = nil,
        agentID: String? = nil,
        connectionID: String? = nil,
        includesDismissed: Bool = false
    ) {
        self.states = states
        self.callID = callID
        self.agentID = agentID
        self.connectionID = connectionID
        self.includesDismissed = includesDismissed
    }
}

/// Where the journal of writes is kept.
package protocol JournalStore: Sendable {
    /// Whether other nodes write to the same journal.
    var isShared: Bool { get }

    /// Keeps a new entry, durably.
    ///
    /// - Returns: Nil; or the entry that has its once key, and then nothing was kept.
    func insert(_ entry: JournalEntry) async throws(StoreError) -> JournalEntry?

    /// Saves a changed entry over the version it was read with, and releases the once keys of other writes.
    ///
    /// Fails with ``StoreError/conflict`` when the entry was changed meanwhile, and with ``StoreError/taken(_:)`` when
    /// another write made the same record.
    func save(_ entry: JournalEntry, releasing onceKeys: [String]) async throws(StoreError)

    func entry(_ id: String) async throws(StoreError) -> JournalEntry?

    func entry(onceKey: String) async throws(StoreError) -> JournalEntry?

    /// The newest first.
    func entries(
        matching filter: JournalFilter,
        after cursor: TimeCursor?,
        limit: Int
    ) async throws(StoreError) -> [JournalEntry]

    /// Entries in a state, oldest first, that anyone may take up by now.
    func due(_ states: Set<JournalEntry.State>, at date: Date, limit: Int) async throws(StoreError) -> [JournalEntry]

    /// Whether an equal request to the same connection is being sent at this moment.
    func isSendingEqual(of entry: JournalEntry) async throws(StoreError) -> Bool

    /// Which of these records another write to the connection is known to have made.
    func createdRecords(among ids: [String], connectionID: String) async throws(StoreError) -> Set<String>

    /// Lets everybody take up every entry that is being sent: for the start of the only node there is.
    func releaseAll(at date: Date) async throws(StoreError)

    /// How many entries there are in each state, those dismissed not counted.
    func counts() async throws(StoreError) -> [JournalEntry.State: Int]

    // MARK: Forgetting

    /// Removes what was written in these calls from the entries that are certain or given up.
    func forget(calls: [String]) async throws(StoreError)

    /// Removes what was written from entries that have been certain since before a time; a bounded number of them.
    ///
    /// - Returns: How many there were; ask again until there are none.
    func forget(settledBefore date: Date) async throws(StoreError) -> Int
}
