import FoundationEssentials
import GRDB
import JSON
import SOQL

/// Answers SOQL and SOSL from the org's tables.
struct QueryEngine: Sendable {
    /// What a query depends on besides its text.
    struct Context: Sendable {
        /// What date literals count from.
        var now: Date
        /// The user's, in which days begin and end.
        var timeZone: TimeZone
        /// Whose records `USING SCOPE mine` means.
        var userId: String
        /// As it stands in paths: `59.0`.
        var apiVersion: String
        /// Whether deleted records are found, as by `queryAll`.
        var includesDeleted: Bool

        var timeZoneName: String { timeZone.identifier }
        var majorVersion: Int { apiVersion.split(separator: ".").first.flatMap { Int($0) } ?? 0 }
    }

    static let maximumLength = 100_000

    let schema: Schema

    /// Runs a query and gives what it finds: all of it, or the first records and a cursor where the page takes no more.
    /// Groups are never too many.
    func run(
        _ soql: String,
        in db: Database,
        context: Context,
        page: PageBudget = PageBudget(.max, link: nil)
    ) throws(SalesforceError) -> QueryResult {
        guard !soql.isEmpty else {
            throw QueryFault.malformed("A query string has to be specified").error(in: soql)
        }
        try Self.checkCharacters(of: soql, code: .malformedQuery)
        let query: Query
        do throws(SyntaxError) {
            query = try Query(parsing: soql)
        } catch {
            throw SyntaxFault(error, isSearch: false).error(in: soql)
        }
        do throws(QueryFault) {
            return try run(query, in: db, context: context, page: page)
        } catch {
            throw error.error(in: soql)
        }
    }

    /// Refuses the character with which texts end in SQLite.
    private static func checkCharacters(of text: String, code: QueryFault.Code) throws(SalesforceError) {
        guard text.utf8.contains(0) else { return }
        throw QueryFault(code, "invalid character U+0000").error(in: "")
    }

    /// Reads the records in a part of a long result, as many as the page takes, and counts the rows that are done with.
    /// A record that has gone since is left out.
    func records(
        _ range: Range<Int>,
        of cursor: QueryCursor,
        page: PageBudget,
        in db: Database
    ) throws(SalesforceError) -> (records: [JSONValue], count: Int) {
        do {
            let compiled = try QueryCompiler.compileRows(of: cursor.query, schema: schema, context: cursor.context)
            return try QueryRunner(schema: schema, context: cursor.context)
                .records(of: compiled, rowNumbers: cursor.rowNumbers[range], on: page, in: db)
        } catch {
            throw QueryFault(error).error(in: "")
        }
    }

    /// Runs a search and gives the records it finds.
    func search(_ sosl: String, in db: Database, context: Context) throws(SalesforceError) -> [JSONValue] {
        try Self.checkCharacters(of: sosl, code: .malformedSearch)
        let search: Search
        do throws(SyntaxError) {
            search = try Search(parsing: sosl)
        } catch {
            throw SyntaxFault(error, isSearch: true).error(in: sosl)
        }
        var context = context
        context.includesDeleted = false
        do {
            return try SearchRunner(schema: schema, context: context, db: db).run(search)
        } catch let fault as QueryFault {
            throw fault.error(in: sosl, isSearch: true)
        } catch {
            throw QueryFault(error).error(in: sosl)
        }
    }

    /// Reads one record: some of its fields, or all. Nil when there is none.
    ///
    /// - Parameters:
    ///   - id: The record's id in 15 or 18 characters.
    ///   - object: The object it belongs to.
    ///   - fields: Paths such as `Account.Name`; nil for every field.
    ///   - db: Where the org is stored.
    ///   - context: Whether a deleted record is found.
    /// - Returns: The record as a query would give it.
    /// - Throws: `INVALID_FIELD` for a path that leads nowhere.
    func record(
        _ id: String,
        of object: ObjectDefinition,
        fields: [String]? = nil,
        in db: Database,
        context: Context
    ) throws(SalesforceError) -> JSONValue? {
        var paths: [String] = []
        for path in fields ?? object.fields.map(\.name)
        where !paths.contains(where: { $0.lowercased() == path.lowercased() }) {
            paths.append(path)
        }
        if let unknown = paths.first(where: { !$0.contains(".") && object.field($0) == nil }) {
            let message = "No such column '\(unknown)' on sobject of type \(object.name)"
            throw QueryFault(.invalidField, message).error(in: "")
        }
        let query = Query(
            selection: paths.map { .field(FieldPath(stringLiteral: $0), alias: nil) },
            sources: [Query.Source(FieldPath([Name(object.name)]))],
            condition: .comparison(Comparison(.field("Id"), .equal, .literal(.string(StringLiteral(id)))))
        )
        do throws(QueryFault) {
            return try run(query, in: db, context: context, role: .record).records.first
        } catch {
            // There is no text of a query whose place a message could show.
            throw QueryFault(error.code, error.message).error(in: "")
        }
    }

    private func run(
        _ query: Query,
        in db: Database,
        context: Context,
        role: QueryCompiler.Role = .main,
        page: PageBudget = PageBudget(.max, link: nil)
    ) throws(QueryFault) -> QueryResult {
        let compiled = try QueryCompiler.compile(query, schema: schema, context: context, role: role)
        do {
            let runner = QueryRunner(schema: schema, context: context)
            var (result, rowNumbers) = try runner.run(compiled, on: page, in: db)
            if result.records.count < result.totalSize, !rowNumbers.isEmpty {
                result.cursor = QueryCursor(query: query, context: context, rowNumbers: rowNumbers)
            }
            return result
        } catch {
            throw QueryFault(error)
        }
    }
}
