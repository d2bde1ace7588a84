package import Foundation
package import Platforms

/// Which entries of the audit trail to show. Everything given must hold.
package struct AuditFilter: Hashable, Sendable {
    package var from: Date?
    /// Exclusive.
    package var until: Date?
    package var kind: AuditEntry.Kind?
    package var agentID: String?
    package var callID: String?
    package var action: String?
    package var outcome: String?
    package var recordID: String?

    package init(
        from: Date? = nil,
        until: Date? = nil,
        kind: AuditEntry.Kind? = nil,
        agentID: String? = nil,
        callID: String? = nil,
        action: String? = nil,
        outcome: String? = nil,
        recordID: String? = nil
    ) {
        self.from = from
        self.until = until
        self.kind = kind
        self.agentID = agentID
        self.callID = callID
        self.action = action
        self.outcome = outcome
        self.recordID = recordID
    }
}

/// Where the audit trail is kept.
package protocol AuditStore: Sendable {
    /// Chains entries to the end, in this order, and keeps them.
    ///
    /// - Returns: The new end of the chain.
    @discardableResult
    func append(_ entries: [AuditEntry]) async throws(StoreError) -> AuditChain.Head

    /// The newest entries first, of those with a number below `number`.
    func records(
        matching filter: AuditFilter,
        before number: Int?,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord]

    /// The entries after a number, oldest first: for checking the chain, and for export.
    func records(
        matching filter: AuditFilter,
        after number: Int,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord]

    /// The end of the chain as it was written down beside the entries.
    func head() async throws(StoreError) -> AuditChain.Head

    /// The entries after a number, oldest first, each with what they are found under: for checking.
    func indexedRecords(after number: Int, limit: Int) async throws(StoreError) -> [IndexedAuditRecord]

    /// Removes personal parts, and adds the entry that says so, in one step. What was forgotten before is never named.
    ///
    /// - Returns: How many entries had one. Of what has reached an age, ask again until there are none.
    func forget(_ forgetting: Forgetting) async throws(StoreError) -> Int
}

/// An entry of the audit trail, with the records it is found by.
package struct IndexedAuditRecord: Hashable, Sendable {
    package var record: AuditRecord
    package var indexedIDs: Set<String>

    package init(record: AuditRecord, indexedIDs: Set<String>) {
        self.record = record
        self.indexedIDs = indexedIDs
    }
}
