package import Actions
package import Foundation

/// What people set about an agent.
package struct AgentSettings: Hashable, Sendable {
    /// Unique in the workspace, whatever its case.
    package var name: String
    /// What the language model is told about its job.
    package var instructions: String
    /// Where the agent's "tomorrow at ten" is.
    package var timeZone: TimeZone
    /// What it may do, in the order it is shown them.
    package var actions: [AgentAction]
    /// Whether it may only read, whatever its actions could write.
    package var isReadOnly: Bool
    /// Whether a language model is shown two tools, to find an action and to run one, instead of one for each action.
    package var isLean: Bool
    /// The only fields it may see and set; nil for whatever its actions reach.
    package var fieldAllowList: FieldAllowList?
    /// How a caller proves to it who they are.
    package var verification: VerificationRule

    package init(
        name: String,
        instructions: String = "",
        timeZone: TimeZone = .gmt,
        actions: [AgentAction] = [],
        isReadOnly: Bool = false,
        isLean: Bool = false,
        fieldAllowList: FieldAllowList? = nil,
        verification: VerificationRule = .standard
    ) {
        self.name = name
        self.instructions = instructions
        self.timeZone = timeZone
        self.actions = actions
        self.isReadOnly = isReadOnly
        self.isLean = isLean
        self.fieldAllowList = fieldAllowList
        self.verification = verification
    }
}

/// An action enabled for an agent.
package struct AgentAction: Hashable, Sendable {
    package var actionID: SavedAction.ID
    /// How sure a call must be of who is calling; nil for the action's own default.
    package var assurance: Assurance?
    /// Whether it reaches only the caller's own records; nil for the action's own default.
    package var isLimitedToCaller: Bool?

    package init(_ actionID: SavedAction.ID, assurance: Assurance? = nil, isLimitedToCaller: Bool? = nil) {
        self.actionID = actionID
        self.assurance = assurance
        self.isLimitedToCaller = isLimitedToCaller
    }
}
