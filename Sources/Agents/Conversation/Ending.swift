/// How a conversation ended.
package struct Ending: Sendable, Hashable {
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// The agent ended the call.
        case agent
        /// The model could not be had.
        case model
        /// The conversation has used all the tokens it may.
        case tokens
        /// The conversation has cost all it may.
        case cost
        /// The server stops, or can't go on.
        case server
    }

    package var cause: Cause
    /// Whether a person takes over.
    package var handsOff: Bool
    /// For that person, in the agent's words.
    package var summary: String?

    package init(_ cause: Cause, handsOff: Bool, summary: String? = nil) {
        self.cause = cause
        self.handsOff = handsOff
        self.summary = summary
    }
}
