package import JSON

/// What was said and done in a conversation, in order.
package struct Transcript: Sendable, Hashable {
    package enum Entry: Sendable, Hashable {
        case caller(String)
        /// One whole response of the model, or what was spoken of it before the caller interrupted.
        case agent(text: String, uses: [ToolCall])
        /// What came of a use.
        case outcome(ToolCall, JSONValue)
    }

    package var entries: [Entry] = []

    package init() {}

    /// Leaves of what the agent said since the caller last spoke only what the caller heard.
    ///
    /// - Returns: Whether the caller heard all but the end of its last sentence. Where what they heard is not found in
    ///   what was said, they count as not having heard it.
    @discardableResult
    mutating func cut(to heard: String) -> Bool {
        let start = (entries.lastIndex { if case .caller = $0 { true } else { false } } ?? -1) + 1
        let spoken = entries[start...].map { if case .agent(let text, _) = $0 { text } else { "" } }
        // The last words heard say where the speech stopped: a telephone relay may tell only the latest utterance. Words
        // that were said more than once were heard once at least.
        let all = spoken.joined()
        guard let end = all.end(of: heard.trimmed) else { return false }
        var left = all.distance(from: all.startIndex, to: end)
        for index in entries.indices[start...] {
            guard case .agent(let text, let uses) = entries[index] else { continue }
            let kept = String(text.prefix(left))
            left -= kept.count
            let isCut = kept.count < text.count
            entries[index] = .agent(text: isCut && !kept.isEmpty ? kept + Self.interruption : kept, uses: uses)
        }
        return end > all.startIndex && !all[end...].containsEndOfSentenceBeforeMore
    }

    /// How the model sees that the caller cut in.
    static let interruption = " \u{2014}"
}

extension String {
    fileprivate var trimmed: Substring {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// Where the first occurrence of a text ends; nil when there is none.
    fileprivate func end(of text: Substring) -> Index? {
        guard !text.isEmpty else { return startIndex }
        return firstRange(of: text)?.upperBound
    }
}

extension Substring {
    /// Whether a sentence ends in it and another begins.
    fileprivate var containsEndOfSentenceBeforeMore: Bool {
        contains(/[.!?…](\s+\S|\p{Lu})|\n\s*\S/)
    }
}
