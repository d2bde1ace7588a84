/// What a record must match in the full-text index.
struct SearchMatch {
    /// The most relevant are looked for among so many, which are found in no time; a name that thousands have is shared by
    /// records that are as good as each other.
    private static let rankedCount = 1_000

    private let index: String
    private let expression: String
    /// How many of the matches are looked at; nil for all.
    private let maximumCount: Int?

    /// Takes an expression in the language of FTS5. `wanted` is how many records are wanted of those that match, where
    /// any of them will do; nil where they have to meet conditions besides, or come in an order of their own.
    init(object: String, expression: String, wanted: Int?) {
        index = SearchIndex.tableName(for: object)
        self.expression = expression
        maximumCount = wanted.map { max($0, Self.rankedCount) }
    }

    /// The object's table, joined to the index.
    func source(_ table: SQLFragment, idColumn: SQLFragment) -> SQLFragment {
        guard let maximumCount else { return "\(table) JOIN \(name: index) ON \(name: index).id = \(idColumn)" }
        return """
            (SELECT id AS found, \(score) AS score FROM \(name: index) WHERE \(name: index) MATCH \(value: expression) \
            LIMIT \(value: maximumCount)) AS matches CROSS JOIN \(table) ON \(idColumn) = matches.found
            """
    }

    /// What the source does not see to by itself.
    var condition: SQLFragment? { maximumCount == nil ? "\(name: index) MATCH \(value: expression)" : nil }

    /// The most relevant first.
    func ordering(thenBy id: SQLFragment) -> SQLFragment {
        maximumCount == nil ? " ORDER BY \(score), \(id)" : " ORDER BY matches.score, \(id)"
    }

    /// A name says more about a record than a remark in its description.
    private var score: SQLFragment { "bm25(\(name: index), 0, 10, 5, 5, 1)" }
}
