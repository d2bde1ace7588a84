import Actions
import Foundation
import JSON
import Workspace

extension Call {
    /// What the audit trail says of an invocation.
    func auditEntry(of invocation: Invocation, _ report: InvocationRun.Report) -> AuditEntry {
        var details: JSONObject = ["say": .string(invocation.outcome.say)]
        details["caller"] = callerPhone.map(JSONValue.string)
        if !invocation.arguments.isEmpty { details["arguments"] = .object(invocation.arguments) }
        if !invocation.requests.isEmpty { details["requests"] = .array(invocation.requests.map(\.json)) }
        if invocation.outcome.written != .no { details["written"] = .string(invocation.outcome.written.rawValue) }
        if invocation.outcome.isReplayed { details["replayed"] = true }
        details["journal"] = report.entry.map { .string($0.id) }
        let isVerification = [Self.verifyAction, Self.sendCodeAction].contains(invocation.action)
        return AuditEntry(
            isVerification ? .verification : report.action == nil ? .invocation : .confirmation,
            at: invocation.startedAt,
            by: agent.id,
            agentID: agent.id,
            callID: id,
            action: report.action ?? invocation.action,
            outcome: invocation.outcome.status.rawValue,
            duration: invocation.duration,
            personal: .init(
                recordIDs: RecordMentions(result: invocation.outcome.result, requests: invocation.requests).ids,
                details: details
            )
        )
    }
}

/// The records that an invocation had to do with.
struct RecordMentions {
    /// In the order they are mentioned, each once.
    private(set) var ids: [String] = []

    /// What a person could still read through.
    private static let limit = 50

    init(result: JSONValue?, requests: [CRMRequest]) {
        for request in requests { for segment in request.segments where RecordID.isRecord(segment) { add(segment) } }
        if let result { add(idsIn: result) }
    }

    private mutating func add(idsIn value: JSONValue) {
        switch value {
        case .array(let elements): for element in elements { add(idsIn: element) }
        case .object(let object):
            for member in object {
                if member.key.lowercased() == "id", let id = member.value.string, RecordID.isWellFormed(id) { add(id) }
                add(idsIn: member.value)
            }
        default: break
        }
    }

    private mutating func add(_ id: String) {
        if ids.count < Self.limit, !ids.contains(id) { ids.append(id) }
    }
}

extension RecordID {
    /// Whether a part of a path is a record's id, and not the name of an object of the same length.
    fileprivate static func isRecord(_ text: String) -> Bool { isWellFormed(text) && text.contains { $0.isNumber } }
}
