import Actions
import Calls
import Foundation

/// A call in the list of calls.
struct CallRow: Sendable {
    let id: String
    let path: String
    let agent: String
    /// The caller's name as the CRM has it, else the number.
    let caller: String
    let channel: String
    let assurance: AssuranceView
    let openedAt: MomentView
    let isOpen: Bool
    /// How long it took; nil while it is open.
    let length: String?

    /// - Parameter names: Of agents and people, by their ids.
    init(_ call: SavedCall, names: [String: String]) {
        id = call.id
        path = "/calls/\(call.id)"
        agent = names[call.agentID] ?? "Somebody who was removed"
        caller = call.caller?.name ?? call.callerPhone ?? "Number withheld"
        channel = call.channel
        assurance = AssuranceView(call.assurance)
        openedAt = MomentView(call.openedAt)
        isOpen = call.endedAt == nil
        length = call.endedAt.map { TimelineEntry.length($0.timeIntervalSince(call.openedAt)) }
    }
}

/// How sure it is who is calling, in words.
struct AssuranceView: Sendable {
    let text: String
    let tone: String
    let meaning: String

    init(_ assurance: Assurance) {
        (text, tone, meaning) =
            switch assurance {
            case .unknown: ("unknown", "idle", "Nobody knows who is calling.")
            case .recognised: ("recognised", "warn", "The number is that of one contact.")
            case .verified: ("verified", "good", "They have proved who they are.")
            }
    }
}
