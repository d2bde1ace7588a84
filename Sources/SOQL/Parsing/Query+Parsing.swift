extension Query {
    /// Reads a query as Salesforce's REST API takes it.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = try Parser(text, acceptsPlaceholders: false)
        self = try parser.wholeQuery()
    }

    /// Reads a query in which placeholders such as `{{name}}` can stand for names, values and parts of strings.
    package init(template text: String) throws(SyntaxError) {
        var parser = try Parser(text, acceptsPlaceholders: true)
        self = try parser.wholeQuery()
    }
}

extension Search {
    /// Reads a search as Salesforce's REST API takes it.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = try Parser(text, acceptsPlaceholders: false)
        self = try parser.wholeSearch()
    }

    /// Reads a search in which placeholders such as `{{name}}` can stand for names, values and parts of strings, and
    /// for the search term: `FIND {{{term}}}`, which may be written `FIND {{term}}`.
    package init(template text: String) throws(SyntaxError) {
        var parser = try Parser(text, acceptsPlaceholders: true)
        self = try parser.wholeSearch()
    }
}
