import Agents
import ArgumentParser
import Foundation
import Platforms

/// A language model at an address, and what is said to it how.
struct ModelChoice {
    enum Wire: String, ExpressibleByArgument, CaseIterable {
        /// OpenAI's chat completions, which most servers of models speak.
        case openai
        /// Anthropic's messages.
        case anthropic

        /// Where the provider's own tools look for the key.
        fileprivate var keyVariable: String {
            switch self {
            case .openai: "OPENAI_API_KEY"
            case .anthropic: "ANTHROPIC_API_KEY"
            }
        }
    }

    let url: String
    /// The model's name at the address.
    let name: String
    /// Nil to go by the address.
    let wire: Wire?
    /// Nil to look into the file, and then where the provider's own tools look.
    let key: Secret?
    let keyFile: String?

    func model(over transport: ModelTransport) throws -> any LanguageModel {
        guard var settings = ModelSettings(url: url, name: name) else {
            throw Mistake("\(url) is no http or https address, or holds more than one.")
        }
        let wire = wire ?? (settings.url.host()?.hasSuffix("anthropic.com") == true ? .anthropic : .openai)
        settings.key = try key ?? keptKey(wire)
        guard !settings.exposesKey else {
            throw Mistake("The key would go to \(url) for all to read. Use https://.")
        }
        return switch wire {
        case .openai: OpenAICompatibleModel(settings, over: transport)
        case .anthropic: AnthropicModel(settings, over: transport)
        }
    }

    private func keptKey(_ wire: Wire) throws -> Secret? {
        if let keyFile {
            guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
                throw Mistake("\(keyFile) can't be read.")
            }
            return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let environment = ProcessInfo.processInfo.environment
        let text = environment["SWITCHBOARD_MODEL_KEY"] ?? environment[wire.keyVariable]
        return text.flatMap { $0.isEmpty ? nil : Secret($0) }
    }
}
