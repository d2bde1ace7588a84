package import Actions
package import Calls
package import Workspace

extension Agent {
    /// The tools a language model is shown that works as this agent.
    package var tools: [ToolSchema] {
        isLean ? LeanTool.allCases.map { $0.schema(for: self) } + builtInTools : allTools
    }

    /// The tools in a dialect. Voice platforms hang up themselves, so theirs are without that.
    package func tools(for dialect: ToolDialect) -> [ToolSchema] {
        switch dialect {
        case .vapi, .retell, .elevenLabs: tools.filter { $0.name != BuiltInTool.endCall.rawValue }
        default: tools
        }
    }

    /// One of the tools a model is shown; nil when there is none of that name.
    package func tool(named name: String) -> ToolSchema? {
        guard !isLean else { return tools.first { $0.name == name } }
        guard let builtIn = BuiltInTool(rawValue: name) else {
            return enabledAction(name).map { ToolSchema($0.action) }
        }
        return BuiltInTool.needed(by: self).contains(builtIn) ? builtIn.schema(for: self) : nil
    }

    /// Every action with a tool of its own.
    var allTools: [ToolSchema] { actions.map { ToolSchema($0.action) } + builtInTools }

    private var builtInTools: [ToolSchema] { BuiltInTool.needed(by: self).map { $0.schema(for: self) } }
}

extension Call {
    /// The tools of the call, in the number its agent is set up for.
    ///
    /// - Parameters:
    ///   - patience: How long one use may take.
    ///   - ending: What ends the call; nil when nobody else keeps account of it.
    package nonisolated func toolbox(
        patience: Duration = Call.patience,
        ending: (@Sendable () async -> Void)? = nil
    ) -> any Toolbox {
        let toolbox = CallToolbox(self, patience: patience, ending: ending)
        return agent.isLean ? LeanToolbox(toolbox) : toolbox
    }
}
