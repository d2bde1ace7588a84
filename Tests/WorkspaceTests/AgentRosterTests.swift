import Actions
import DatabaseFixture
import Foundation
import JSON
import Platforms
import Storage
import Testing
import Workspace

@Suite struct AgentRosterTests {
    @Test(arguments: TestDatabase.engines)
    func `an agent gets its actions with what it needs for each`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let search = try await workspace.library.add(template: "search_contact", on: workspace.connectionID)
            let create = try await workspace.library.add(template: "create_case", on: workspace.connectionID)
            let saved = try await workspace.roster.add(
                AgentSettings(
                    name: "Alex",
                    instructions: "Help.",
                    timeZone: try #require(TimeZone(identifier: "Europe/Berlin")),
                    actions: [
                        AgentAction(create.id, assurance: .verified, isLimitedToCaller: true), AgentAction(search.id),
                    ],
                    isReadOnly: true,
                    fieldAllowList: FieldAllowList(readable: ["Contact": ["LastName"]]),
                    verification: VerificationRule(facts: ["Contact.Email"], requiredMatches: 1, allowsCode: false)
                )
            )
            let agent = try #require(try await workspace.roster.agent(saved.id))
            #expect(agent.actions.map(\.action.name) == ["create_case", "search_contact"])
            #expect(agent.actions.map(\.requiredAssurance) == [.verified, .unknown])
            #expect(agent.actions.map(\.isLimitedToCaller) == [true, false])
            #expect(agent.actions.map(\.connectionID) == ["con_main", "con_main"])
            #expect(agent.timeZone.identifier == "Europe/Berlin")
            let kept = try #require(try await workspace.store.contents().agents.first)
            #expect(kept.settings == saved.settings)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a token is shown once, kept as a digest, rotated and revoked`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.with(engine) { workspace in
            let roster = workspace.roster
            let id = try await roster.add(AgentSettings(name: "Alex")).id
            let first = try await roster.issueToken(for: id)
            #expect(first.text.hasPrefix("swb_agent_"))
            #expect(first.text.count == 74)
            #expect(try await roster.agent(token: first)?.id == id)
            let kept = try await workspace.store.contents().agents
            #expect(!"\(kept)".contains(first.text))
            #expect(!(kept.first?.settings.json.serializedText().contains("token") ?? true))
            let second = try await roster.issueToken(for: id)
            #expect(try await roster.agent(token: first) == nil)
            #expect(try await roster.agent(token: second)?.id == id)
            try await roster.revokeToken(of: id)
            #expect(try await roster.agent(token: second) == nil)
            #expect(try await roster.agent(token: Secret("swb_agent_")) == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `another node follows within a second`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            // On SQLite there is only one node.
            guard nodes[0].store.isShared else { return }
            let id = try await nodes[0].roster.add(AgentSettings(name: "Alex")).id
            let token = try await nodes[0].roster.issueToken(for: id)
            #expect(try await nodes[1].roster.agent(token: token)?.id == id)
            try await nodes[0].roster.revokeToken(of: id)
            let deadline = ContinuousClock.now.advanced(by: SharedWorkspace.reach)
            var isKnown = true
            while isKnown, ContinuousClock.now < deadline {
                isKnown = try await nodes[1].roster.agent(token: token) != nil
            }
            if isKnown { isKnown = try await nodes[1].roster.agent(token: token) != nil }
            #expect(!isKnown)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a token is good on every node as soon as it is handed out`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            guard nodes[0].store.isShared else { return }
            let id = try await nodes[0].roster.add(AgentSettings(name: "Alex")).id
            #expect(try await nodes[1].roster.agents().map(\.id) == [id])
            let token = try await nodes[0].roster.issueToken(for: id)
            #expect(try await nodes[1].roster.agent(token: token)?.id == id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `changes made at once are all kept`(engine: TestDatabase) async throws {
        try await WorkspaceFixture.withNodes(2, engine) { nodes in
            let id = try await nodes[0].roster.add(AgentSettings(name: "Alex")).id
            var actions: [String] = []
            for template in ["get_case", "get_lead", "get_user", "get_note"] {
                actions.append(try await nodes[0].library.add(template: template, on: nodes[0].connectionID).id)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, action) in actions.enumerated() {
                    group.addTask { _ = try await nodes[index % 2].roster.enable(AgentAction(action), for: id) }
                }
                try await group.waitForAll()
            }
            let kept = try #require(try await nodes[1].store.contents().agents.first)
            #expect(Set(kept.settings.actions.map(\.actionID)) == Set(actions))
            #expect(kept.revision == 5)
        }
    }

    @Test func `an edit made from an older revision is refused`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            let agent = try await workspace.roster.add(AgentSettings(name: "Alex"))
            let changed = try await workspace.roster.replace(agent.id, with: AgentSettings(name: "Sam"), revision: 1)
            #expect(changed.revision == 2)
            await #expect(throws: WorkspaceError.conflict) {
                try await workspace.roster.replace(agent.id, with: AgentSettings(name: "Kim"), revision: 1)
            }
            await #expect(throws: WorkspaceError.conflict) { try await workspace.roster.remove(agent.id, revision: 1) }
            try await workspace.roster.remove(agent.id, revision: 2)
            await #expect(throws: WorkspaceError.unknownAgent) { try await workspace.roster.savedAgent(agent.id) }
        }
    }

    @Test func `a name is unique whatever its case, and actions must exist`() async throws {
        try await WorkspaceFixture.with(.sqlite) { workspace in
            _ = try await workspace.roster.add(AgentSettings(name: "Alex"))
            await #expect(throws: WorkspaceError.nameTaken("ALEX")) {
                try await workspace.roster.add(AgentSettings(name: "ALEX"))
            }
            await #expect {
                try await workspace.roster.add(AgentSettings(name: "Sam", actions: [AgentAction("act_none")]))
            } throws: { error in
                guard case .invalid(let problems) = error as? WorkspaceError else { return false }
                return problems.map(\.member) == ["actions[0].action"]
            }
        }
    }

    @Test func `settings are the same after they were written and read`() throws {
        let settings = AgentSettings(
            name: "Zoë",
            instructions: "Line\nline",
            timeZone: try #require(TimeZone(identifier: "America/New_York")),
            actions: [AgentAction("act_1", assurance: .recognised), AgentAction("act_2", isLimitedToCaller: false)],
            isReadOnly: true,
            fieldAllowList: FieldAllowList(writable: ["Case": ["*"], "Contact": []]),
            verification: VerificationRule(facts: ["Case.CaseNumber"], requiredMatches: 1, allowsCode: false)
        )
        let read = try AgentSettings(json: settings.json)
        #expect(read == settings)
    }

    @Test func `everything that is wrong with settings is said at once`() {
        let json: JSONValue = [
            "name": "", "time_zone": "Europe/Berln", "readonly": true, "fields": ["readable": ["Con tact": ["a"]]],
            "verification": ["facts": ["Contact.Email", "Lead.Name"], "required_matches": 3],
            "actions": [["action": "act_1", "assurance": "verifed"], ["scope": "mine"], ["action": "act_1"]],
        ]
        #expect {
            try AgentSettings(json: json)
        } throws: { error in
            guard case .invalid(let problems) = error as? WorkspaceError else { return false }
            return problems.map(\.member) == [
                "readonly", "time_zone", "fields.readable", "actions[0].assurance", "actions[1].action",
                "actions[1].scope", "name", "actions[2].action", "verification.facts", "verification.required_matches",
            ]
                && problems.contains { $0.message.contains("Did you mean `Europe/Berlin`?") }
                && problems.contains { $0.message.contains("Did you mean `read_only`?") }
        }
    }
}
