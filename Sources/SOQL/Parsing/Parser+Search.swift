extension Parser {
    mutating func wholeSearch() throws(SyntaxError) -> Search {
        let search = try search()
        try expectEnd(of: "search")
        return search
    }

    /// `FIND {…} IN … RETURNING … WITH … LIMIT … UPDATE …`
    private mutating func search() throws(SyntaxError) -> Search {
        var search = Search(term: try searchTerm())
        try refuseSearchMode()
        if try take(.in) {
            search.scope = try searchScope()
            try expect(.fields)
        }
        try refuseSearchMode()
        if try take(.returning) {
            search.returning = try list { (parser) throws(SyntaxError) in try parser.returning() }
        }
        while at(.with) {
            try refuseApexOnlyMode()
            try advance()
            search.options.append(try searchOption())
        }
        if try take(.limit) { search.limit = try count("the number of rows after LIMIT") }
        if try take(.update) { search.updates = try updates() }
        return search
    }

    /// `FIND {…}`. The term has a lexical grammar of its own, so it is read behind the lexer's back.
    private mutating func searchTerm() throws(SyntaxError) -> SearchTerm {
        guard at(.find) else { throw unexpected("FIND") }
        var terms = SearchTermParser(lexer.cursor, acceptsPlaceholders: lexer.acceptsPlaceholders)
        let term = try terms.bracedTerm()
        lexer.cursor = terms.cursor
        try advance()
        return term
    }

    private func refuseSearchMode() throws(SyntaxError) {
        if at(.using) { throw apexOnly("USING … SEARCH", remedy: "leave it out") }
    }

    private mutating func searchScope() throws(SyntaxError) -> Search.Scope {
        let scope: Search.Scope
        switch token.keyword {
        case .all?: scope = .all
        case .name?: scope = .name
        case .email?: scope = .email
        case .phone?: scope = .phone
        case .sidebar?: scope = .sidebar
        default: throw unexpected("ALL, NAME, EMAIL, PHONE or SIDEBAR after IN")
        }
        try advance()
        return scope
    }

    /// `Contact` or `Contact(Id, Name WHERE … USING ListView=… ORDER BY … LIMIT … OFFSET …)`
    private mutating func returning() throws(SyntaxError) -> Search.Returning {
        var returning = Search.Returning(try name("an object after RETURNING"))
        guard try take(.leftParenthesis) else { return returning }
        returning.fields = try list { (parser) throws(SyntaxError) in
            try parser.selectedExpression(followedByClauses: true)
        }
        if try take(.where) { returning.condition = try condition() }
        if try take(.using) {
            try expect(.listView)
            try expect(.equal)
            returning.listView = try name("the name of a list view")
        }
        if try take(.order) { returning.ordering = try ordering() }
        if try take(.limit) { returning.limit = try count("the number of rows after LIMIT") }
        if try take(.offset) { returning.offset = try count("the number of rows after OFFSET") }
        try expect(.rightParenthesis, orElse: ") after the fields of \(returning.object.text)")
        return returning
    }

    /// What follows `WITH` in a search.
    private mutating func searchOption() throws(SyntaxError) -> Search.Option {
        if try startsDataCategories() { return .dataCategories(try dataCategories()) }
        if try take(.highlight) { return .highlight }
        if try take(.division) { return .division(try setting("DIVISION")) }
        if try take(.priceBook) { return .priceBook(try setting("PricebookId")) }
        if try take(.metadata) { return .metadata(try setting("METADATA")) }
        if try take(.network) { return .network(try networks()) }
        if try take(.snippet) { return .snippet(targetLength: try snippetLength()) }
        if try take(.spellCorrection) {
            try expect(.equal)
            if try take(.true) { return .spellCorrection(true) }
            if try take(.false) { return .spellCorrection(false) }
            throw unexpected("true or false after SPELL_CORRECTION =")
        }
        throw unexpected(
            "DATA CATEGORY, DIVISION, HIGHLIGHT, METADATA, NETWORK, PricebookId, SNIPPET or SPELL_CORRECTION after WITH"
        )
    }

    /// `= 'value'`
    private mutating func setting(_ name: String) throws(SyntaxError) -> StringLiteral {
        try expect(.equal)
        return try quoted("a value in single quotes after \(name) =")
    }

    private mutating func quoted(_ expected: String) throws(SyntaxError) -> StringLiteral {
        guard case .string(let string) = token.kind else { throw unexpected(expected) }
        try advance()
        return string
    }

    /// `= 'id'` or `IN ('id', 'id')`
    private mutating func networks() throws(SyntaxError) -> [StringLiteral] {
        guard try take(.in) else { return [try setting("NETWORK")] }
        try expect(.leftParenthesis)
        let networks = try list { (parser) throws(SyntaxError) in
            try parser.quoted("the id of a network in single quotes")
        }
        try expect(.rightParenthesis, orElse: ", or ) after the id of a network")
        return networks
    }

    /// `(target_length=120)`, which may be left out.
    private mutating func snippetLength() throws(SyntaxError) -> Int? {
        guard try take(.leftParenthesis) else { return nil }
        try expect(.targetLength)
        try expect(.equal)
        let expected = "the number of characters after target_length ="
        guard case .number = token.kind, case .number(let length) = try count(expected) else {
            throw unexpected(expected)
        }
        try expect(.rightParenthesis)
        return length
    }
}
