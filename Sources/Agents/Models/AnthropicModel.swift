/// A model behind Anthropic's messages.
package struct AnthropicModel: LanguageModel {
    private let model: StreamedModel<AnthropicWire>

    package init(_ settings: ModelSettings, over transport: ModelTransport) {
        model = StreamedModel(wire: AnthropicWire(settings: settings), settings: settings, transport: transport)
    }

    package func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        model.response(to: request)
    }
}
