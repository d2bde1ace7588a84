import FoundationEssentials
import GRDB
import JSON

/// Runs compiled queries and turns their rows into records.
struct QueryRunner {
    private static let maximumGroups = 2_000

    let schema: Schema
    let renderer: RecordRenderer
    /// Where `FORMAT` shows dates and times.
    let timeZone: TimeZone

    /// Runs a query and builds so many records at most. Of a longer result the numbers of all rows come beside it.
    func run(
        _ query: CompiledQuery,
        pageSize: Int = .max,
        in db: Database
    ) throws -> (QueryResult, rowNumbers: [Int64]) {
        let statement = try db.makeStatement(sql: query.statement.text)
        let arguments = StatementArguments(query.statement.arguments)
        if query.isCount {
            let count = try Int.fetchOne(statement, arguments: arguments) ?? 0
            return (QueryResult(totalSize: count, records: []), [])
        }
        let assembler = try assembler(of: query.shape, in: db)
        var records: [JSONValue] = []
        var rowNumbers: [Int64] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            if let column = query.rowNumberColumn { rowNumbers.append(row[column]) }
            if records.count < pageSize || query.rowNumberColumn == nil {
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

    /// Builds the records of rows by their numbers.
    func records(
        of query: CompiledQuery,
        rowNumbers: some Sequence<Int64>,
        in db: Database
    ) throws -> [JSONValue] {
        var arguments = query.statement.arguments
        if let argument = query.parentArgument {
            arguments[argument] = "[\(rowNumbers.map(String.init).joined(separator: ","))]".databaseValue
        }
        let statement = try db.makeStatement(sql: query.statement.text)
        return try records(of: query.shape, statement, StatementArguments(arguments), in: db)
    }

    private func assembler(of shape: RecordShape, in db: Database) throws -> RecordAssembler {
        RecordAssembler(
            schema: schema,
            renderer: renderer,
            formatter: ValueFormatter(timeZone: timeZone),
            children: try childQueries(of: shape, in: db)
        )
    }

    private func records(
        of shape: RecordShape,
        _ statement: Statement,
        _ arguments: StatementArguments,
        in db: Database
    ) throws -> [JSONValue] {
        let assembler = try assembler(of: shape, in: db)
        var records: [JSONValue] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() { records.append(try assembler.record(row, as: shape)) }
        return records
    }

    /// A prepared query for each child relationship selected, which runs once for every record.
    private func childQueries(
        of shape: RecordShape,
        in db: Database
    ) throws -> [String: (String) throws -> JSONValue] {
        var queries: [String: (String) throws -> JSONValue] = [:]
        for member in shape.members {
            guard case .children(let query) = member.content, let parentArgument = query.parentArgument else {
                continue
            }
            let statement = try db.makeStatement(sql: query.statement.text)
            queries[member.key] = { parentId in
                var arguments = query.statement.arguments
                arguments[parentArgument] = parentId.databaseValue
                let records = try records(of: query.shape, statement, StatementArguments(arguments), in: db)
                guard !records.isEmpty else { return .null }
                return [
                    "totalSize": .number(JSONNumber(records.count)),
                    "done": true,
                    "records": .array(records),
                ]
            }
        }
        return queries
    }
}
