import SOQL

/// One word of a search, with its wildcards.
struct SearchPattern {
    private enum Piece: Equatable {
        case scalar(Unicode.Scalar)
        case anyCharacter
        case anyCharacters
    }

    private var pieces: [Piece] = []

    /// Takes the text of a word or phrase apart as indexed text is. Wildcards belong to the word they touch; before a
    /// word they mean nothing.
    static func split(_ text: SearchText) -> [SearchPattern] {
        var patterns: [SearchPattern] = []
        var current = SearchPattern()
        var isInDigits: Bool?
        func finish() {
            if current.hasText { patterns.append(current) }
            current = SearchPattern()
            isInDigits = nil
        }
        for piece in text.pieces {
            switch piece {
            case .anyCharacter: if current.hasText { current.pieces.append(.anyCharacter) }
            case .anyCharacters: if current.hasText { current.pieces.append(.anyCharacters) }
            case .placeholder: break
            case .text(let text):
                for scalar in text.lowercased().unicodeScalars {
                    guard SearchWords.isWordCharacter(scalar) else {
                        finish()
                        continue
                    }
                    let isDigit = scalar.properties.numericType != nil
                    if let wasInDigits = isInDigits, wasInDigits != isDigit { finish() }
                    isInDigits = isDigit
                    current.pieces.append(.scalar(scalar))
                }
            }
        }
        finish()
        return patterns
    }

    private var hasText: Bool { !pieces.isEmpty }

    /// The word, when no wildcard stands in it, except at its end.
    var plainText: String? {
        var text = String.UnicodeScalarView()
        for piece in isPrefix ? pieces.dropLast() : pieces[...] {
            guard case .scalar(let scalar) = piece else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    /// Whether the word may go on.
    var isPrefix: Bool { pieces.last == .anyCharacters }

    /// The number of letters and digits.
    var length: Int { pieces.count { if case .scalar = $0 { true } else { false } } }

    /// The word as SQLite's `GLOB` matches it.
    var glob: String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .scalar(let scalar): text.unicodeScalars.append(scalar)
            case .anyCharacter: text += "?"
            case .anyCharacters: text += "*"
            }
        }
        return text
    }

    /// What the word begins with, before any wildcard.
    var beginning: String {
        String(glob.prefix { $0 != "?" && $0 != "*" })
    }
}
