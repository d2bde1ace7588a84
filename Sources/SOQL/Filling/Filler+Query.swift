extension Query {
    /// Fills every hole, pruning what got no value.
    ///
    /// - Parameters:
    ///   - refuse: Turns a reason of the tree into the caller's error.
    ///   - fill: Gives the filling of one hole.
    package func filled<Failure: Error>(
        refusing refuse: (FillingError) -> Failure,
        _ fill: (Hole) throws(Failure) -> Filling
    ) throws(Failure) -> Query {
        try withoutActuallyEscaping(fill) { fill throws(Failure) in
            try withoutActuallyEscaping(refuse) { refuse throws(Failure) in
                try Filler(fill: fill, refuse: refuse).query(self)
            }
        }
    }
}

extension Search {
    /// Fills every hole, pruning what got no value. See ``Query/filled(refusing:_:)``.
    package func filled<Failure: Error>(
        refusing refuse: (FillingError) -> Failure,
        _ fill: (Hole) throws(Failure) -> Filling
    ) throws(Failure) -> Search {
        try withoutActuallyEscaping(fill) { fill throws(Failure) in
            try withoutActuallyEscaping(refuse) { refuse throws(Failure) in
                try Filler(fill: fill, refuse: refuse).search(self)
            }
        }
    }
}

extension Filler {
    func query(_ query: Query) throws(Failure) -> Query {
        var filled = query
        filled.selection = try query.selection.map { item throws(Failure) in try selectItem(item) }
        filled.sources = try query.sources.map { source throws(Failure) in
            Query.Source(try path(source.path), alias: source.alias)
        }
        filled.condition = try clause(query.condition)
        filled.having = try clause(query.having)
        if case .condition(let condition)? = query.with {
            filled.with = try clause(condition).map(Query.With.condition)
        }
        if let grouping = query.grouping {
            filled.grouping = Query.Grouping(
                grouping.kind,
                try grouping.keys.map { key throws(Failure) in try expression(key) }
            )
        }
        filled.ordering = try query.ordering.map { key throws(Failure) in try ordering(key) }
        filled.limit = try count(query.limit)
        filled.offset = try count(query.offset)
        return filled
    }

    func search(_ search: Search) throws(Failure) -> Search {
        var filled = search
        filled.term = try term(search.term)
        filled.returning = try search.returning.map { returning throws(Failure) in
            var filled = returning
            filled.object = try name(returning.object)
            filled.fields = try returning.fields.map { item throws(Failure) in try selectItem(item) }
            filled.condition = try clause(returning.condition)
            filled.ordering = try returning.ordering.map { key throws(Failure) in try ordering(key) }
            filled.limit = try count(returning.limit)
            filled.offset = try count(returning.offset)
            return filled
        }
        filled.limit = try count(search.limit)
        return filled
    }

    /// A clause goes when all of its condition goes, but not because of a value that makes no sense. Whether what is left
    /// is enough is for the caller to say, see ``Query/hasLostValues(in:)``.
    private func clause(_ condition: Condition?) throws(Failure) -> Condition? {
        guard let condition else { return nil }
        switch try self.condition(condition) {
        case .filled(let filled): return filled
        case .pruned: return nil
        case .unusable(let placeholder, let reason): throw refuse(.unusable(placeholder, reason: reason))
        }
    }

    private func selectItem(_ item: Query.SelectItem) throws(Failure) -> Query.SelectItem {
        switch item {
        case .field(let path, let alias): .field(try self.path(path), alias: alias)
        case .function(let call, let alias): .function(try function(call), alias: alias)
        case .subquery(let query): .subquery(try self.query(query))
        case .typeOf: item
        }
    }

    private func ordering(_ ordering: Ordering) throws(Failure) -> Ordering {
        Ordering(try expression(ordering.key), ordering.direction, nulls: ordering.nulls)
    }

    // MARK: Search terms

    private func term(_ term: SearchTerm) throws(Failure) -> SearchTerm {
        switch term {
        case .word(let text): return .word(try searchText(text))
        case .phrase(let text): return .phrase(try searchText(text))
        case .all(let members):
            return .all(try members.map { member throws(Failure) in try self.term(member) })
        case .any(let members):
            return .any(try members.map { member throws(Failure) in try self.term(member) })
        case .not(let inner): return .not(try self.term(inner))
        case .placeholder(let placeholder):
            // Punctuation alone is in no index; asking for it would only find nothing.
            let words = try searchValue(placeholder, .searchTerm).split(whereSeparator: \.isWhitespace)
                .filter { $0.contains { $0.isLetter || $0.isNumber } }.map(word)
            switch words.count {
            case 0: throw refuse(.missing(placeholder))
            case 1: return words[0]
            default: return .all(words)
            }
        }
    }

    /// One word of a value. Words that SOSL reads as operators are searched for as phrases.
    private func word(_ text: Substring) -> SearchTerm {
        let isOperator = ["and", "or", "not"].contains(text.lowercased())
        return isOperator ? .phrase(SearchText(String(text))) : .word(SearchText(String(text)))
    }

    private func searchText(_ text: SearchText) throws(Failure) -> SearchText {
        var filled = SearchText("")
        for piece in text.pieces {
            guard case .placeholder(let placeholder) = piece else {
                filled.append(piece)
                continue
            }
            filled.append(.text(try searchValue(placeholder, .searchText)))
        }
        return filled
    }

    private func searchValue(_ placeholder: Placeholder, _ kind: Hole.Kind) throws(Failure) -> String {
        switch try fill(Hole(placeholder, kind)) {
        case .text(let text): return text
        case .unusable(let reason): throw refuse(.unusable(placeholder, reason: reason))
        default: throw refuse(.missing(placeholder))
        }
    }
}
