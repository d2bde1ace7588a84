package import Actions

/// An action with what this agent needs before using it.
package struct EnabledAction: Sendable {
    package var action: Action
    /// The connection its requests go to; nil where there is only one org, as in the demo.
    package var connectionID: String?
    /// How sure the call must be of who is calling.
    package var requiredAssurance: Assurance
    /// Whether it reaches only the records of the caller's contact or account.
    package var isLimitedToCaller: Bool

    /// - Parameters:
    ///   - assurance: Nil for the action's own default.
    ///   - isLimitedToCaller: Nil for the action's own default.
    package init(
        _ action: Action,
        on connectionID: String? = nil,
        requiring assurance: Assurance? = nil,
        isLimitedToCaller: Bool? = nil
    ) {
        self.action = action
        self.connectionID = connectionID
        requiredAssurance = assurance ?? action.defaultAssurance
        self.isLimitedToCaller = isLimitedToCaller ?? action.isLimitedToCaller
    }
}
