package import JSON

/// How often the caller has spoken, counted in what platforms send of a conversation.
package enum CallerTurns {
    /// The messages of the caller in a list of messages, in what holds one, or in the text of either; nil where there is
    /// none.
    package static func count(in history: JSONValue) -> Int? {
        switch history {
        case .array(let messages): messages.count { $0["role"] == "user" }
        case .object(let object):
            object.members.lazy.compactMap { $0.value.array }.first.map { $0.count { $0["role"] == "user" } }
        case .string(let text):
            (try? JSONValue(parsing: text)).flatMap { $0.string == nil ? count(in: $0) : nil }
        default: nil
        }
    }

    /// The lines of the caller in a transcript in words.
    static func count(inTranscript text: String) -> Int {
        text.split(separator: "\n").count { $0.hasPrefix("User:") }
    }
}
