extension Parser {
    mutating func wholeQuery() throws(SyntaxError) -> Query {
        let query = try query()
        if let keyword = token.keyword, keyword.isClauseOfQuery {
            throw unexpected(
                "the end of the query",
                remedy: "clauses stand in the order SELECT, FROM, USING SCOPE, WHERE, WITH, GROUP BY, HAVING, ORDER BY,"
                    + " LIMIT, OFFSET, FOR, UPDATE"
            )
        }
        try expectEnd(of: "query")
        return query
    }

    /// `SELECT … FROM …` and the clauses after it, each optional, in one order.
    mutating func query() throws(SyntaxError) -> Query {
        try expect(.select)
        let selection = try list { (parser) throws(SyntaxError) in try parser.selectItem() }
        guard try take(.from) else { throw missingFrom(after: selection) }
        let sources = try list { (parser) throws(SyntaxError) in try parser.source() }
        var query = Query(selection: selection, sources: sources)
        if try take(.using) {
            try expect(.scope)
            query.scope = try name("a scope such as mine")
        }
        if try take(.where) { query.condition = try condition() }
        try refuseApexOnlyMode()
        if try take(.with) { query.with = try with() }
        try refuseApexOnlyMode()
        if try take(.group) {
            try expect(.by)
            query.grouping = try grouping()
            if try take(.having) { query.having = try condition() }
        }
        if try take(.order) { query.ordering = try ordering() }
        if try take(.limit) { query.limit = try count("the number of rows after LIMIT") }
        if try take(.offset) { query.offset = try count("the number of rows after OFFSET") }
        while at(.for) { query.purposes.append(try purpose()) }
        if try take(.update) { query.updates = try updates() }
        if at(.all), try peek().keyword == .rows {
            throw apexOnly("ALL ROWS", remedy: "over REST, deleted rows come from the queryAll resource")
        }
        return query
    }

    /// `(SELECT …)`, from its `SELECT` to after its closing parenthesis.
    mutating func subquery() throws(SyntaxError) -> Query {
        try enter()
        let query = try query()
        leave()
        try expect(.rightParenthesis, orElse: ") at the end of the subquery")
        return query
    }

    // MARK: SELECT

    private func missingFrom(after selection: [Query.SelectItem]) -> SyntaxError {
        switch selection.last {
        case .field(let path, let alias?)?:
            unexpected("FROM or a comma", remedy: "\(alias.text) was read as an alias of \(path.text)")
        default:
            unexpected("FROM or a comma")
        }
    }

    private mutating func selectItem() throws(SyntaxError) -> Query.SelectItem {
        if try take(.leftParenthesis) { return .subquery(try subquery()) }
        if at(.typeOf), try typeOfFollows() { return .typeOf(try typeOf()) }
        return try selectedExpression(followedByClauses: false)
    }

    /// A field or function with its alias. Where clauses can follow, a word that starts one is no alias.
    mutating func selectedExpression(followedByClauses: Bool) throws(SyntaxError) -> Query.SelectItem {
        let expression = try expression(mayListFields: true)
        let alias = try alias(followedByClauses: followedByClauses)
        return switch expression {
        case .field(let path): .field(path, alias: alias)
        case .function(let call): .function(call, alias: alias)
        }
    }

    private mutating func alias(followedByClauses: Bool) throws(SyntaxError) -> Name? {
        guard case .word(let keyword) = token.kind else { return nil }
        if let keyword, keyword.isReserved || (followedByClauses && keyword.startsClause) { return nil }
        if keyword == .as { throw unexpected("an alias", remedy: "it stands without AS") }
        let alias = Name(tokenText, position: token.position)
        try advance()
        return alias
    }

    /// Whether `TYPEOF` is more than the name of a field.
    private func typeOfFollows() throws(SyntaxError) -> Bool {
        switch try peek().kind {
        case .word(let keyword): keyword != .from
        case .placeholder: true
        default: false
        }
    }

