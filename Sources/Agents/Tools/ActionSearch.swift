import Actions

/// Finds actions by what somebody wants done, in a few words.
struct ActionSearch: Sendable {
    private let words: [String]

    init(_ text: String) { words = Self.words(in: text).filter { !Self.fillers.contains($0) } }

    /// Those that fit, the best first; of equals, those that come first among all.
    func matches(among actions: [Action]) -> [Action] {
        let scored = actions.map { (action: $0, score: score($0)) }.filter { $0.score > 0 }
        // Sorting keeps the order of equals only by accident.
        return scored.enumerated()
            .sorted { ($0.element.score, $1.offset) > ($1.element.score, $0.offset) }
            .map(\.element.action)
    }

    private func score(_ action: Action) -> Int {
        let places = [
            (weight: 4, words: Self.words(in: action.name)), (weight: 3, words: Self.words(in: action.title)),
            (weight: 2, words: Self.words(in: action.group ?? "")),
            (weight: 1, words: Self.words(in: action.description)),
            (weight: 1, words: action.parameters.flatMap { Self.words(in: $0.name) + Self.words(in: $0.description) }),
        ]
        return words.reduce(0) { sum, word in
            sum + places.reduce(0) { $0 + ($1.words.contains { Self.isSame($0, word) } ? $1.weight : 0) }
        }
    }

    /// Whether two words are one, as singular and plural are.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one == other || (min(one.count, other.count) >= 4 && (one.hasPrefix(other) || other.hasPrefix(one)))
            || (one.hasSuffix("y") && other == one.dropLast() + "ies")
            || (other.hasSuffix("y") && one == other.dropLast() + "ies")
    }

    /// The words of a text in lower case: `log_call`, `WhatId` and `log a call` alike.
    private static func words(in text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in text {
            if !character.isLetter && !character.isNumber || character.isUppercase && wasLower {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character.isLetter || character.isNumber { word += character.lowercased() }
            wasLower = character.isLowercase
        }
        return word.isEmpty ? words : words + [word]
    }

    private static let fillers: Set<String> = [
        "a", "an", "and", "by", "for", "from", "in", "into", "it", "my", "of", "on", "or", "the", "their", "this", "to",
        "with",
    ]
}
