import Actions
import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing
import Workspace

@Suite struct WorkspaceTransferTests {
    private static let file = """
        switchboard: 1
        actions:
        - connection: Main
          name: open_cases
          description: Find open cases.
          soql: SELECT Id FROM Case WHERE IsClosed = false
        - connection: main
          template: get_user
          name: get_user
          endpoint: sobjects/User/{{record_id}}
        agents:
        - name: Alex
          instructions: Help.
          actions: [{action: open_cases, assurance: verified}]
        """

    private func filled(_ workspace: WorkspaceFixture) async throws {
        var actions: [AgentAction] = []
        for template in try WorkspaceFixture.catalog.get().definitions.prefix(10) {
            let action = try await workspace.library.add(template: template.name, on: workspace.connectionID)
            actions.append(AgentAction(action.id, assurance: .recognised, isLimitedToCaller: true))
        }
        let agent = try await workspace.roster.add(
            AgentSettings(
                name: "Alex: \"the\" agent",
                instructions: "Be kind.\nBe quick.",
                timeZone: try #require(TimeZone(identifier: "Asia/Tokyo")),
                actions: actions.reversed(),
                isReadOnly: true,
                fieldAllowList: FieldAllowList(readable: ["Contact": ["*"]])
            )
        )
        _ = try await workspace.roster.issueToken(for: agent.id)
    }

    @Test(arguments: TestDatabase.engines)
    func `an export makes the same workspace elsewhere, and nothing the second time`(
        engine: TestDatabase
    ) async throws {
        try await WorkspaceFixture.with(engine) { first in
            try await filled(first)
            let text = try await first.transfer.exported()
            try await WorkspaceFixture.with(.sqlite) { second in
                let plan = try await second.transfer.plan(text)
                #expect(plan.steps.count == 11)
                #expect(plan.steps.allSatisfy { $0.effect == .create })
                let before = try await second.store.contents().actions
                #expect(before.isEmpty)
                let done = try await second.transfer.importing(text)
                #expect(done == plan)
                let again = try await second.transfer.importing(text)
                #expect(!again.changesAnything)
                let revision = try await second.store.revision()
                #expect(revision == 1)
                let exported = try await second.transfer.exported()
                #expect(exported == text)
                let contents = try await second.store.contents()
                let original = try await first.store.contents()
                #expect(contents.actions.map(\.definition) == original.actions.map(\.definition))
                #expect(contents.agents.first?.token == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `an import says what it changes, and leaves what it does not name`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            _ = try await workspace.library.add(template: "get_user", on: workspace.connectionID)
            let alex = try await workspace.roster.add(AgentSettings(name: "ALEX", instructions: "Old."))
            let token = try await workspace.roster.issueToken(for: alex.id)
            _ = try await workspace.roster.add(AgentSettings(name: "Sam"))
            let plan = try await workspace.transfer.importing(Self.file)
            #expect(
                plan.steps.map(\.description) == [
                    "create action open_cases",
                    "change action get_user: endpoint, title, description, parameters, group",
                    "change agent Alex: name, instructions, actions",
                ]
            )
            #expect(try await workspace.roster.agents().map(\.settings.name) == ["Alex", "Sam"])
            let agent = try #require(try await workspace.roster.agent(token: token))
            #expect(agent.actions.map(\.action.name) == ["open_cases"])
            #expect(agent.actions.map(\.requiredAssurance) == [.verified])
        }
    }

    @Test func `an import with a mistake changes nothing, and says every one`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            let text =
                Self.file.replacing("connection: main", with: "connection: Other")
                .replacing("WHERE IsClosed", with: "WHER IsClosed")
                .replacing("{action: open_cases", with: "{action: opn_cases")
            await #expect {
                try await workspace.transfer.importing(text)
            } throws: { error in
                guard case .invalid(let problems) = error as? WorkspaceError else { return false }
                return problems.map(\.member) == [
                    "actions[0].soql", "actions[1].connection", "agents[0].actions[0].action",
                ]
            }
            let revision = try await workspace.store.revision()
            #expect(revision == 0)
        }
    }

    @Test func `another connection can stand for that of the file`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            try await workspace.addConnection("con_other", "Other")
            let text = Self.file.replacing("connection: Main", with: "connection: Production")
            _ = try await workspace.transfer.importing(text, standIns: ["Production": "con_other"])
            let actions = try await workspace.library.actions()
            #expect(actions.map(\.saved.connectionID) == ["con_other", "con_main"])
        }
    }

    @Test func `an export holds no token and no secret`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            try await filled(workspace)
            let text = try await workspace.transfer.exported()
            let digest = try #require(try await workspace.store.contents().agents.first?.token?.digest)
            #expect(!text.contains(digest))
            #expect(!text.contains("swb_"))
            #expect(!text.contains("client"))
        }
    }

    @Test(arguments: [
        ("", "empty"), ("switchboard: 2", "expected `switchboard: 1`"), ("a: [", "not YAML"),
        ("switchboard: 1\nagent: []", "Did you mean `agents`?"),
        ("switchboard: 1\nactions: [{connection: Main, name: a}]", "needs an `endpoint`"),
        ("switchboard: 1\nagents: [{name: A}, {name: a}]", "stands twice"),
    ])
    func `what is no workspace is refused`(text: String, message: String) async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            await #expect {
                try await workspace.transfer.plan(text)
            } throws: { error in
                guard case .invalid(let problems) = error as? WorkspaceError else { return false }
                return problems.contains { $0.message.contains(message) }
            }
        }
    }
}
