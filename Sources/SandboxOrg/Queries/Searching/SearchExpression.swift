import SOQL

/// A search term in the language of FTS5.
///
/// Every word stands in double quotes and consists of letters and digits only, so nothing in it has a meaning to FTS5.
struct SearchExpression {
    /// Whether any of several words will do, as for articles.
    let findsAnyWord: Bool
    /// The indexed words that match a `GLOB` pattern.
    let vocabulary: (SearchPattern) throws -> [String]

    /// The expression; nil when nothing can match.
    func text(of term: SearchTerm) throws -> String? {
        switch term {
        case .word(let text), .phrase(let text): return try self.text(of: text)
        case .placeholder: return nil
        case .any(let terms): return try combined(terms.map { try text(of: $0) }, by: " OR ")
        case .all(let terms): return try all(terms)
        case .not(let term): return try text(of: term)
        }
    }

    private func all(_ terms: [SearchTerm]) throws -> String? {
        var required: [String?] = []
        var excluded: [String?] = []
        var index = 0
        while index < terms.count {
            if case .not(let term) = terms[index] {
                excluded.append(try text(of: term))
                index += 1
            } else if let (phone, length) = phoneNumber(startingAt: index, of: terms) {
                let words = try combined(terms[index..<index + length].map { try text(of: $0) }, by: " AND ")
                required.append(combined([words, Self.text(of: phone)], by: " OR "))
                index += length
            } else {
                required.append(try text(of: terms[index]))
                index += 1
            }
        }
        guard findsAnyWord || !required.contains(nil) else { return nil }
        guard let found = combined(required, by: findsAnyWord && excluded.isEmpty ? " OR " : " AND ") else {
            return nil
        }
        guard let unwanted = combined(excluded, by: " OR ") else { return found }
        return "(\(found) NOT \(unwanted))"
    }

    /// A telephone number typed as several words: `(555) 234-5678`.
    private func phoneNumber(startingAt start: Int, of terms: [SearchTerm]) -> (PhoneDigits, length: Int)? {
        var typed = ""
        var end = start
        while end < terms.count, case .word(let text) = terms[end], let plain = text.plainText,
            plain.allSatisfy({ !$0.isLetter })
        {
            typed += plain
            end += 1
        }
        guard end - start > 1, let phone = PhoneDigits(typed) else { return nil }
        return (phone, end - start)
    }

    private func text(of text: SearchText) throws -> String? {
        let patterns = SearchPattern.split(text)
        guard !patterns.isEmpty else { return nil }
        let words = try self.text(of: patterns)
        guard let typed = text.plainText, let phone = PhoneDigits(typed) else { return words }
        return combined([words, Self.text(of: phone)], by: " OR ")
    }

    private static func text(of phone: PhoneDigits) -> String {
        "(" + phone.searchWords.map { "\"\($0)\"" }.joined(separator: " OR ") + ")"
    }

    /// Words one after another. A word with wildcards inside is replaced by the indexed words it matches.
    private func text(of patterns: [SearchPattern]) throws -> String? {
        let plain = patterns.compactMap(\.plainText)
        let hasInnerPrefix = patterns.dropLast().contains(where: \.isPrefix)
        if plain.count == patterns.count, !hasInnerPrefix {
            let phrase = "\"" + plain.joined(separator: " ") + "\""
            return patterns.last?.isPrefix == true ? phrase + " *" : phrase
        }
        var words: [String?] = []
        for pattern in patterns {
            if let word = pattern.plainText {
                words.append(pattern.isPrefix ? "\"\(word)\" *" : "\"\(word)\"")
            } else {
                words.append(combined(try vocabulary(pattern).map { "\"\($0)\"" }, by: " OR "))
            }
        }
        return words.contains(nil) ? nil : combined(words, by: " AND ")
    }

    private func combined(_ parts: [String?], by separator: String) -> String? {
        let parts = parts.compactMap(\.self)
        guard parts.count > 1 else { return parts.first }
        return "(" + parts.joined(separator: separator) + ")"
    }
}
