extension Printer {
    mutating func write(_ search: Search) {
        write("FIND {")
        write(search.term)
        write("}")
        if let scope = search.scope {
            write(" IN ")
            write(scope.rawValue)
            write(" FIELDS")
        }
        if !search.returning.isEmpty {
            write(" RETURNING ")
            writeList(search.returning) { $0.write($1) }
        }
        for option in search.options {
            write(" WITH ")
            write(option)
        }
        writeLimit(search.limit)
        writeUpdates(search.updates)
    }

    private mutating func write(_ returning: Search.Returning) {
        write(returning.object)
        guard !returning.fields.isEmpty else { return }
        write("(")
        writeList(returning.fields) { $0.write($1) }
        if let condition = returning.condition {
            write(" WHERE ")
            write(condition)
        }
        if let listView = returning.listView {
            write(" USING ListView=")
            write(listView)
        }
        writeOrdering(returning.ordering)
        writeLimit(returning.limit, offset: returning.offset)
        write(")")
    }

    private mutating func write(_ option: Search.Option) {
        switch option {
        case .division(let division): writeSetting("DIVISION", division)
        case .priceBook(let id): writeSetting("PricebookId", id)
        case .metadata(let metadata): writeSetting("METADATA", metadata)
        case .dataCategories(let filters): write(filters)
        case .highlight: write("HIGHLIGHT")
        case .spellCorrection(let corrects): write(corrects ? "SPELL_CORRECTION = TRUE" : "SPELL_CORRECTION = FALSE")
        case .snippet(let targetLength):
            write("SNIPPET")
            if let targetLength {
                write(" (target_length=")
                write(String(targetLength))
                write(")")
            }
        case .network(let networks):
            if networks.count == 1 { return writeSetting("NETWORK", networks[0]) }
            write("NETWORK IN (")
            writeList(networks) { $0.write($1) }
            write(")")
        }
    }

    private mutating func writeSetting(_ name: String, _ value: StringLiteral) {
        write(name)
        write(" = ")
        write(value)
    }

    // MARK: The search term

    mutating func write(_ term: SearchTerm) {
        switch term {
        case .word(let text): writeWord(text)
        case .phrase(let text): writePhrase(text)
        case .placeholder(let placeholder): write(placeholder)
        case .all(let terms): writeTerms(terms, joinedBy: " AND ")
        case .any(let terms): writeTerms(terms, joinedBy: " OR ")
        case .not(let negated):
            write("NOT ")
            writeTerm(negated)
        }
    }

    private mutating func writeTerms(_ terms: [SearchTerm], joinedBy separator: String) {
        if terms.count == 1 { return write(terms[0]) }
        var isFirst = true
        for term in terms {
            if !isFirst { write(separator) }
            isFirst = false
            // NOT belongs to the AND before it, so it stays outside parentheses.
            if case .not = term { write(term) } else { writeTerm(term) }
        }
    }

    private mutating func writeTerm(_ term: SearchTerm) {
        switch term {
        case .word, .phrase, .placeholder: write(term)
        case .all, .any, .not:
            write("(")
            write(term)
            write(")")
        }
    }

    private mutating func writeWord(_ text: SearchText) {
        if text.isReadableAsWord { writePieces(of: text) } else { writePhrase(text) }
    }

    private mutating func writePhrase(_ text: SearchText) {
        write("\"")
        writePieces(of: text)
        write("\"")
    }

    private mutating func writePieces(of text: SearchText) {
        for piece in text.pieces {
            switch piece {
            case .text(let characters):
                for byte in characters.utf8 {
                    if byte.isReservedInSearch { write("\\") }
                    write(byte)
                }
            case .anyCharacters: write("*")
            case .anyCharacter: write("?")
            case .placeholder(let placeholder): write(placeholder)
            }
        }
    }
}

extension SearchText {
    /// Whether the text stays one word without quotes: no operator, no spaces in it.
    fileprivate var isReadableAsWord: Bool {
        if pieces.isEmpty { return false }
        for piece in pieces {
            guard case .text(let text) = piece else { continue }
            if text.utf8.contains(where: \.isWhitespace) { return false }
            if pieces.count == 1, SearchOperator(text) != nil { return false }
        }
        return true
    }
}
