import Agents
import ArgumentParser
import Foundation
import Platforms

/// Which language model speaks.
struct ModelOptions: ParsableArguments {
    enum Wire: String, ExpressibleByArgument, CaseIterable {
        /// OpenAI's chat completions, which most servers of models speak.
        case openai
        /// Anthropic's messages.
        case anthropic

        /// Where the provider's own tools look for the key.
        var keyVariable: String {
            switch self {
            case .openai: "OPENAI_API_KEY"
            case .anthropic: "ANTHROPIC_API_KEY"
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The address of a language model: https://api.openai.com/v1, http://127.0.0.1:8080/v1.",
            valueName: "url"
        )
    )
    var model: String?

    @Option(help: ArgumentHelp("The model's name at that address.", valueName: "name"))
    var modelName: String?

    @Option(help: "What the address speaks; anthropic for api.anthropic.com, else openai.")
    var modelWire: Wire?

    @Option(
        help: ArgumentHelp(
            "A file with the model's key. Else it is SWITCHBOARD_MODEL_KEY, or OPENAI_API_KEY or ANTHROPIC_API_KEY.",
            valueName: "file"
        )
    )
    var modelKeyFile: String?

    func validate() throws {
        guard let model else {
            guard modelName == nil, modelWire == nil, modelKeyFile == nil else {
                throw ValidationError("--model says where the model is; without it there is none.")
            }
            return
        }
        guard modelName != nil else { throw ValidationError("Give the model's name, too: --model-name.") }
        guard ModelSettings(url: model, name: "") != nil else {
            throw ValidationError("\(model) is no http or https address, or holds more than one.")
        }
    }

    /// The model; nil when none was asked for.
    func model(over transport: ModelTransport) throws -> (any LanguageModel)? {
        try other(url: model, name: nil, over: transport)
    }

    /// Another model of the same kind, with the same key.
    func other(url: String?, name: String?, over transport: ModelTransport) throws -> (any LanguageModel)? {
        guard let url else { return nil }
        guard var settings = ModelSettings(url: url, name: name ?? modelName ?? "") else {
            throw Mistake("\(url) is no http or https address, or holds more than one.")
        }
        let wire = modelWire ?? (settings.url.host()?.hasSuffix("anthropic.com") == true ? .anthropic : .openai)
        settings.key = try key(wire)
        guard !settings.exposesKey else {
            throw Mistake("The key would go to \(url) for all to read. Use https://.")
        }
        return switch wire {
        case .openai: OpenAICompatibleModel(settings, over: transport)
        case .anthropic: AnthropicModel(settings, over: transport)
        }
    }

    private func key(_ wire: Wire) throws -> Secret? {
        if let modelKeyFile {
            guard let text = try? String(contentsOfFile: modelKeyFile, encoding: .utf8) else {
                throw Mistake("\(modelKeyFile) can't be read.")
            }
            return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let environment = ProcessInfo.processInfo.environment
        let text = environment["SWITCHBOARD_MODEL_KEY"] ?? environment[wire.keyVariable]
        return text.flatMap { $0.isEmpty ? nil : Secret($0) }
    }
}
