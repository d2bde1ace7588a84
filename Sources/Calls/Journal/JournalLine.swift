import Actions
import Crypto
import Foundation
import JSON
import Platforms

/// One write of one run, and where it is written down before each step.
struct JournalLine: Sendable {
    let journal: Journal
    private(set) var entry: JournalEntry
    /// Whether the journal has it.
    private(set) var isKept: Bool
    /// How often it was sent, and when last, before the request that was prepared last.
    private var sentBefore: (count: Int, last: Date?) = (0, nil)

    /// Why a run goes no further.
    enum Refusal: Error {
        /// The same write is known already: this is it.
        case known(JournalEntry)
        /// It can't be written down, so it must not be sent.
        case notKept
    }

    /// A write that has not begun.
    init(_ journal: Journal, of invocation: PreparedInvocation, callID: String, agentID: String, connectionID: String) {
        let now = journal.clock()
        let parts: JSONValue = [.string(connectionID), invocation.firstRequest.savedJSON]
        self.journal = journal
        isKept = false
        entry = JournalEntry(
            id: RandomText.identifier("jrn"),
            callID: callID,
            agentID: agentID,
            connectionID: connectionID,
            action: invocation.action.name,
            createdAt: now,
            requestKey: SHA256.hash(data: parts.serialized()).hexadecimalText,
            state: .prepared,
            onceKey: Self.onceKey(callID: callID, fingerprint: invocation.fingerprint),
            changedAt: now,
            dueAt: now,
            details: .init(invocation: invocation.json)
        )
    }

    /// A write that has to go on.
    init(_ journal: Journal, resuming entry: JournalEntry) {
        self.journal = journal
        self.entry = entry
        isKept = true
    }

    static func onceKey(callID: String, fingerprint: String) -> String { "\(callID)/\(fingerprint)" }

    /// Writes down a request that changes something, before its first byte leaves.
    mutating func prepare(
        _ request: CRMRequest,
        at index: Int,
        isUndoing: Bool = false,
        until deadline: ContinuousClock.Instant
    ) async throws(Refusal) {
        var next = entry
        next.state = .prepared
        next.details.request = request
        next.details.index = index
        next.details.isUndoing = isUndoing
        next.details.timesSent += 1
        next.changedAt = journal.clock()
        next.details.sentAt = next.changedAt
        next.dueAt = journal.ownedUntil(deadline)
        var known: JournalEntry?
        do throws(StoreError) {
            if isKept {
                try await journal.store.save(next, releasing: [])
                next.version += 1
            } else {
                known = try await journal.store.insert(next)
            }
        } catch {
            // It may be kept all the same, where only the answer was lost: nobody must send it later.
            if !isKept { await journal.discard(next) }
            throw .notKept
        }
        if let known { throw .known(known) }
        isKept = true
        sentBefore = (entry.details.timesSent, entry.details.sentAt)
        entry = next
    }

    /// Takes back that the request prepared last was sent: its first byte never left.
    mutating func noteUnsent() {
        entry.details.timesSent = sentBefore.count
        entry.details.sentAt = sentBefore.last
    }

    /// Remembers an answer. It is kept with the next thing that is.
    mutating func note(_ answer: JSONValue, to request: CRMRequest, at index: Int, named name: String) {
        entry.details.request = nil
        entry.details.index = index + 1
        entry.details.steps.append(JournalEntry.Step(name: name, request: request, answer: answer))
        if request.method == .post, entry.details.steps.count == 1, let id = answer["id"]?.string {
            entry.createdRecord = id
        }
    }

    /// How the run leaves the write.
    mutating func leave(_ state: JournalEntry.State, dueAfter pause: Duration = .zero) {
        entry.state = state
        entry.changedAt = journal.clock()
        entry.dueAt = entry.changedAt.addingTimeInterval(pause.seconds)
    }

    /// Leaves a write for later that was not sent.
    mutating func leaveForLater(_ request: CRMRequest, at index: Int) {
        entry.details.request = request
        entry.details.index = index
        leave(.queued)
    }
}
