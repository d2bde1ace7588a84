import Actions
import Agents
import JSON
import Testing

@testable import switchboard

/// A caller whom a model plays.
@Suite struct ModelCallerTests {
    private func scenario(turns: Int = 12) throws -> Scenario {
        try ScenarioReader(catalog: .salesforce()).scenario(
            """
            name: A caller with a mind of their own
            agent: {actions: [search_contact, create_case]}
            caller: {persona: You are Sarah. You want a case about noise., turns: \(turns)}
            expect: [{soql: SELECT Id FROM Case WHERE Subject = 'Noise', count: 1}, {ended: goodbye}]
            """
        )
    }

    private let agent = ScriptedModel([
        .init("Hello, how can I help?"),
        .init(uses: [.init("create_case", ["Subject": "Noise"])]),
        .init("Shall I open a case?"),
        .init(uses: [.init("confirm", ["confirmation_id": "{{create_case.confirmation_id}}"])]),
        .init("Done. Goodbye!", uses: [.init("end_call", [:])]),
    ])

    @Test func `two models hold a whole call`() async throws {
        let caller = ScriptedModel([.init("There is noise on my line."), .init("Yes, please.")])
        let rehearsal = Rehearsal(scenario: try scenario(), agentModel: agent, callerModel: caller)
        let result = try await rehearsal.run()
        #expect(result.failures == [])
        #expect(
            result.transcript.entries.compactMap { if case .caller(let line) = $0 { line } else { nil } }
                == ["There is noise on my line.", "Yes, please."]
        )
    }

    @Test func `a caller who hangs up leaves the call as it is`() async throws {
        let caller = ScriptedModel([.init("There is noise."), .init("[hangs up]")])
        let rehearsal = Rehearsal(scenario: try scenario(), agentModel: agent, callerModel: caller)
        #expect(try await rehearsal.run().failures.count == 2)
    }

    @Test func `a caller who never comes to an end is hung up on`() async throws {
        let caller = ScriptedModel(Array(repeating: .init("And then?"), count: 9))
        let chatty = ScriptedModel(Array(repeating: .init("Go on."), count: 9))
        let result = try await Rehearsal(scenario: try scenario(turns: 3), agentModel: chatty, callerModel: caller)
            .run()
        #expect(result.transcript.entries.count { if case .caller = $0 { true } else { false } } == 3)
    }
}
