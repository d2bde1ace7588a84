import SOQL

extension RandomTree {
    mutating func search() -> Search {
        Search(
            term: term(),
            scope: maybe(50) { $0.one(of: [.all, .name, .email, .phone, .sidebar]) },
            returning: list(0...3) { $0.returning() },
            options: list(0...3) { $0.option() },
            limit: maybe(40) { $0.count() },
            updates: list(0...2) { $0.one(of: [.tracking, .viewStatistics]) }
        )
    }

    private mutating func returning() -> Search.Returning {
        guard chance(70) else { return Search.Returning(name()) }
        return Search.Returning(
            name(),
            fields: list(1...3) { random in
                let alias = random.maybe(20) { $0.alias() }
                return random.chance(70)
                    ? .field(random.path(), alias: alias) : .function(random.function(), alias: alias)
            },
            condition: maybe(50) { $0.condition() },
            listView: maybe(20) { $0.name() },
            ordering: list(0...2) { $0.ordering() },
            limit: maybe(30) { $0.count() },
            offset: maybe(20) { $0.count() }
        )
    }

    private mutating func option() -> Search.Option {
        switch number(0...7) {
        case 0: .division(string())
        case 1: .dataCategories(dataCategories())
        case 2: .snippet(targetLength: maybe(50) { $0.number(0...500) })
        case 3: .network(list(1...3) { $0.string() })
        case 4: .priceBook(string())
        case 5: .metadata(string())
        case 6: .highlight
        default: .spellCorrection(chance(50))
        }
    }

    // MARK: The search term

    mutating func term() -> SearchTerm {
        nested { random in
            switch random.number(0...4) {
            case 0: .any(random.list(2...3) { $0.term() })
            case 1, 2:
                .all(
                    [random.term()]
                        + random.list(1...3) { random in
                            let term = random.term()
                            return random.chance(20) ? .not(term) : term
                        }
                )
            default: random.singleTerm()
            }
        } orElse: {
            $0.singleTerm()
        }
    }

    private mutating func singleTerm() -> SearchTerm {
        switch number(0...3) {
        case 0: .placeholder(placeholder())
        case 1: phrase()
        default: word() as SearchTerm
        }
    }

    /// The parser reads a lone operator or a text with spaces as a word only inside quotes, which make it a phrase.
    private mutating func word() -> SearchTerm {
        let text = searchText()
        if let piece = text.pieces.first, text.pieces.count == 1 {
            switch piece {
            case .placeholder(let placeholder): return .placeholder(placeholder)
            case .text(let word) where ["AND", "OR", "NOT"].contains(word.uppercased()): return .phrase(text)
            case .text, .anyCharacter, .anyCharacters: break
            }
        }
        let isSpaced = text.pieces.contains { piece in
            guard case .text(let part) = piece else { return false }
            return part.unicodeScalars.contains { [" ", "\t", "\n", "\r"].contains($0) }
        }
        return isSpaced ? .phrase(text) : .word(text)
    }

    private mutating func phrase() -> SearchTerm { .phrase(searchText()) }

    /// Never empty.
    private mutating func searchText() -> SearchText {
        var text = SearchText(
            pieces: list(1...4) { random in
                switch random.number(0...4) {
                case 0: .anyCharacters
                case 1: .anyCharacter
                case 2: .placeholder(random.placeholder())
                default: .text(random.text())
                }
            }
        )
        if text.pieces.isEmpty { text.append(.text(one(of: ["and", "OR", "Not", "Smith"]))) }
        return text
    }
}
