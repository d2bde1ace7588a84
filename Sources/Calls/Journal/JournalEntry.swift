package import Actions
package import Foundation
package import JSON

/// A write, from before its first byte leaves until it is certain what became of it.
package struct JournalEntry: Hashable, Sendable, Identifiable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        /// It is being sent, or was when its node stopped.
        case prepared
        /// Certain, one way or the other; the outcome says which.
        case settled
        /// It may have been written; the org is being asked.
        case uncertain
        /// Certainly not written yet; it goes out when the org is back.
        case queued
        /// Given up, with a reason. A person can have it tried again, or dismiss it.
        case abandoned
    }

    package let id: String
    package let callID: String
    package let agentID: String
    package let connectionID: String
    package let action: String
    package let createdAt: Date
    /// What equal requests to one connection share.
    package let requestKey: String

    package var state: State
    /// What the same write of the same call shares, for as long as it must not be done again.
    package var onceKey: String?
    /// The record a create is known to have made.
    package var createdRecord: String?
    package var changedAt: Date
    /// When others than the node that has it in hand may take it up; for a queued one, when it is tried next.
    package var dueAt: Date
    /// Why it was given up, or what it waits for.
    package var reason: String?
    package var dismissedAt: Date?
    /// Grows with every change that is saved.
    package var version: Int
    package var details: Details

    /// What is needed to finish the write, and to say what it was.
    package struct Details: Hashable, Sendable {
        /// The JSON form of the invocation; null once it was forgotten.
        package var invocation: JSONValue
        /// The requests that were answered, in order.
        package var steps: [Step] = []
        /// The write that is being sent, or is to be sent next.
        package var request: CRMRequest?
        /// Its place among the action's requests.
        package var index = 0
        /// Whether it takes back what was done before it.
        package var isUndoing = false
        /// When it was sent last; nil when it was not.
        package var sentAt: Date?
        /// How often a request of it was sent to the org.
        package var timesSent = 0
        /// Whether a person has asked for it to be tried again, however old it is.
        package var isRetried = false
        /// What came of it, when that is certain; what the agent was told, until then.
        package var outcome: JSONValue?

        package init(invocation: JSONValue) { self.invocation = invocation }

        package var isForgotten: Bool { invocation == .null }
    }

    /// A request with its answer.
    package struct Step: Hashable, Sendable {
        /// The name later requests know it by.
        package var name: String
        package var request: CRMRequest
        package var answer: JSONValue

        package init(name: String, request: CRMRequest, answer: JSONValue) {
            self.name = name
            self.request = request
            self.answer = answer
        }
    }

    package init(
        id: String,
        callID: String,
        agentID: String,
        connectionID: String,
        action: String,
        createdAt: Date,
        requestKey: String,
        state: State,
        onceKey: String?,
        createdRecord: String? = nil,
        changedAt: Date,
        dueAt: Date,
        reason: String? = nil,
        dismissedAt: Date? = nil,
        version: Int = 0,
        details: Details
    ) {
        self.id = id
        self.callID = callID
        self.agentID = agentID
        self.connectionID = connectionID
        self.action = action
        self.createdAt = createdAt
        self.requestKey = requestKey
        self.state = state
        self.onceKey = onceKey
        self.createdRecord = createdRecord
        self.changedAt = changedAt
        self.dueAt = dueAt
        self.reason = reason
        self.dismissedAt = dismissedAt
        self.version = version
        self.details = details
    }
}
