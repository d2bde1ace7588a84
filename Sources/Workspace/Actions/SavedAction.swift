package import Actions
package import Foundation

/// An action of the workspace, as it is kept.
package struct SavedAction: Hashable, Sendable, Identifiable {
    package var id: String
    /// Where its requests go.
    package var connectionID: String
    package var definition: ActionDefinition
    /// The name of the catalogue's template it was made from; nil for a custom action.
    package var template: String?
    package var createdAt: Date
    package var changedAt: Date
    /// Goes up with every change of it.
    package var revision: Int

    package var name: String { definition.name }

    package init(
        id: String,
        connectionID: String,
        definition: ActionDefinition,
        template: String? = nil,
        createdAt: Date,
        changedAt: Date,
        revision: Int = 1
    ) {
        self.id = id
        self.connectionID = connectionID
        self.definition = definition
        self.template = template
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }
}
