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

    func run(_ query: CompiledQuery, in db: Database) throws -> QueryResult {
        let statement = try db.makeStatement(sql: query.statement.text)
        let arguments = StatementArguments(query.statement.arguments)
        if query.isCount {
            return QueryResult(totalSize: try Int.fetchOne(statement, arguments: arguments) ?? 0, records: [])
        }
        let records = try records(of: query.shape, statement, arguments, in: db)
        if case .aggregate = query.shape.kind, records.count > Self.maximumGroups {
            throw QueryFault(
                .tooManyRows,
                "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch"
            )
        }
        return QueryResult(totalSize: records.count, records: records)
    }

    private func records(
        of shape: RecordShape,
        _ statement: Statement,
        _ arguments: StatementArguments,
        in db: Database
    ) throws -> [JSONValue] {
        let assembler = RecordAssembler(
            schema: schema,
            renderer: renderer,
            formatter: ValueFormatter(timeZone: timeZone),
            children: try childQueries(of: shape, in: db)
        )
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
