package import Actions
package import Foundation
package import JSON

/// One use of an action in a call, from arguments to outcome.
package struct Invocation: Sendable {
    /// Counted from 1 in the call.
    package var number: Int
    package var action: String
    /// As the model sent them.
    package var arguments: JSONObject
    /// What was sent to the CRM, in order. Empty when the gate stopped it.
    package var requests: [CRMRequest]
    package var outcome: Outcome
    package var startedAt: Date
    package var duration: Duration

    package init(
        number: Int,
        action: String,
        arguments: JSONObject,
        requests: [CRMRequest] = [],
        outcome: Outcome,
        startedAt: Date,
        duration: Duration
    ) {
        self.number = number
        self.action = action
        self.arguments = arguments
        self.requests = requests
        self.outcome = outcome
        self.startedAt = startedAt
        self.duration = duration
    }
}
