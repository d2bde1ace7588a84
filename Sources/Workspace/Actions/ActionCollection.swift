package import Actions

/// The actions of a workspace, each under its own name.
package struct ActionCollection: Sendable {
    package private(set) var actions: [Action]

    package init(_ actions: [Action] = []) {
        self.actions = []
        for action in actions { add(action) }
    }

    package subscript(name: String) -> Action? { actions.first { $0.name == name } }

    /// Adds an action. One whose name is taken gets the next free number: `search_contact_2`.
    ///
    /// - Returns: The action under the name it got.
    @discardableResult
    package mutating func add(_ action: Action) -> Action {
        var added = action
        var number = 2
        while self[added.name] != nil {
            let suffix = "_\(number)"
            added.name = action.name.prefix(Self.maximumNameLength - suffix.count) + suffix
            added.title = "\(action.title) \(number)"
            number += 1
        }
        actions.append(added)
        return added
    }

    /// What every language model accepts as a tool's name.
    private static let maximumNameLength = 64
}
