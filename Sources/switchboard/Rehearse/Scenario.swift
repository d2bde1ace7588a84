import Actions
import Agents
import Calls
import SandboxOrg
import Workspace

/// A call to rehearse: who calls whom, what is said, and how the org must look afterwards.
struct Scenario: Sendable {
    enum Step: Sendable {
        /// What the caller says.
        case caller(String)
        /// A response of the scripted agent. A real model gives its own.
        case agent(ScriptedModel.Response)
        /// Time that passes.
        case pause(Duration)
    }

    /// A caller whom a language model plays.
    struct Persona: Sendable {
        /// Who it is and what it wants.
        var description: String
        /// How often it speaks at most.
        var turns: Int
    }

    /// Something that must be so at the end.
    enum Expectation: Sendable {
        case records(query: String, count: ClosedRange<Int>)
        /// Outcomes of tools that come in this order, others between them.
        case outcomes([ExpectedOutcome])
        case assurance(Assurance)
        case ending(handsOff: Bool)
    }

    struct ExpectedOutcome: Sendable, Hashable, CustomStringConvertible {
        var tool: String
        var status: Outcome.Status

        var description: String { "\(tool) \(status.rawValue)" }
    }

    /// Something that must not be so at any time.
    enum Prohibition: Sendable {
        case records(query: String)
        /// Words of the agent.
        case said(String)
        /// Text in what a tool told the model.
        case shown(String)
        /// A tool that got anything done.
        case done(String)
    }

    var name: String
    /// The headings of the catalogue that it exercises.
    var groups: [String]
    var callerPhone: String?
    var agent: Agent
    var faults: [Fault]
    var steps: [Step]
    var persona: Persona?
    var expectations: [Expectation]
    var prohibitions: [Prohibition]

    /// The responses of the scripted agent, in order.
    var script: [ScriptedModel.Response] {
        steps.compactMap { if case .agent(let response) = $0 { response } else { nil } }
    }

    /// Whether the agent speaks before the caller.
    var agentSpeaksFirst: Bool {
        for step in steps {
            switch step {
            case .agent: return true
            case .caller: return false
            case .pause: continue
            }
        }
        return persona != nil
    }
}
