package import Actions
package import JSON

/// A language model that holds a conversation and asks for tools.
package protocol LanguageModel: Sendable {
    /// What the model adds to a conversation, as it comes: text to speak and tools to use.
    ///
    /// The stream fails with a ``ModelError`` when the model can't be had. Who stops reading cancels the response.
    func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error>
}

/// What a model is asked to go on from.
package struct ModelRequest: Sendable {
    package var prompt: SystemPrompt
    package var transcript: Transcript
    package var tools: [ToolSchema]
    /// When an answer is too late for the caller.
    package var deadline: ContinuousClock.Instant
    /// Who speaks to the model.
    package var heard: Fence
    /// What was found out before the conversation; the prompt says it in words.
    package var findings: [Briefing.Finding]

    package init(
        prompt: SystemPrompt,
        transcript: Transcript,
        tools: [ToolSchema],
        deadline: ContinuousClock.Instant,
        heard: Fence = .caller,
        findings: [Briefing.Finding] = []
    ) {
        self.heard = heard
        self.findings = findings
        self.prompt = prompt
        self.transcript = transcript
        self.tools = tools
        self.deadline = deadline
    }
}

/// A piece of what a model says or asks for.
package enum ModelEvent: Sendable, Hashable {
    /// The next words to speak.
    case text(String)
    /// A tool to use, complete.
    case use(ToolCall)
    /// What a part of the response cost.
    case usage(TokenUsage)

    var isUsage: Bool { if case .usage = self { true } else { false } }
}

/// A model's wish to use a tool.
package struct ToolCall: Sendable, Hashable {
    /// The model's own name for this use, by which its result is given back.
    package var id: String
    package var name: String
    package var arguments: JSONObject
    /// Whether the arguments were no JSON object, or came only in part. Such a use is never carried out.
    package var isGarbled: Bool

    package init(id: String, name: String, arguments: JSONObject, isGarbled: Bool = false) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.isGarbled = isGarbled
    }
}
