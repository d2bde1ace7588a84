/// How a kind of client wants its tools described.
package enum ToolDialect: String, Sendable, CaseIterable {
    /// OpenAI chat completions: `{"type": "function", "function": {…}}`.
    case openAI = "openai"
    /// OpenAI responses and realtime: the flat form.
    case openAIResponses = "openai-responses"
    /// Anthropic messages: `input_schema`.
    case anthropic
    /// Gemini function declarations, in its OpenAPI-like subset of JSON Schema.
    case gemini
    /// Model Context Protocol: `inputSchema` with all four annotations.
    case mcp
}
