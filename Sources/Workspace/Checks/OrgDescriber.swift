package import Platforms

/// What an org says about its objects.
package protocol OrgDescriber: Sendable {
    /// Nil when it has no such object.
    func describe(_ object: String) async throws(CRMError) -> ObjectDescription?

    /// The names of all its objects.
    func objectNames() async throws(CRMError) -> [String]
}

/// The org a connection leads to.
package struct ConnectedOrgDescriber: OrgDescriber {
    private let connections: Connections
    private let id: SavedConnection.ID
    private let deadline: ContinuousClock.Instant

    package init(_ connections: Connections, _ id: SavedConnection.ID, until deadline: ContinuousClock.Instant) {
        self.connections = connections
        self.id = id
        self.deadline = deadline
    }

    package func describe(_ object: String) async throws(CRMError) -> ObjectDescription? {
        do throws(CRMError) {
            return try await connections.describe(object, through: id, deadline: deadline)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    package func objectNames() async throws(CRMError) -> [String] {
        try await connections.objects(through: id, deadline: deadline).map(\.name)
    }
}
