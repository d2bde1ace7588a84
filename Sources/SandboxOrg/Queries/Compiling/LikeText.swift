import SOQL

/// A `LIKE` pattern of a query in the spelling that SQL reads: `\` before every character that is plain.
struct LikeText {
    private(set) var pattern = ""
    private(set) var hasWildcards = false
    /// Whether SQLite's own `LIKE`, which knows the case of ASCII letters only, can be trusted with the pattern.
    var isASCII: Bool { pattern.utf8.allSatisfy { $0 < 0x80 } }

    /// The pattern with anything in the place of its other characters: what matches the one matches the other.
    var asciiPattern: String {
        isASCII ? pattern : String(pattern.unicodeScalars.map { $0.isASCII ? Character($0) : "%" })
    }

    /// What every match begins with; nil when that is nothing, or not plain ASCII.
    private(set) var literalPrefix: String?

    init(_ literal: StringLiteral) {
        var prefix = ""
        for piece in literal.pieces {
            switch piece {
            case .text(let text):
                for character in text.unicodeScalars {
                    if character == "%" || character == "_" { hasWildcards = true }
                    if character == "\\" { pattern += "\\" }
                    pattern.unicodeScalars.append(character)
                    if !hasWildcards { prefix.unicodeScalars.append(character) }
                }
            case .escaped(let text):
                for character in text {
                    pattern += "\\\(character)"
                    if !hasWildcards { prefix.append(character) }
                }
            case .placeholder:
                break
            }
        }
        if !prefix.isEmpty, prefix.utf8.allSatisfy({ $0 < 0x80 }) { literalPrefix = prefix }
    }
}
