package import JSON

/// How often the caller has spoken, counted in what platforms send of a conversation.
package enum CallerTurns {
    /// The messages of the caller in a conversation: a list of messages, an object with them as its `entries`, or the
    /// text of either.
    ///
    /// Nil for anything else. What was said is never looked into: anybody can say words that look like the caller's.
    package static func count(in conversation: JSONValue?) -> Int? {
        switch conversation {
        case .array(let messages):
            guard messages.allSatisfy({ $0["role"]?.string != nil }) else { return nil }
            return messages.count { $0["role"] == "user" }
        case .object(let object): return object["entries"]?.array.flatMap { count(in: .array($0)) }
        case .string(let text):
            return (try? JSONValue(parsing: text)).flatMap { $0.string == nil ? count(in: $0) : nil }
        default: return nil
        }
    }
}
