package import Foundation
package import JSON

/// One line of the record of everything: what happened, who did it, and what came of it.
package struct AuditEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case callOpened = "call_opened"
        case callEnded = "call_ended"
        /// An action was used; also when the gate stopped it.
        case invocation
        /// The caller said yes, and what was kept was run.
        case confirmation
        /// The caller tried to prove who they are.
        case verification
        /// A write of the journal changed without the call: found in the org, delivered, given up, retried, dismissed.
        case write
        case connection
        case action
        case agent
        case person
        /// Personal data was removed.
        case forgetting
        case server
    }

    package var kind: Kind
    package var at: Date
    /// Who did it: `agt_…`, `usr_…`, `tok_…`, or `server`.
    package var actor: String
    package var agentID: String?
    package var callID: String?
    /// The action, or what was done: `connected`, `token_rotated`.
    package var action: String?
    /// The outcome's status, or how it ended.
    package var outcome: String?
    package var duration: Duration?
    /// What says something about a person, and is removed when the person is to be forgotten.
    package var personal: Personal

    /// The part of an entry that is forgotten with the person it is about.
    package struct Personal: Hashable, Sendable {
        /// The records that were shown, changed, made or removed.
        package var recordIDs: [String]
        /// Arguments, requests, what was said; whatever explains the entry.
        package var details: JSONObject

        package init(recordIDs: [String] = [], details: JSONObject = [:]) {
            self.recordIDs = recordIDs
            self.details = details
        }
    }

    package init(
        _ kind: Kind,
        at: Date = Date(),
        by actor: String,
        agentID: String? = nil,
        callID: String? = nil,
        action: String? = nil,
        outcome: String? = nil,
        duration: Duration? = nil,
        personal: Personal = Personal()
    ) {
        self.kind = kind
        self.at = at
        self.actor = actor
        self.agentID = agentID
        self.callID = callID
        self.action = action
        self.outcome = outcome
        self.duration = duration
        self.personal = personal
    }
}

/// An entry in its place in the chain.
///
/// Its hash covers the entry and the hash before it, so that nothing can be changed, taken out or put in without every
/// later hash being wrong. The personal part is covered by its digest: it can be removed, not changed.
package struct AuditRecord: Hashable, Sendable {
    /// Counted from 1, without gaps.
    package var number: Int
    /// The entry; its personal part is empty once it was forgotten.
    package var entry: AuditEntry
    package var isForgotten: Bool
    /// What the digest was made with, so that nobody can find a forgotten name by trying names.
    package var salt: String
    package var digest: String
    package var hash: String

    package init(
        number: Int,
        entry: AuditEntry,
        isForgotten: Bool,
        salt: String,
        digest: String,
        hash: String
    ) {
        self.number = number
        self.entry = entry
        self.isForgotten = isForgotten
        self.salt = salt
        self.digest = digest
        self.hash = hash
    }

    /// The entry for a reader.
    package var json: JSONValue {
        var object: JSONObject = [
            "number": .number(JSONNumber(number)),
            "at": .string(entry.at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "kind": .string(entry.kind.rawValue),
            "by": .string(entry.actor),
        ]
        object["agent_id"] = entry.agentID.map(JSONValue.string)
        object["call_id"] = entry.callID.map(JSONValue.string)
        object["action"] = entry.action.map(JSONValue.string)
        object["outcome"] = entry.outcome.map(JSONValue.string)
        object["duration_ms"] = entry.duration.map { .number(JSONNumber($0.wholeMilliseconds)) }
        if isForgotten {
            object["forgotten"] = true
        } else {
            object["record_ids"] = .array(entry.personal.recordIDs.map(JSONValue.string))
            object["details"] = .object(entry.personal.details)
        }
        object["hash"] = .string(hash)
        return .object(object)
    }
}

extension Duration {
    package var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
