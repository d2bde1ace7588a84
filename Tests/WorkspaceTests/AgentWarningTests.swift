import Actions
import Foundation
import Testing
import Workspace

struct AgentWarningTests {
    private func agent(recognisingBy fields: String, runs: String = "runs: call_start") throws -> Agent {
        let file = DefinitionFile(
            parsing: """
                - name: identify_customer
                  soql: SELECT \(fields) FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
                  \(runs)
                - name: open_cases
                  soql: SELECT Id FROM Case WHERE IsClosed = false LIMIT 5
                  assurance: recognised
                """
        )
        #expect(file.problems.isEmpty, "\(file.problems)")
        return Agent(
            id: "agt_1",
            name: "Agent",
            timeZone: .gmt,
            actions: file.actions.map { EnabledAction($0) }
        )
    }

    @Test func `an agent that recognises its callers is as it should be`() throws {
        #expect(try agent(recognisingBy: "Id, Name, Phone").warnings.isEmpty)
    }

    @Test func `an agent without anything to recognise is as it should be`() throws {
        var agent = try agent(recognisingBy: "Id, Name")
        agent.actions.removeAll { $0.action.name == "open_cases" }
        #expect(agent.warnings.isEmpty)
    }

    @Test(arguments: [("Id, Name", "runs: call_start"), ("Id, Name, Phone", "title: Find")])
    func `who would have to be recognised and never is, is said`(fields: String, runs: String) throws {
        let warnings = try agent(recognisingBy: fields, runs: runs).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("open_cases waits for a proof") ?? false, "\(warnings)")
    }
}
