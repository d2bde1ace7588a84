import Agents
import ArgumentParser

/// Which language model speaks.
struct ModelOptions: ParsableArguments {
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
    var modelWire: ModelChoice.Wire?

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
        return try ModelChoice(
            url: url,
            name: name ?? modelName ?? "",
            wire: modelWire,
            key: nil,
            keyFile: modelKeyFile
        ).model(over: transport)
    }
}
