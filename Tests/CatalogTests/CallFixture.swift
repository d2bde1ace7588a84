import Actions
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

/// A call on an org, with an agent that may use every action of the catalogue and perhaps some more.
struct CallFixture: Sendable {
    /// What came of one use of an action by an agent whose caller says yes to everything.
    struct Use: Sendable {
        /// What the caller was asked; nil when nothing was.
        var question: Outcome?
        var outcome: Outcome
    }

    let call: Call

    /// Compiled once: every case has a call of its own.
    private static let catalog = Result { try Catalog.salesforce().actions }

    init(on org: DemoOrg, callerPhone: String? = "+15552345678", adding actions: [Action] = []) throws {
        let connection = org.connection
        let added = Set(actions.map(\.name))
        let catalog = try Self.catalog.get().filter { !added.contains($0.name) }
        let agent = Agent(
            id: "agent",
            name: "Agent",
            timeZone: try #require(TimeZone(identifier: "America/New_York")),
            actions: (catalog + actions).map { EnabledAction($0) }
        )
        call = Call(
            agent: agent,
            callerPhone: callerPhone,
            reportsTurns: false,
            clock: { DemoOrg.now },
            send: { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
        )
    }

    /// Uses an action, and confirms when asked.
    func run(_ action: String, _ arguments: JSONObject = [:]) async -> Use {
        // Longer than a caller would wait: a busy machine must not fail a test.
        let patience = Duration.seconds(60)
        let outcome = await call.invoke(action, arguments, within: patience).outcome
        guard let confirmationID = outcome.confirmationID else { return Use(outcome: outcome) }
        let confirmed = await call.confirm(confirmationID, by: call.agent.id, within: patience).outcome
        return Use(question: outcome, outcome: confirmed)
    }
}
