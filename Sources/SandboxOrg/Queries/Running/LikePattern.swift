/// A `LIKE` pattern: `%` is any number of characters, `_` exactly one, and `\` makes the next character plain.
struct LikePattern {
    private enum Piece: Equatable {
        case anyCharacters
        case anyCharacter
        case character(Character)
    }

    private var pieces: [Piece] = []

    init(_ pattern: String) {
        var isEscaped = false
        for character in String(Capitals.of(pattern)) {
            switch character {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "%" where !isEscaped: pieces.append(.anyCharacters)
            case "_" where !isEscaped: pieces.append(.anyCharacter)
            default: pieces.append(.character(character))
            }
            isEscaped = false
        }
    }

    /// Tests a text, whatever its case, in time proportional to the product of the lengths at most.
    func matches(_ text: String) -> Bool {
        let characters = Array(String(Capitals.of(text)))
        var piece = 0
        var position = 0
        var retry: (piece: Int, position: Int)?
        while position < characters.count {
            if piece < pieces.count, pieces[piece] == .anyCharacters {
                piece += 1
                retry = (piece, position)
            } else if piece < pieces.count,
                pieces[piece] == .anyCharacter || pieces[piece] == .character(characters[position])
            {
                piece += 1
                position += 1
            } else if let last = retry {
                retry = (last.piece, last.position + 1)
                piece = last.piece
                position = last.position + 1
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .anyCharacters }
    }
}
