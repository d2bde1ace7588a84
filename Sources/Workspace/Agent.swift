package import Actions
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

    package init(
        id: String,
        name: String,
        instructions: String = "",
        timeZone: TimeZone,
        actions: [EnabledAction]
    ) {
        self.id = id
        self.name = name
        self.instructions = instructions
        self.timeZone = timeZone
        self.actions = actions
    }

    package func enabledAction(_ name: String) -> EnabledAction? { actions.first { $0.action.name == name } }
}

/// An action with what this agent needs before using it.
package struct EnabledAction: Sendable {
    package var action: Action
    /// How sure the call must be of who is calling.
    package var requiredAssurance: Assurance

    package init(_ action: Action, requiring assurance: Assurance = .unknown) {
        self.action = action
        requiredAssurance = assurance
    }
}

/// How sure we are who is calling.
package enum Assurance: String, Sendable, Comparable, CaseIterable {
    case unknown
    /// The caller's number belongs to exactly one contact.
    case recognised
    /// The caller proved it.
    case verified

    package static func < (left: Assurance, right: Assurance) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .unknown: 0
        case .recognised: 1
        case .verified: 2
        }
    }
}
