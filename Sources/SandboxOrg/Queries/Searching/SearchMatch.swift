/// What a record must match in the full-text index.
struct SearchMatch {
    private let table: String
    private let expression: String

    /// Takes an expression in the language of FTS5.
    init(object: String, expression: String) {
        table = SearchIndex.tableName(for: object)
        self.expression = expression
    }

    /// Joins the index to the object's table.
    func join(to table: String) -> SQLFragment {
        "JOIN \(name: self.table) ON \(name: self.table).id = \(name: table).\"Id\""
    }

    var condition: SQLFragment { "\(name: table) MATCH \(value: expression)" }

    /// The most relevant first. A name says more about a record than a remark in its description.
    func ordering(thenBy id: SQLFragment) -> SQLFragment {
        " ORDER BY bm25(\(name: table), 0, 10, 5, 5, 1), \(id)"
    }
}
