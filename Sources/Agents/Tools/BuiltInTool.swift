package import Actions
import Calls
package import Workspace

/// What an agent can do in a call beside its actions.
package enum BuiltInTool: String, Sendable, CaseIterable {
    /// Runs what was kept back, after the caller's yes.
    case confirm
    /// Compares what the caller says about themselves with the CRM.
    case verifyCaller = "verify_caller"
    /// Ends the call, or hands it to a person.
    case endCall = "end_call"

    /// The built-in tools an agent needs: none that could only fail.
    package static func needed(by agent: Agent) -> [BuiltInTool] {
        allCases.filter { tool in
            switch tool {
            case .confirm: agent.actions.contains { $0.action.isWrite && $0.action.asksForConfirmation }
            case .verifyCaller: false
            case .endCall: true
            }
        }
    }

    /// The tool as a model sees it.
    package func schema(for agent: Agent) -> ToolSchema {
        switch self {
        case .confirm:
            ToolSchema(
                rawValue,
                title: "Confirm",
                description: "Run what was kept back, once the caller has answered yes to exactly that.",
                parameters: [Parameter("confirmation_id", isRequired: true)],
                isWrite: true,
                isDestructive: agent.actions.contains { $0.action.isDestructive }
            )
        case .verifyCaller:
            ToolSchema(
                rawValue,
                title: "Verify Caller",
                description: "Check who is calling by what they tell. Never guess a value.",
                parameters: CallerFact.parameters(for: agent.verification),
                isWrite: false
            )
        case .endCall:
            ToolSchema(
                rawValue,
                title: "End Call",
                description: "End the call after goodbye, or hand it to a person.",
                parameters: [
                    Parameter("hand_off", .boolean, description: "Whether a person takes over"),
                    Parameter("summary", description: "For that person: who called, what was done, what is open"),
                ],
                isWrite: false
            )
        }
    }
}
