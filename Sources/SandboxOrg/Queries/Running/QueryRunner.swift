import FoundationEssentials
import GRDB
import JSON
import SOQL

/// Runs compiled queries and turns their rows into records.
struct QueryRunner {
    private static let maximumGroups = 2_000
    private static let statements = KeptStatements()

    let schema: Schema
    let context: QueryEngine.Context

    private var renderer: RecordRenderer { RecordRenderer(apiVersion: context.apiVersion) }

    /// Runs a query and builds as many records as the page takes. Of a longer result the numbers of all rows come
    /// beside it.
    func run(
        _ query: CompiledQuery,
        on page: PageBudget = PageBudget(.max, link: nil),
        in db: Database
    ) throws -> (QueryResult, rowNumbers: [Int64]) {
        let assembler = try assembler(of: query.shape, page, in: db)
        // A query of children may have the same text, and runs in the middle of this one.
        let statement =
            assembler.children.isEmpty
            ? try Self.statements.statement(query.statement.text, in: db)
            : try db.makeStatement(sql: query.statement.text)
        let arguments = StatementArguments(query.statement.arguments.map { $0 as (any DatabaseValueConvertible)? })
        if query.isCount {
            let count = try Int.fetchOne(statement, arguments: arguments) ?? 0
            return (QueryResult(totalSize: count, records: []), [])
        }
        var records: [JSONValue] = []
        var rowNumbers: [Int64] = []
        var isFilling = true
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            if let column = query.rowNumberColumn { rowNumbers.append(row[column]) }
            isFilling = isFilling && (page.left > 0 || query.rowNumberColumn == nil)
            if isFilling {
                page.use()
                records.append(try assembler.record(row, as: query.shape))
            }
            if case .aggregate = query.shape.kind, records.count > Self.maximumGroups {
                throw QueryFault(
                    .tooManyRows,
                    "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch"
                )
            }
        }
        let count = max(records.count, rowNumbers.count)
        return (QueryResult(totalSize: count, records: records), rowNumbers)
    }

    /// Builds the records of rows by their numbers, as many as the page takes, and counts the rows that are done with.
    func records(
        of query: CompiledQuery,
        rowNumbers: some Collection<Int64>,
        on page: PageBudget,
        in db: Database
    ) throws -> (records: [JSONValue], count: Int) {
        var arguments = query.statement.arguments
        if let argument = query.parentArgument {
            arguments[argument] = "[\(rowNumbers.map(String.init).joined(separator: ","))]".databaseValue
        }
        let statement = try db.makeStatement(sql: query.statement.text)
        let assembler = try assembler(of: query.shape, page, in: db)
        var records: [JSONValue] = []
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
        while let row = try rows.next() {
            if page.left <= 0, let column = query.rowNumberColumn { return (records, row[column]) }
            page.use()
            records.append(try assembler.record(row, as: query.shape))
        }
        return (records, rowNumbers.count)
    }

    private func assembler(of shape: RecordShape, _ page: PageBudget, in db: Database) throws -> RecordAssembler {
        RecordAssembler(
            schema: schema,
            renderer: renderer,
            formatter: ValueFormatter(timeZone: context.timeZone),
            children: try childQueries(of: shape, page, in: db)
        )
    }

    /// A prepared query for each child relationship selected, which runs once for every record.
    private func childQueries(
        of shape: RecordShape,
        _ page: PageBudget,
        in db: Database
    ) throws -> [String: (String) throws -> JSONValue] {
        var queries: [String: (String) throws -> JSONValue] = [:]
        for member in shape.members {
            guard case .children(let query, let rows) = member.content, let parentArgument = query.parentArgument else {
                continue
            }
            let statement = try db.makeStatement(sql: query.statement.text)
            queries[member.key] = { parentId in
                var arguments = query.statement.arguments
                arguments[parentArgument] = parentId.databaseValue
                return try children(of: query, rows, statement, StatementArguments(arguments), page, in: db)
            }
        }
        return queries
    }

    /// The children of one record; null when there are none. What the page does not take is found at an address.
    private func children(
        of query: CompiledQuery,
        _ source: Query,
        _ statement: Statement,
        _ arguments: StatementArguments,
        _ page: PageBudget,
        in db: Database
    ) throws -> JSONValue {
        let assembler = try assembler(of: query.shape, page, in: db)
        var records: [JSONValue] = []
        var rowNumbers: [Int64] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            if let column = query.rowNumberColumn { rowNumbers.append(row[column]) }
            // All rows before it are shown, so this one is if there is room for it.
            guard page.left > 0 else { continue }
            page.use()
            records.append(try assembler.record(row, as: query.shape))
        }
        guard !rowNumbers.isEmpty else { return .null }
        let isDone = records.count == rowNumbers.count
        var result: JSONObject = ["totalSize": .number(JSONNumber(rowNumbers.count)), "done": .boolean(isDone)]
        if !isDone, let link = page.link {
            let cursor = QueryCursor(query: source, context: context, rowNumbers: rowNumbers)
            result["nextRecordsUrl"] = .string(link(cursor, records.count))
        }
        result["records"] = .array(records)
        return .object(result)
    }
}
