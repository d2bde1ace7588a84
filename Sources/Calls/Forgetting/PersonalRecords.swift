package import Foundation
package import Platforms

/// What the server has written down about callers: in calls, in the journal of writes and in the audit trail.
///
/// Forgetting takes out what people said, who they are and which records they have. That something was done, when and
/// by whom, stays, and the audit trail can still be verified.
package struct PersonalRecords: Sendable {
    /// Whom to forget.
    package struct Subject: Hashable, Sendable {
        /// A number they call from, however it is written.
        package var phone: String?
        /// Their contact in the CRM.
        package var contactID: String?

        package init(phone: String? = nil, contactID: String? = nil) {
            self.phone = phone
            self.contactID = contactID
        }
    }

    /// What was forgotten.
    package struct Forgotten: Hashable, Sendable {
        package var calls = 0
        package var auditEntries = 0

        fileprivate static func += (left: inout Forgotten, right: Forgotten) {
            left.calls += right.calls
            left.auditEntries += right.auditEntries
        }
    }

    /// How many calls are forgotten at a time, for others to get their turn at the database.
    package static let batch = 100

    private let calls: CallDirectory
    private let journal: any JournalStore
    private let auditStore: any AuditStore
    private let trail: AuditTrail
    private let attempts: any VerificationAttemptStore

    package init(
        calls: CallDirectory,
        journal: any JournalStore,
        auditStore: any AuditStore,
        trail: AuditTrail,
        attempts: any VerificationAttemptStore
    ) {
        self.calls = calls
        self.journal = journal
        self.auditStore = auditStore
        self.trail = trail
        self.attempts = attempts
    }

    /// Forgets somebody, on behalf of `actor`. Writes that are not certain yet are kept until they are.
    ///
    /// Calls of theirs that are still open end: what is done in them from then on could not be found any more.
    package func forget(_ subject: Subject, by actor: String) async throws(StoreError) -> Forgotten {
        await calls.saveChanged()
        let ids = try await calls.calls(phone: subject.phone, contactID: subject.contactID)
        for id in ids { try await calls.end(id, by: actor) }
        try await trail.flush()
        try await forgetAttempts(of: subject, in: ids)
        let records = subject.contactID.map { [$0] } ?? []
        var forgotten = Forgotten()
        var rest = ids[...]
        repeat {
            let some = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(Self.batch)
            let extent = Forgetting.Extent.about(calls: some, records: records)
            forgotten += try await forget(Forgetting(extent, because: "caller", by: actor), some)
        } while !rest.isEmpty
        return forgotten
    }

    /// Forgets what is older than a time.
    package func forget(before date: Date) async throws(StoreError) -> Forgotten {
        try await trail.flush()
        var forgotten = Forgotten()
        while true {
            let ids = try await calls.calls(endedBefore: date)
            if ids.isEmpty { break }
            forgotten += try await forget(Forgetting(.about(calls: ids), because: "age", by: "server"), ids)
        }
        while try await journal.forget(settledBefore: date) > 0 {}
        while true {
            let count = try await auditStore.forget(Forgetting(.before(date), because: "age", by: "server"))
            if count == 0 { break }
            forgotten.auditEntries += count
        }
        return forgotten
    }

    private func forget(_ forgetting: Forgetting, _ callIDs: [String]) async throws(StoreError) -> Forgotten {
        try await journal.forget(calls: callIDs)
        let entries = try await auditStore.forget(forgetting)
        // Last, for the calls are what the rest is found by when this has to be done again.
        try await calls.forget(callIDs)
        // From now on nothing personal is noted of them; this is what was meanwhile.
        var late = forgetting
        late.extent = .late(calls: callIDs)
        let lateEntries = try await auditStore.forget(late)
        return Forgotten(calls: callIDs.count, auditEntries: entries + lateEntries)
    }

    /// Attempts at verification are counted under the number and the contact.
    private func forgetAttempts(of subject: Subject, in callIDs: [String]) async throws(StoreError) {
        var phones = Set([subject.phone].compactMap(\.self))
        var contactIDs = Set([subject.contactID].compactMap(\.self))
        for id in callIDs {
            let call = try await calls.savedCall(id)
            if let phone = call?.callerPhone { phones.insert(phone) }
            if let contactID = call?.contactID { contactIDs.insert(contactID) }
        }
        let subjects =
            phones.compactMap { VerificationSubject(phone: $0) }
            + contactIDs.map { VerificationSubject.contact(id: $0) }
        try await attempts.forget(subjects.flatMap { [$0.proving, $0.codes] })
    }
}
