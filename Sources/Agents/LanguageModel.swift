package import Actions
package import JSON

/// A language model that holds a conversation and asks for actions.
package protocol LanguageModel: Sendable {
    /// What the model adds to a conversation, as it comes: text to speak and actions to use.
    func response(to transcript: Transcript, tools: [Action]) -> AsyncThrowingStream<ModelEvent, any Error>
}

/// A piece of what a model says or asks for.
package enum ModelEvent: Sendable, Hashable {
    /// The next words to speak.
    case text(String)
    /// An action to use, complete.
    case use(ToolCall)
}

/// A model's wish to use an action.
package struct ToolCall: Sendable, Hashable {
    /// The model's own name for this use, by which its result is given back.
    package var id: String
    package var name: String
    package var arguments: JSONObject

    package init(id: String, name: String, arguments: JSONObject) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What was said and done in a conversation, in order.
package struct Transcript: Sendable, Hashable {
    package enum Entry: Sendable, Hashable {
        case caller(String)
        /// One whole response of the model.
        case agent(text: String, uses: [ToolCall])
        /// What came of a use.
        case outcome(ToolCall, JSONValue)
    }

    package var entries: [Entry] = []

    package init() {}
}
