package import Actions
import JSON

/// Everything about a call that changes, as one value: it can be kept, and the call goes on from it elsewhere.
package struct CallState: Sendable {
    package var isOpen = true
    package var assurance: Assurance = .unknown
    /// The contact whom the call is about, as soon as the call knows one.
    package var caller: Caller?
    /// How often the caller has spoken; nil where the door does not report it.
    package var turn: Int?
    /// What was used, in order.
    package var invocations: [Invocation] = []
    /// What was said, in order; empty where the conversation runs elsewhere.
    package var utterances: [Utterance] = []

    /// The last successful result of each action, by the action's name.
    var results: [String: JSONValue] = [:]
    /// The action whose result is the last one.
    var latestAction: String?
    var recordNames = RecordNames()
    var confirmations = ConfirmationBook()
    /// The writes that happened or may have happened, by fingerprint.
    var writes: [String: KnownWrite] = [:]
    var preparation = InvocationPreparation()
    /// The records that were found to be the caller's.
    var knownRecords = KnownRecords()
    /// How far the caller has come in proving who they are.
    var verification = VerificationProgress()

    package init(reportsTurns: Bool) {
        turn = reportsTurns ? 0 : nil
    }

    var latestResult: JSONValue? { latestAction.flatMap { results[$0] } }

    /// Remembers the result of an action for later ones to build on.
    mutating func note(_ result: JSONValue, of action: String) {
        results[action] = result
        latestAction = action
        recordNames.learn(from: result)
    }

    /// Remembers a write, and makes room for writing again what it has changed: from A to B and back to A is three
    /// writes, not two and a repetition.
    mutating func note(_ write: KnownWrite, _ fingerprint: String) {
        for other in writes(supersededBy: write.records, fingerprint, write.outcome) { writes[other] = nil }
        writes[fingerprint] = write
    }

    /// The earlier writes of the records that a write has changed, by fingerprint.
    func writes(supersededBy records: Set<String>, _ fingerprint: String, _ outcome: Outcome) -> [String] {
        guard outcome.written == .yes else { return [] }
        return writes.filter { $0.key != fingerprint && !$0.value.records.isDisjoint(with: records) }.map(\.key)
    }
}

/// A write of the call that happened or may have happened.
struct KnownWrite: Sendable {
    var outcome: Outcome
    /// The records it changed, made or removed, by the first 15 characters of their ids.
    var records: Set<String>
    /// Its entry in the journal; nil where there is none.
    var journalID: String?
}
