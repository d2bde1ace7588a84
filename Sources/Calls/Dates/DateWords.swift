/// The words of a phrase with a place in them to read from.
struct DateWords {
    private let tokens: [DateToken]
    var index = 0

    init(_ tokens: [DateToken]) { self.tokens = tokens }

    var isAtEnd: Bool { index >= tokens.count }

    func peek(_ offset: Int = 0) -> DateToken? {
        tokens.indices.contains(index + offset) ? tokens[index + offset] : nil
    }

    /// The word at the place, when it is one.
    var word: String? {
        if case .word(let word) = peek() { word } else { nil }
    }

    /// Whether the word before the place is this one.
    func follows(_ word: String) -> Bool { index > 0 && peek(-1) == .word(word) }

    /// Steps over these words when they come next.
    mutating func take(_ words: String...) -> Bool {
        for (offset, word) in words.enumerated() where peek(offset) != .word(word) { return false }
        index += words.count
        return true
    }

    /// Steps over the next word when it is one of these.
    mutating func takeOne(of words: Set<String>) -> Bool {
        guard let word, words.contains(word) else { return false }
        index += 1
        return true
    }

    /// Steps over the next token when `read` gives something for it.
    mutating func take<Value>(_ read: (DateToken) -> Value?) -> Value? {
        guard let token = peek(), let value = read(token) else { return nil }
        index += 1
        return value
    }

    /// Words that lead to a day or a time and say nothing themselves.
    mutating func skipFiller() -> Bool {
        if word == "in", peek(1) == .word("the") {
            index += 2
            return true
        }
        return !isAtEnd && peek(1) != nil && takeOne(of: ["at", "on", "the", "for"])
    }
}
