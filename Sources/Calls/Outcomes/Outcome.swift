package import JSON

/// How an invocation ended, with a sentence to say.
package struct Outcome: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// Done; the result is attached.
        case completed
        /// Ask the caller; after a yes, confirm.
        case confirmationRequired = "confirmation_required"
        /// The caller must prove who they are first.
        case verificationRequired = "verification_required"
        /// Arguments or template values are wrong; says what to fix.
        case invalid
        /// Several records match; says what to ask.
        case ambiguous
        /// Nothing matches, or the record is gone.
        case notFound = "not_found"
        /// Not enabled, not this caller's record, or the CRM said no.
        case refused
        /// The CRM could not be reached or is over its limits.
        case unavailable
        /// The CRM is away; the write is kept and will be delivered.
        case queued
        /// It may have been written; it is being checked.
        case uncertain
    }

    /// Whether anything was written.
    package enum Written: String, Sendable, Hashable {
        case no, yes, soon, perhaps
    }

    package var status: Status
    /// One sentence without ids or jargon.
    package var say: String
    /// What the CRM answered, made small.
    package var result: JSONValue?
    package var written: Written
    /// What to confirm with after the caller's yes.
    package var confirmationID: String?
    /// Whether this is the outcome of an earlier, equal write of the call.
    package var isReplayed: Bool
    /// What the agent should know beside the outcome: dropped names, resolved times.
    package var notes: [String]

    package init(
        _ status: Status,
        say: String,
        result: JSONValue? = nil,
        written: Written = .no,
        confirmationID: String? = nil,
        notes: [String] = []
    ) {
        self.status = status
        self.say = say
        self.result = result
        self.written = written
        self.confirmationID = confirmationID
        isReplayed = false
        self.notes = notes
    }

    static let callerHasToAnswer = "The caller has to answer first."

    /// Whether a yes was not taken because the caller has not spoken since the question.
    package var waitsForCaller: Bool { status == .refused && say == Self.callerHasToAnswer }

    /// The outcome as an agent gets it, through whatever door.
    package var json: JSONValue {
        var object: JSONObject = ["outcome": .string(status.rawValue), "say": .string(say)]
        if let result { object["result"] = result }
        if let confirmationID { object["confirmation_id"] = .string(confirmationID) }
        if written != .no { object["written"] = .string(written.rawValue) }
        if isReplayed { object["replayed"] = true }
        if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
        return .object(object)
    }
}
