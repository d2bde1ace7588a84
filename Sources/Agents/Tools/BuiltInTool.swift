package import Actions
import Calls
package import Workspace

/// What an agent can do in a call beside its actions.
package enum BuiltInTool: String, Sendable, CaseIterable {
    /// Runs what was kept back, after the caller's yes.
    case confirm
    /// Compares what the caller says about themselves with the CRM, or checks the code they were sent.
    case verifyCaller = "verify_caller"
    /// Sends the caller a code.
    case sendCode = "send_code"
    /// Ends the call, or hands it to a person.
    case endCall = "end_call"

    /// The built-in tools an agent needs: none that could only fail.
    package static func needed(by agent: Agent) -> [BuiltInTool] {
        allCases.filter { tool in
            switch tool {
            case .confirm:
                !agent.isReadOnly && agent.actions.contains { $0.action.isWrite && $0.action.asksForConfirmation }
            case .verifyCaller: agent.cares && (agent.verification.question != nil || agent.verification.allowsCode)
            case .sendCode: agent.cares && agent.verification.allowsCode
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
                effect: agent.actions.map { ToolSchema($0.action).effect }.max() ?? .adds
            )
        case .verifyCaller:
            ToolSchema(
                rawValue,
                title: "Verify Caller",
                description: Self.verification(agent.verification),
                parameters: agent.verification.namedFacts.map { Parameter($0.name) }
                    + (agent.verification.allowsCode ? [Parameter("code", description: "From send_code")] : []),
                effect: .reads
            )
        case .sendCode:
            ToolSchema(
                rawValue,
                title: "Send Code",
                description: "Send the caller a code, to the number or address on record.",
                effect: .adds
            )
        case .endCall:
            ToolSchema(
                rawValue,
                title: "End Call",
                description: "End the call after goodbye, or hand it to a person.",
                parameters: [
                    Parameter("hand_off", .boolean),
                    Parameter("summary", description: "Who called, what is done, what is open"),
                ],
                effect: .adds
            )
        }
    }

    private static func verification(_ rule: VerificationRule) -> String {
        let facts = rule.question.map { " It takes \($0)." } ?? ""
        return "Check who is calling, with what they say, word for word.\(facts) Never guess."
    }
}

extension Agent {
    /// Whether anything it does depends on who is calling.
    fileprivate var cares: Bool { actions.contains { $0.requiredAssurance > .unknown || $0.isLimitedToCaller } }
}
