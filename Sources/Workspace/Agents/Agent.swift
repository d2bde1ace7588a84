import Actions
package import Foundation

/// An AI employee: who it is, and what it may do.
package struct Agent: Sendable, Identifiable {
    package var id: String
    package var name: String
    /// What the language model is told about its job.
    package var instructions: String
    /// Where the agent's "tomorrow at ten" is.
    package var timeZone: TimeZone
    /// What it may do, in the order it is shown them.
    package var actions: [EnabledAction]
    /// Whether it may only read, whatever its actions could write.
    package var isReadOnly: Bool
    /// Whether a language model is shown two tools, to find an action and to run one, instead of one for each action.
    package var isLean: Bool
    /// The only fields it may see and set; nil for whatever its actions reach.
    package var fieldAllowList: FieldAllowList?
    /// How a caller proves to it who they are.
    package var verification: VerificationRule

    package init(
        id: String,
        name: String,
        instructions: String = "",
        timeZone: TimeZone,
        actions: [EnabledAction],
        isReadOnly: Bool = false,
        isLean: Bool = false,
        fieldAllowList: FieldAllowList? = nil,
        verification: VerificationRule = .standard
    ) {
        self.id = id
        self.name = name
        self.instructions = instructions
        self.timeZone = timeZone
        self.actions = actions
        self.isReadOnly = isReadOnly
        self.isLean = isLean
        self.fieldAllowList = fieldAllowList
        self.verification = verification
    }

    package func enabledAction(_ name: String) -> EnabledAction? { actions.first { $0.action.name == name } }
}
