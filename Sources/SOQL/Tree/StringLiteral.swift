/// The content of a quoted string, unescaped, with its holes.
///
/// Pieces are kept in one canonical form (no empty ones, no two neighbours of one kind), so equal strings are equal
/// values.
package struct StringLiteral: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        /// Characters as they are. In a `LIKE` pattern, `%` and `_` among them are wildcards.
        case text(String)
        /// Only `%` and `_` characters, each meant literally even in a `LIKE` pattern: `\%`, `\_`.
        case escaped(String)
        case placeholder(Placeholder)
    }

    package private(set) var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = []
        self.pieces.reserveCapacity(pieces.count)
        for piece in pieces { append(piece) }
    }

    package init(_ text: String) {
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// Adds a piece at the end, merging it with a neighbour of its kind.
    package mutating func append(_ piece: Piece) {
        switch (pieces.last, piece) {
        case (_, .text("")), (_, .escaped("")):
            break
        case (.text(let before), .text(let text)):
            pieces[pieces.count - 1] = .text(before + text)
        case (.escaped(let before), .escaped(let text)):
            pieces[pieces.count - 1] = .escaped(before + text)
        default:
            pieces.append(piece)
        }
    }

    /// Adds text whose `%` and `_` stand for themselves, as a value filled into a `LIKE` pattern does.
    package mutating func appendLiterally(_ text: String) {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "_") }) else {
            append(.text(text))
            return
        }
        var run = ""
        var runIsWildcard = false
        for character in text.unicodeScalars {
            let isWildcard = character == "%" || character == "_"
            if isWildcard != runIsWildcard {
                append(runIsWildcard ? .escaped(run) : .text(run))
                run = ""
                runIsWildcard = isWildcard
            }
            run.unicodeScalars.append(character)
        }
        append(runIsWildcard ? .escaped(run) : .text(run))
    }

    /// The characters of the string outside a `LIKE` pattern; nil while a hole is open.
    package var plainText: String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part), .escaped(let part): text += part
            case .placeholder: return nil
            }
        }
        return text
    }

    /// The placeholder, when the string is nothing but one: `'{{name}}'`.
    package var onlyPlaceholder: Placeholder? {
        guard pieces.count == 1, case .placeholder(let placeholder) = pieces[0] else { return nil }
        return placeholder
    }
}

extension StringLiteral: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}
