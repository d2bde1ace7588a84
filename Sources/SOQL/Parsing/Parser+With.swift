extension Parser {
    /// What follows `WITH` in a query.
    mutating func with() throws(SyntaxError) -> Query.With {
        if try startsDataCategories() { return .dataCategories(try dataCategories()) }
        if at(.recordVisibility), try peek().symbol == .leftParenthesis {
            return .recordVisibility(try recordVisibility())
        }
        return .condition(try condition())
    }

    /// Refuses a `WITH` that sets whose rights count.
    func refuseApexOnlyMode() throws(SyntaxError) {
        guard at(.with) else { return }
        let mode = try peek()
        switch mode.keyword {
        case .securityEnforced?, .userMode?, .systemMode?:
            throw apexOnly(
                "WITH \(lexer.text(of: mode))",
                remedy: "over REST, the rights of the connected user always count"
            )
        default: break
        }
    }

    func startsDataCategories() throws(SyntaxError) -> Bool {
        guard at(.data) else { return false }
        return try peek().keyword == .category
    }

    /// `DATA CATEGORY Geography__c ABOVE usa__c AND Product__c AT (dsl__c, mobile__c)`
    mutating func dataCategories() throws(SyntaxError) -> [DataCategoryFilter] {
        try expect(.data)
        try expect(.category)
        var filters = [try dataCategoryFilter()]
        while try take(.and) { filters.append(try dataCategoryFilter()) }
        return filters
    }

    private mutating func dataCategoryFilter() throws(SyntaxError) -> DataCategoryFilter {
        let group = try name("a data category group")
        let relation: DataCategoryFilter.Relation
        switch token.keyword {
        case .at?: relation = .at
        case .above?: relation = .above
        case .below?: relation = .below
        case .aboveOrBelow?: relation = .aboveOrBelow
        default: throw unexpected("AT, ABOVE, BELOW or ABOVE_OR_BELOW")
        }
        try advance()
        guard try take(.leftParenthesis) else {
            return DataCategoryFilter(group: group, relation: relation, categories: [try name("a data category")])
        }
        let categories = try list { (parser) throws(SyntaxError) in try parser.name("a data category") }
        try expect(.rightParenthesis, orElse: ") after the data categories")
        return DataCategoryFilter(group: group, relation: relation, categories: categories)
    }

    /// `RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true)`
    private mutating func recordVisibility() throws(SyntaxError) -> [Query.RecordVisibilitySetting] {
        try expect(.recordVisibility)
        try expect(.leftParenthesis)
        let settings = try list { (parser) throws(SyntaxError) in
            let name = try parser.name("a setting of RecordVisibilityContext")
            try parser.expect(.equal)
            guard let value = try parser.literal() else { throw parser.unexpected("a number, true or false") }
            return Query.RecordVisibilitySetting(name: name, value: value)
        }
        try expect(.rightParenthesis, orElse: ") after the settings")
        return settings
    }
}
