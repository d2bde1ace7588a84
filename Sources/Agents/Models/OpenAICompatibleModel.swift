/// A model behind a server that speaks OpenAI's chat completions: OpenAI, vLLM, llama.cpp, Ollama and others.
package struct OpenAICompatibleModel: LanguageModel {
    private let model: StreamedModel<ChatCompletionsWire>

    package init(_ settings: ModelSettings, over transport: ModelTransport) {
        model = StreamedModel(wire: ChatCompletionsWire(settings: settings), settings: settings, transport: transport)
    }

    package func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        model.response(to: request)
    }
}
