/// How a kind of client wants its tools described.
package enum ToolDialect: String, Sendable, CaseIterable {
    /// OpenAI chat completions: `{"type": "function", "function": {…}}`.
    case openAI = "openai"
    /// The same with every property required and optional ones nullable: the model's output then always fits.
    case openAIStrict = "openai-strict"
    /// OpenAI responses and realtime: the flat form.
    case openAIResponses = "openai-responses"
    case openAIResponsesStrict = "openai-responses-strict"
    /// Anthropic messages: `input_schema`.
    case anthropic
    /// Gemini function declarations, in its OpenAPI-like subset of JSON Schema.
    case gemini
    /// Model Context Protocol: `inputSchema` with all four annotations.
    case mcp
    /// Function tools of a Vapi assistant, whose server they are sent to.
    case vapi
    /// Custom functions of a Retell agent.
    case retell
    /// Webhook tools of an ElevenLabs agent.
    case elevenLabs = "elevenlabs"
}

/// Where a voice platform posts the calls of an agent's tools.
package struct ToolEndpoint: Hashable, Sendable {
    /// How the platform reaches the server, without a slash at the end: `https://switchboard.example`.
    package var origin: String
    package var agentID: String

    package init(origin: String, agentID: String) {
        self.origin = origin
        self.agentID = agentID
    }

    /// Stands in where neither server nor agent is known.
    package static let placeholder = ToolEndpoint(origin: "https://switchboard.example", agentID: "AGENT_ID")

    /// The agent's address for one platform, such as `vapi`.
    package func url(of platform: String) -> String { "\(origin)/voice/\(platform)/\(agentID)" }
}
