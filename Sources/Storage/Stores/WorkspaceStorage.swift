package import Platforms
package import Workspace

/// Keeps actions and agents in a database.
package struct WorkspaceStorage: WorkspaceStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package var isShared: Bool { database.isShared }

    package func revision() async throws(StoreError) -> Int {
        try await database.read { session throws(StoreError) in try Self.revision(session) }
    }

    package func contents() async throws(StoreError) -> WorkspaceContents {
        try await database.read { session throws(StoreError) in
            WorkspaceContents(
                revision: try Self.revision(session),
                actions: try session.rows("SELECT * FROM actions ORDER BY added_in, place").map {
                    row throws(StoreError) in try SavedAction(row)
                },
                agents: try session.rows("SELECT * FROM agents ORDER BY added_in, place").map {
                    row throws(StoreError) in try SavedAgent(row)
                }
            )
        }
    }

    package func apply(_ change: WorkspaceChange, to revision: Int) async throws(StoreError) -> Int {
        try await database.write { session throws(StoreError) in
            let next = revision + 1
            let updated = try session.run(
                "UPDATE workspace SET revision = $1 WHERE id = 'workspace' AND revision = $2",
                SQLValue(next),
                SQLValue(revision)
            )
            guard updated == 1 else { throw .conflict }
            for id in change.removedAgents { try session.run("DELETE FROM agents WHERE id = $1", .text(id)) }
            for id in change.removedActions { try session.run("DELETE FROM actions WHERE id = $1", .text(id)) }
            for (place, action) in change.savedActions.enumerated() {
                try Self.save(action.columns, "actions", addedIn: next, place: place, session)
            }
            for (place, agent) in change.savedAgents.enumerated() {
                try Self.save(agent.columns, "agents", addedIn: next, place: place, session)
            }
            return next
        }
    }

    private static func revision(_ session: any DatabaseSession) throws(StoreError) -> Int {
        guard let row = try session.rows("SELECT revision FROM workspace WHERE id = 'workspace'").first else {
            throw .unreadable("The workspace has no revision.")
        }
        return try row.integer("revision")
    }

    /// Adds a row, or puts it in place of that with the same id, where it keeps its place among the others.
    private static func save(
        _ columns: [(name: String, value: SQLValue)],
        _ table: String,
        addedIn revision: Int,
        place: Int,
        _ session: any DatabaseSession
    ) throws(StoreError) {
        let places = (1...columns.count + 2).map { "$\($0)" }.joined(separator: ", ")
        let assignments = columns.dropFirst().map { "\($0.name) = excluded.\($0.name)" }
        try session.run(
            """
            INSERT INTO \(table) (\((columns.map(\.name) + ["added_in", "place"]).joined(separator: ", ")))
            VALUES (\(places)) ON CONFLICT (id) DO UPDATE SET \(assignments.joined(separator: ", "))
            """,
            columns.map(\.value) + [SQLValue(revision), SQLValue(place)]
        )
    }
}
