package import JSON

extension ToolSchema {
    /// All tools of a request in a dialect, as the request's `tools` wants them.
    ///
    /// - Parameter endpoint: Where voice platforms post what their agents use.
    package static func list(
        _ tools: [ToolSchema],
        _ dialect: ToolDialect,
        at endpoint: ToolEndpoint = .placeholder
    ) -> JSONValue {
        let tools = tools.map { $0.json(dialect, at: endpoint) }
        return dialect == .gemini ? [["functionDeclarations": .array(tools)]] : .array(tools)
    }

    /// The tool's description in a dialect.
    package func json(_ dialect: ToolDialect, at endpoint: ToolEndpoint = .placeholder) -> JSONValue {
        switch dialect {
        case .openAI:
            ["type": "function", "function": .object(named("parameters", inputSchema))]
        case .openAIStrict:
            ["type": "function", "function": .object(strict(true, named("parameters", strictSchema)))]
        case .openAIResponses:
            // Left out, it would be taken for true, which makes every parameter required.
            .object(typed("function", strict(false, named("parameters", inputSchema))))
        case .openAIResponsesStrict:
            .object(typed("function", strict(true, named("parameters", strictSchema))))
        case .anthropic:
            .object(named("input_schema", inputSchema))
        case .gemini:
            // With a bare nil, the choice would be between JSON values.
            .object(parameters.isEmpty ? named("parameters", nil) : named("parameters", inputSchema))
        case .mcp:
            .object(annotated(named("inputSchema", inputSchema)))
        case .vapi:
            vapiTool
        case .retell:
            retellTool(at: endpoint.url(of: "retell"))
        case .elevenLabs:
            elevenLabsTool(at: "\(endpoint.url(of: "elevenlabs"))/tools/\(name)")
        }
    }

    func named(_ schemaKey: String, _ schema: JSONValue?) -> JSONObject {
        var tool: JSONObject = ["name": .string(name), "description": .string(description)]
        tool[schemaKey] = schema
        return tool
    }

    func typed(_ type: String, _ tool: JSONObject) -> JSONObject {
        var typed: JSONObject = ["type": .string(type)]
        for member in tool { typed[member.key] = member.value }
        return typed
    }

    private func strict(_ isStrict: Bool, _ tool: JSONObject) -> JSONObject {
        var strict = tool
        strict["strict"] = .boolean(isStrict)
        return strict
    }

    private func annotated(_ tool: JSONObject) -> JSONObject {
        var annotated = tool
        annotated["title"] = .string(title)
        // Every answer is an outcome. Its other members depend on that, and would be read in every tool.
        annotated["outputSchema"] = ["type": "object", "required": ["outcome", "say"]]
        // What is left out stands for the worst, and for other things than here.
        annotated["annotations"] = [
            "readOnlyHint": .boolean(effect == .reads),
            "destructiveHint": .boolean(effect == .overwrites || effect == .removes),
            "idempotentHint": .boolean(effect != .adds),
            "openWorldHint": true,
        ]
        return annotated
    }
}
