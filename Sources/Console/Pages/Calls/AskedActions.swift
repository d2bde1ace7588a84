import Calls
import JSON

/// The actions that wait for a yes in a call, by what the yes is given to.
struct AskedActions: Sendable {
    private var actions: [String: String] = [:]

    /// Takes the next invocation of the call.
    ///
    /// - Returns: The action it confirms; nil for anything else.
    mutating func confirmed(by invocation: Invocation) -> String? {
        let confirmed = invocation.arguments["confirmation_id"]?.string.flatMap { actions[$0] }
        // The answer to a yes can be the same question again.
        if let question = invocation.outcome.confirmationID { actions[question] = confirmed ?? invocation.action }
        return confirmed
    }
}
