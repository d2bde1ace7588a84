import Calls
import JSON

/// An entry of the audit trail as pages show it.
struct AuditEntryView: Sendable {
    let number: Int
    let at: MomentView
    let kind: String
    /// Who did it, by name where it is known.
    let actor: String
    let action: String
    let outcome: String
    let tone: String
    let milliseconds: Int?
    let callID: String?
    let callPath: String?
    /// What leads to the call: the action, unless the agent asked for one without a name.
    let linkText: String
    let recordIDs: [String]
    let details: String?
    let isForgotten: Bool
    let hash: String

    private static let mostRecords = 50

    /// About how many bytes of a page it takes.
    var weight: Int { 500 + actor.weight + action.weight + (details?.weight ?? 0) + 75 * recordIDs.count }

    init(_ record: AuditRecord, names: AuditPage.Names) {
        let entry = record.entry
        number = record.number
        at = MomentView(entry.at)
        kind = entry.kind.words
        let meant = record.isForgotten ? nil : entry.personal.details["person_id"]?.string
        actor =
            (names[entry.actor] ?? entry.actor)
            + (entry.actor == "anonymous" ? meant.map { ", as \(names[$0] ?? $0)" } ?? "" : "")
        action = entry.action ?? ""
        outcome = (entry.outcome ?? "").replacing("_", with: " ")
        tone =
            switch entry.outcome {
            case "completed", "done", "ended": "good"
            case "refused", "invalid", "unavailable", "failed", "wrong_credentials", "too_many_attempts": "bad"
            case "confirmation_required", "verification_required", "ambiguous", "queued", "uncertain": "warn"
            default: "idle"
            }
        milliseconds = entry.duration?.wholeMilliseconds
        callID = entry.callID
        callPath = entry.callID.map { "/calls/\($0)" }
        linkText = action.named(otherwise: "the call")
        recordIDs = record.isForgotten ? [] : Array(entry.personal.recordIDs.prefix(Self.mostRecords))
        details =
            record.isForgotten || entry.personal.details.isEmpty
            ? nil
            : JSONValue.object(entry.personal.details).prettyPrinted().clipped(
                to: AuditPage.longestDetails,
                weight: 3 * AuditPage.longestDetails
            )
        isForgotten = record.isForgotten
        hash = record.hash
    }
}
