import Actions
import DatabaseFixture
import Foundation
import Platforms
import Storage
import Workspace

/// A workspace on a new database, as one node sees it, with one connection.
struct WorkspaceFixture: Sendable {
    static let catalog = Result { try Catalog.salesforce() }

    let store: WorkspaceStorage
    let connections: ConnectionStorage
    let shared: SharedWorkspace
    let library: ActionLibrary
    let roster: AgentRoster
    let transfer: WorkspaceTransfer
    let peopleStore: PeopleStorage
    let people: PeopleDirectory
    let connectionID = "con_main"

    init(_ database: any Database, clock: @escaping @Sendable () -> Date = { Date() }) throws {
        store = WorkspaceStorage(database)
        connections = ConnectionStorage(database)
        shared = SharedWorkspace(store: store, connections: connections)
        library = ActionLibrary(shared, connections: connections, templates: try Self.catalog.get(), clock: clock)
        roster = AgentRoster(shared, clock: clock)
        transfer = WorkspaceTransfer(shared, connections: connections, clock: clock)
        peopleStore = PeopleStorage(database)
        people = PeopleDirectory(peopleStore, hashing: .quick, clock: clock)
    }

    /// Runs a test on an engine.
    static func with(
        _ engine: TestDatabase,
        clock: @escaping @Sendable () -> Date = { Date() },
        _ body: (WorkspaceFixture) async throws -> Void
    ) async throws {
        try await withNodes(1, engine, clock: clock) { try await body($0[0]) }
    }

    /// Runs a test on an engine with several nodes.
    static func withNodes(
        _ count: Int,
        _ engine: TestDatabase,
        clock: @escaping @Sendable () -> Date = { Date() },
        _ body: ([WorkspaceFixture]) async throws -> Void
    ) async throws {
        try await engine.withNodes(count) { databases in
            let nodes = try databases.map { try WorkspaceFixture($0, clock: clock) }
            try await nodes[0].addConnection(nodes[0].connectionID, "Main")
            try await body(nodes)
        }
    }

    func addConnection(_ id: String, _ name: String, apiVersion: String = "59.0") async throws {
        guard let host = LogInHost("production") else { throw StoreError.conflict }
        var settings = ConnectionSettings(name: name, logInHost: host, grant: .authorizationCode, clientID: "app")
        settings.apiVersion = apiVersion
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        try await connections.insert(SavedConnection(id: id, settings: settings, createdAt: now, changedAt: now))
    }
}