    /// `TYPEOF What WHEN Account THEN Phone, Name ELSE Id END`
    private mutating func typeOf() throws(SyntaxError) -> Query.TypeOf {
        try expect(.typeOf)
        let subject = try path("a field after TYPEOF")
        var branches: [Query.TypeOf.Branch] = []
        repeat {
            try expect(.when)
            let type = try name("an object after WHEN")
            try expect(.then)
            branches.append(Query.TypeOf.Branch(type: type, fields: try fieldList()))
        } while at(.when)
        let otherwise = try take(.else) ? try fieldList() : []
        try expect(.end)
        return Query.TypeOf(subject: subject, branches: branches, otherwise: otherwise)
    }

    private mutating func fieldList() throws(SyntaxError) -> [FieldPath] {
        try list { (parser) throws(SyntaxError) in try parser.path("a field") }
    }

    // MARK: FROM

    /// `Contact`, `Contact c` or `Contact AS c`
    private mutating func source() throws(SyntaxError) -> Query.Source {
        let path = try path("an object after FROM")
        guard try take(.as) else { return Query.Source(path, alias: try alias(followedByClauses: true)) }
        guard let alias = try alias(followedByClauses: true) else { throw unexpected("an alias after AS") }
        return Query.Source(path, alias: alias)
    }

    // MARK: The clauses after the condition

    private mutating func grouping() throws(SyntaxError) -> Query.Grouping {
        let kind: Query.Grouping.Kind =
            if at(.rollup), try peek().symbol == .leftParenthesis {
                .rollup
            } else if at(.cube), try peek().symbol == .leftParenthesis {
                .cube
            } else {
                .plain
            }
        if kind != .plain {
            try advance()
            try expect(.leftParenthesis)
        }
        let keys = try list { (parser) throws(SyntaxError) in try parser.expression() }
        if kind != .plain { try expect(.rightParenthesis, orElse: ") after the fields to group by") }
        return Query.Grouping(kind, keys)
    }

    /// What follows `ORDER`.
    mutating func ordering() throws(SyntaxError) -> [Ordering] {
        try expect(.by)
        return try list { (parser) throws(SyntaxError) in try parser.orderingKey() }
    }

    private mutating func orderingKey() throws(SyntaxError) -> Ordering {
        var ordering = Ordering(try expression())
        if try take(.asc) {
            ordering.direction = .ascending
        } else if try take(.desc) {
            ordering.direction = .descending
        }
        guard try take(.nulls) else { return ordering }
        if try take(.first) {
            ordering.nulls = .first
        } else if try take(.last) {
            ordering.nulls = .last
        } else {
            throw unexpected("FIRST or LAST after NULLS")
        }
        return ordering
    }

    /// A whole number, as `LIMIT`, `OFFSET` and date literals take it.
    mutating func count(_ expected: String) throws(SyntaxError) -> Count {
        switch token.kind {
        case .placeholder(let placeholder):
            try advance()
            return .placeholder(placeholder)
        case .number:
            let text = tokenText
            guard text.utf8.allSatisfy(\.isDigit), let number = Int(text) else {
                throw unexpected(expected, remedy: "it is a whole number, not less than 0")
            }
            try advance()
            return .number(number)
        default:
            throw unexpected(expected)
        }
    }

    /// `FOR VIEW`, `FOR REFERENCE` or `FOR UPDATE`
    private mutating func purpose() throws(SyntaxError) -> Query.Purpose {
        try expect(.for)
        if try take(.view) { return .view }
        if try take(.reference) { return .reference }
        if try take(.update) { return .update }
        throw unexpected("VIEW, REFERENCE or UPDATE after FOR")
    }

    /// What follows `UPDATE`.
    mutating func updates() throws(SyntaxError) -> [Query.Update] {
        try list { (parser) throws(SyntaxError) in
            if try parser.take(.tracking) { return .tracking }
            if try parser.take(.viewStatistics) { return .viewStatistics }
            throw parser.unexpected("TRACKING or VIEWSTAT after UPDATE")
        }
    }
}

extension Keyword {
    fileprivate var isClauseOfQuery: Bool {
        switch self {
        case .from, .using, .where, .with, .group, .having, .order, .limit, .offset, .for, .update: true
        default: false
        }
    }
}
