import Actions
import DatabaseFixture
import JSON
import Platforms
import Storage
import Testing
import Workspace

@Suite struct ActionLibraryTests {
    private static let custom: JSONValue = [
        "name": "find_open_cases", "description": "Find open cases.",
        "soql": "SELECT Id, CaseNumber FROM Case WHERE IsClosed = false LIMIT 5",
    ]

    @Test(arguments: TestDatabase.engines)
    func `a template added again gets a name of its own, and keeps its title`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            for _ in 0..<3 {
                _ = try await workspace.library.add(template: "search_contact", on: workspace.connectionID)
            }
            let actions = try await workspace.library.actions()
            #expect(actions.map(\.name) == ["search_contact", "search_contact_2", "search_contact_3"])
            #expect(actions[1].action?.title == "Search Contact")
            #expect(actions[1].action?.group == "Contacts")
            #expect(actions[1].saved.template == "search_contact")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `names stay unique when several nodes add at once`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<6 {
                    let node = nodes[index % 2]
                    group.addTask { _ = try await node.library.add(template: "create_case", on: node.connectionID) }
                }
                try await group.waitForAll()
            }
            let contents = try await nodes[1].store.contents()
            #expect(Set(contents.actions.map(\.name)).count == 6)
            #expect(contents.revision == 6)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `the whole catalogue is the same after it was kept`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let definitions = try WorkspaceFixture.catalog.get().definitions
            for definition in definitions {
                _ = try await workspace.library.add(template: definition.name, on: workspace.connectionID)
            }
            let kept = try await workspace.store.contents().actions
            #expect(kept.map(\.definition) == definitions)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a custom action is added, replaced and removed`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let library = workspace.library
            var definition = try ActionDefinition(given: Self.custom)
            let added = try await library.add(definition, on: workspace.connectionID)
            #expect(added.saved.revision == 1)
            await #expect(throws: WorkspaceError.nameTaken("find_open_cases")) {
                try await library.add(definition, on: workspace.connectionID)
            }
            definition.name = "open_cases"
            let replaced = try await library.replace(added.id, with: definition, revision: 1)
            #expect(replaced.saved.revision == 2)
            await #expect(throws: WorkspaceError.conflict) {
                try await library.replace(added.id, with: definition, revision: 1)
            }
            #expect(try await library.action(named: "open_cases").id == added.id)
            try await library.remove(added.id)
            await #expect(throws: WorkspaceError.unknownAction) { try await library.action(added.id) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `an action agents use is removed only when that is meant`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let action = try await workspace.library.add(template: "log_call", on: workspace.connectionID)
            for name in ["Alex", "Sam"] {
                _ = try await workspace.roster.add(AgentSettings(name: name, actions: [AgentAction(action.id)]))
            }
            await #expect(throws: WorkspaceError.inUse(by: ["Alex", "Sam"])) {
                try await workspace.library.remove(action.id)
            }
            let users = try await workspace.library.remove(action.id, takingFromAgents: true)
            #expect(users == ["Alex", "Sam"])
            let agents = try await workspace.roster.agents()
            #expect(agents.allSatisfy { $0.settings.actions.isEmpty && $0.revision == 2 })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a connection stays as long as it has actions`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            await #expect(throws: WorkspaceError.unknownConnection) {
                try await workspace.library.add(template: "get_user", on: "con_none")
            }
            _ = try await workspace.library.add(template: "get_user", on: workspace.connectionID)
            await #expect(throws: StoreError.conflict) {
                try await workspace.connections.remove(workspace.connectionID)
            }
            let actions = try await workspace.library.actions(on: workspace.connectionID)
            #expect(actions.map(\.name) == ["get_user"])
        }
    }

    @Test func `an action is compiled for the version its connection speaks`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            try await workspace.addConnection("con_new", "New", apiVersion: "62.0")
            let added = try await workspace.library.add(template: "search_users", on: "con_new")
            #expect(added.action?.requests[0].template.endpointText == "/services/data/v62.0/query/")
            let read = try await workspace.library.action(added.id)
            #expect(read.action?.requests[0].template.endpointText == "/services/data/v62.0/query/")
        }
    }

    @Test func `templates that are added together get free names too`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            _ = try await workspace.library.add(template: "get_case", on: workspace.connectionID)
            let names = ["get_case", "search_lead", "get_case"]
            let added = try await workspace.library.add(templates: names, on: workspace.connectionID)
            #expect(added.map(\.name) == ["get_case_2", "search_lead", "get_case_3"])
            #expect(added.map(\.saved.template) == names)
            #expect(try await workspace.library.actions().map(\.id).suffix(3) == added.map(\.id)[...])
        }
    }

    @Test func `an unknown template is answered with the nearest one`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            await #expect(throws: WorkspaceError.unknownTemplate("serch_contact", suggestion: "search_contact")) {
                try await workspace.library.add(template: "serch_contact", on: workspace.connectionID)
            }
        }
    }

    @Test func `what is wrong with a definition is said with its place`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            let definition = try ActionDefinition(given: ["name": "a", "soql": "SELECT Id\nFORM Contact"])
            await #expect {
                try await workspace.library.add(definition, on: workspace.connectionID)
            } throws: { error in
                guard case .invalid(let problems) = error as? WorkspaceError else { return false }
                return problems.count == 1 && problems[0].member == "soql" && problems[0].line == 2
            }
            #expect(throws: WorkspaceError.self) { try ActionDefinition(given: "name: a\nsoql: SELECT") }
        }
    }
}
