package import Actions
package import Foundation
package import JSON

/// What a model should know of a call before it speaks.
package struct Briefing: Sendable {
    /// What an action found out by itself as the call opened.
    package struct Finding: Sendable, Hashable {
        package var action: String
        package var outcome: JSONValue

        package init(action: String, outcome: JSONValue) {
            self.action = action
            self.outcome = outcome
        }
    }

    /// The agent's name.
    package var agent: String
    /// What the company has told the agent.
    package var instructions: String
    package var now: Date
    package var timeZone: TimeZone
    package var isReadOnly: Bool
    /// Whether the telephone network gave a number. The number itself is no model's business.
    package var callerNumberIsKnown: Bool
    package var assurance: Assurance
    package var callerName: String?
    package var findings: [Finding]

    package init(
        agent: String,
        instructions: String,
        now: Date,
        timeZone: TimeZone,
        isReadOnly: Bool = false,
        callerNumberIsKnown: Bool = false,
        assurance: Assurance = .unknown,
        callerName: String? = nil,
        findings: [Finding] = []
    ) {
        self.agent = agent
        self.instructions = instructions
        self.now = now
        self.timeZone = timeZone
        self.isReadOnly = isReadOnly
        self.callerNumberIsKnown = callerNumberIsKnown
        self.assurance = assurance
        self.callerName = callerName
        self.findings = findings
    }
}
