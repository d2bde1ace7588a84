package import JSON
import Platforms

/// How often the caller has spoken, counted in what platforms send of a conversation.
package enum CallerTurns {
    /// How platforms name the one that speaks with the caller.
    private static let agents: Set<String?> = ["agent", "ai", "assistant", "bot", "model"]

    /// The turns of the caller in a conversation: a list of messages, an object with them as its `entries`, or the text
    /// of either. What they say in several messages without a word of the agent between is one turn.
    ///
    /// Nil for anything else. What was said is looked into only for whether anything was: anybody can say words that look
    /// like the caller's.
    package static func count(in conversation: JSONValue?) -> Int? {
        switch conversation {
        case .array(let messages):
            guard messages.allSatisfy({ $0["role"]?.string != nil }) else { return nil }
            var turns = 0
            var isCallers = false
            for message in messages where saysSomething(message) {
                if message["role"] == "user" {
                    turns += isCallers ? 0 : 1
                    isCallers = true
                } else if agents.contains(message["role"]?.string) {
                    isCallers = false
                }
            }
            return turns
        case .object(let object): return object["entries"]?.array.flatMap { count(in: .array($0)) }
        case .string(let text):
            return (try? JSONValue(parsing: text)).flatMap { $0.string == nil ? count(in: $0) : nil }
        default: return nil
        }
    }

    private static func saysSomething(_ message: JSONValue) -> Bool {
        let text = message["message"] ?? message["content"]
        return SpokenText.saysSomething(text?.string ?? text?.array?.compactMap { $0["text"]?.string }.joined() ?? "")
    }
}
