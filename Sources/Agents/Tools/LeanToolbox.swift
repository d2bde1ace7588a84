package import Actions
package import Calls
import Foundation
package import JSON
package import Workspace

/// Two tools that stand for all actions of an agent, so that a model reads about an action only when it needs it.
package enum LeanTool: String, Sendable, CaseIterable {
    case findAction = "find_action"
    case runAction = "run_action"

    package func schema(for agent: Agent) -> ToolSchema {
        switch self {
        case .findAction:
            ToolSchema(
                rawValue,
                title: "Find Action",
                description: "Find an action for what is wanted.",
                parameters: [Parameter("what", isRequired: true)],
                effect: .reads
            )
        case .runAction:
            ToolSchema(
                rawValue,
                title: "Run Action",
                description: "Run an action that find_action gave.",
                parameters: [
                    Parameter("action", isRequired: true),
                    // Text, because some dialects have no objects without named members.
                    Parameter("arguments", description: "JSON object"),
                ],
                effect: agent.actions.map { ToolSchema($0.action).effect }.max() ?? .reads
            )
        }
    }
}

/// The tools of a call whose agent is lean. What an action may do is decided where it always is: this only finds it.
package struct LeanToolbox: Toolbox {
    private let toolbox: CallToolbox

    package init(_ toolbox: CallToolbox) { self.toolbox = toolbox }

    package func briefing() async -> Briefing { await toolbox.briefing() }

    package func tools() async -> [ToolSchema] { toolbox.call.agent.tools }

    package func callerSpoke() async { await toolbox.callerSpoke() }

    package func keep(_ transcript: Transcript) async { await toolbox.keep(transcript) }

    package func end() async { await toolbox.end() }

    package func use(_ tool: String, _ arguments: JSONObject) async -> Invocation {
        switch LeanTool(rawValue: tool) {
        case .findAction: await answer(tool, arguments, found(arguments["what"]?.string ?? ""))
        case .runAction: await run(arguments)
        case nil: await toolbox.use(tool, arguments)
        }
    }

    private func run(_ arguments: JSONObject) async -> Invocation {
        let name = arguments["action"]?.string ?? ""
        let agent = toolbox.call.agent
        guard agent.enabledAction(name) != nil || BuiltInTool.needed(by: agent).contains(where: { $0.rawValue == name })
        else {
            let near = Spelling.nearest(to: name, in: agent.actions.map(\.action.name))
            let hint = near.map { "Did you mean \($0)?" } ?? "Use find_action to find one."
            return await answer("run_action", arguments, Outcome(.invalid, say: "There is no such action. \(hint)"))
        }
        guard let inner = Self.object(arguments["arguments"] ?? .null) else {
            let say = "The arguments of \(name) have to be a JSON object."
            return await answer("run_action", arguments, Outcome(.invalid, say: say))
        }
        return await toolbox.use(name, inner)
    }

    /// The arguments, as an object or as its text.
    static func object(_ value: JSONValue) -> JSONObject? {
        switch value {
        case .null, "": [:]
        case .object(let object): object
        // Before it was read, a look-alike may have stood in it as an escape.
        case .string(let text): (try? JSONValue(parsing: text))?.object.map(Fence.meant)
        default: nil
        }
    }

    private func found(_ what: String) -> Outcome {
        let actions = toolbox.call.agent.actions.map(\.action)
        let search = ActionSearch(what)
        let matches = search.matches(among: actions)
        var result = JSONObject()
        if !matches.isEmpty {
            result["actions"] = .array(
                matches.prefix(Self.matchesShown).map { ToolSchema($0).json(.anthropic) }
            )
        }
        let others = matches.isEmpty ? actions : Array(matches.dropFirst(Self.matchesShown))
        if !others.isEmpty { result["others"] = .array(others.map { .string($0.name) }) }
        return Outcome(
            matches.isEmpty ? .notFound : .completed,
            say: matches.isEmpty ? "Nothing fits that; these are all the actions." : "That can be done.",
            result: .object(result)
        )
    }

    private static let matchesShown = 4

    private func answer(_ tool: String, _ arguments: JSONObject, _ outcome: Outcome) async -> Invocation {
        Invocation(
            number: await toolbox.call.invocations.count + 1,
            action: tool,
            arguments: arguments,
            outcome: outcome,
            startedAt: Date(),
            duration: .zero
        )
    }
}
