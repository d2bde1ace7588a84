import FoundationEssentials
import GRDB
import JSON
import SOQL

/// Runs a search over the objects it names.
struct SearchRunner {
    /// How many records a search finds in all, and of one object that it neither filters nor sorts.
    private static let maximumRecords = 2_000
    private static let maximumRecordsOfObject = 250
    /// A term longer than this finds nothing; one longer than the other is only a list of words.
    private static let maximumTermLength = 10_000
    private static let maximumTermLengthWithOperators = 4_000
    private static let maximumWordsForWildcard = 500
    private static let articles: Set<String> = ["KnowledgeArticleVersion", "Knowledge__kav"]
    /// Objects that are searched only when a search names them.
    private static let unnamedExclusions: Set<String> = [
        "Product2", "KnowledgeArticleVersion", "Knowledge__kav", "ContentVersion", "ContentDocument", "FeedItem",
    ]
    /// Objects whose fields are all searched whatever the scope.
    private static let withoutScopes: Set<String> = [
        "KnowledgeArticleVersion", "Knowledge__kav", "ContentVersion", "ContentDocument", "Product2", "FeedItem",
    ]

    let schema: Schema
    let context: QueryEngine.Context
    let db: Database

    /// The records found, object by object in the order the search names them, the most relevant first.
    func run(_ search: Search) throws -> [JSONValue] {
        let searched = try searchedObjects(search)
        let texts = search.term.texts
        let length = texts.flatMap(\.pieces).reduce(0) { if case .text(let text) = $1 { $0 + text.count } else { $0 } }
        guard texts.flatMap(SearchPattern.split).reduce(0, { $0 + $1.length }) > 1 else {
            throw QueryFault(.invalidSearch, "search term must be longer than one character")
        }
        let term: SearchTerm =
            length > Self.maximumTermLengthWithOperators ? .all(texts.map(SearchTerm.word)) : search.term
        let limit = min(try search.limit?.filled() ?? Self.maximumRecords, Self.maximumRecords)
        let marks = SearchMarks(search)
        var found: [[JSONValue]] = []
        for (object, returning) in searched {
            var records = try records(of: object, returning, matching: term, scope: search.scope, atMost: limit)
            if let marks { records = try marks.marking(records, of: object, in: db) }
            found.append(length > Self.maximumTermLength ? [] : records)
        }
        return Self.share(limit, among: found)
    }

    private func searchedObjects(_ search: Search) throws -> [(ObjectDefinition, Search.Returning)] {
        guard !search.returning.isEmpty else {
            return schema.objects
                .filter { $0.isSearchable && $0.keyPrefix != nil && !Self.unnamedExclusions.contains($0.name) }
                .map { ($0, Search.Returning(Name($0.name))) }
        }
        var searched: [(ObjectDefinition, Search.Returning)] = []
        for returning in search.returning {
            guard let object = schema.object(returning.object.text) else {
                throw QueryFault.noSuchObject(returning.object)
            }
            guard object.isSearchable else {
                throw QueryFault(
                    .unsupportedType,
                    "entity type \(object.name) does not support search",
                    at: returning.object.position
                )
            }
            guard !searched.contains(where: { $0.0.name == object.name }) else {
                throw QueryFault(
                    .malformedSearch,
                    "duplicate object in RETURNING: \(object.name)",
                    at: returning.object.position
                )
            }
            if returning.offset != nil, search.returning.count > 1 {
                throw QueryFault(.malformedSearch, "OFFSET is only allowed in a search of one object")
            }
            searched.append((object, returning))
        }
        return searched
    }

    private func records(
        of object: ObjectDefinition,
        _ returning: Search.Returning,
        matching term: SearchTerm,
        scope: Search.Scope?,
        atMost limit: Int
    ) throws -> [JSONValue] {
        let expression = SearchExpression(findsAnyWord: Self.articles.contains(object.name)) { pattern in
            try words(like: pattern, of: object)
        }
        let isPlain = returning.condition == nil && returning.ordering.isEmpty
        let ownLimit = try returning.limit?.filled() ?? (isPlain ? Self.maximumRecordsOfObject : Self.maximumRecords)
        let query = Query(
            selection: returning.fields.isEmpty ? [.field("Id", alias: nil)] : returning.fields,
            sources: [Query.Source(FieldPath([returning.object]))],
            condition: returning.condition,
            ordering: returning.ordering,
            limit: .number(min(ownLimit, limit)),
            offset: returning.offset
        )
        if let offset = try returning.offset?.filled(), offset > Self.maximumRecords {
            throw QueryFault(.numberOutOfRange, "SOSL offset should be between 0 to \(Self.maximumRecords)")
        }
        var compiler = QueryCompiler(object, role: .search, schema: schema, context: context)
        let text = try expression.text(of: term)
        let wanted = min(ownLimit, limit) + (try returning.offset?.filled() ?? 0)
        compiler.match = SearchMatch(
            object: object.name,
            expression: scoped(text ?? "", scope, object),
            wanted: isPlain ? wanted : nil
        )
        // A faulty query is refused also when there is nothing to find.
        let compiled = try compiler.compile(query)
        guard text != nil else { return [] }
        return try QueryRunner(schema: schema, context: context).run(compiled, in: db).0.records
    }

    private func scoped(_ expression: String, _ scope: Search.Scope?, _ object: ObjectDefinition) -> String {
        guard let scope, !Self.withoutScopes.contains(object.name) else { return expression }
        let column: SearchIndex.Column? =
            switch scope {
            case .all, .sidebar: nil
            case .name: .name
            case .email: .email
            case .phone: .phone
            }
        return column.map { "{\($0.rawValue)} : (\(expression))" } ?? expression
    }

    private func words(like pattern: SearchPattern, of object: ObjectDefinition) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT term FROM "\(SearchIndex.vocabularyName(for: object.name))"
                WHERE term >= ? AND term < ? AND term GLOB ? LIMIT ?
                """
        )
        let beginning = pattern.beginning
        return try String.fetchAll(
            statement,
            arguments: [beginning, beginning + "\u{10FFFF}", pattern.glob, Self.maximumWordsForWildcard]
        )
    }

    /// Shares a limit evenly; what one object does not need goes to the others.
    private static func share(_ limit: Int, among found: [[JSONValue]]) -> [JSONValue] {
        var rest = limit
        var quotas = Array(repeating: 0, count: found.count)
        while rest > 0 {
            let hungry = found.indices.filter { quotas[$0] < found[$0].count }
            guard !hungry.isEmpty else { break }
            let portion = max(1, rest / hungry.count)
            for index in hungry where rest > 0 {
                let taken = min(portion, rest, found[index].count - quotas[index])
                quotas[index] += taken
                rest -= taken
            }
        }
        return zip(found, quotas).flatMap { $0.prefix($1) }
    }
}
