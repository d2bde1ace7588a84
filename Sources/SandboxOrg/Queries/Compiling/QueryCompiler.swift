import GRDB
import SOQL

/// Compiles a query into one SQL statement and the shape of the records it yields.
///
/// One compiler compiles one query; a query within it gets a compiler of its own.
struct QueryCompiler {
    /// Where a query stands, which decides what it may contain.
    enum Role {
        case main
        /// The reading of one record by its id.
        case record
        /// A subquery for the children of a record, so many levels down, below one that may have one row at most.
        case children(of: ObjectDefinition, depth: Int, parentIsSingle: Bool)
        /// The subquery of an `IN`.
        case semiJoin
        /// What a search returns of one object.
        case search
    }

    /// Objects whose old records only `queryAll` finds.
    private static let archivedObjects: Set<String> = ["Task", "Event"]

    private static let maximumOffset = 2_000

    let schema: Schema
    let context: QueryEngine.Context
    let role: Role
    var scope: TableScope
    /// What the statement selects, in order.
    var columns: [SQLFragment] = []
    var semiJoinCount = 0
    /// How the query groups rows; nil when it does not.
    var grouping: GroupingState?
    /// What a search asks of its records beside their fields.
    var match: SearchMatch?

    init(_ object: ObjectDefinition, role: Role, schema: Schema, context: QueryEngine.Context) {
        self.schema = schema
        self.context = context
        self.role = role
        scope = TableScope(object, in: schema)
    }

    /// Compiles a whole query.
    static func compile(
        _ query: Query,
        schema: Schema,
        context: QueryEngine.Context,
        role: Role = .main
    ) throws(QueryFault) -> CompiledQuery {
        let name = try objectName(of: query)
        guard let object = schema.object(name.text) else { throw .noSuchObject(name) }
        guard object.isQueryable else {
            throw QueryFault(.unsupportedType, "entity type \(object.name) does not support query", at: name.position)
        }
        var compiler = QueryCompiler(object, role: role, schema: schema, context: context)
        return try compiler.compile(query)
    }

    static func objectName(of query: Query) throws(QueryFault) -> Name {
        guard let source = query.sources.first, source.path.names.count == 1, let name = source.path.names.first else {
            throw .malformed("unexpected token: '.'", at: query.sources.first?.path.position)
        }
        return name
    }

    mutating func compile(
        _ query: Query,
        restrictedTo restriction: SQLFragment? = nil
    ) throws(QueryFault) -> CompiledQuery {
        try defineAliases(of: query)
        try QueryRules.check(query, on: scope.object, role: role)
        if try isGrouped(query) { return try compileGrouped(query) }
        let shape = try select(query.selection, of: query)
        let rowNumberColumn: Int? =
            switch role {
            case .main, .children: add("\(name: scope.table).rowid")
            case .record, .semiJoin, .search: nil
            }
        var conditions = restriction.map { [$0] } ?? []
        conditions += try rowConditions(of: query)
        let ordering = try ordering(query.ordering)
        let selected = SQLFragment(columns)
        let from = source
        let statement: SQLFragment =
            "SELECT \(selected) FROM \(from) WHERE \(SQLFragment.all(conditions))\(ordering)\(try limit(of: query))"
        return CompiledQuery(
            statement: statement,
            shape: shape,
            parentArgument: restriction == nil ? nil : selected.arguments.count + from.arguments.count,
            rowNumberColumn: rowNumberColumn
        )
    }

    /// Compiles what a query selects, of rows whose numbers are the argument: a JSON array, in whose order they come. The
    /// last column is the place in it.
    static func compileRows(
        of query: Query,
        schema: Schema,
        context: QueryEngine.Context
    ) throws(QueryFault) -> CompiledQuery {
        let name = try objectName(of: query)
        guard let object = schema.object(name.text) else { throw .noSuchObject(name) }
        var compiler = QueryCompiler(object, role: .main, schema: schema, context: context)
        try compiler.defineAliases(of: query)
        let shape = try compiler.select(query.selection, of: query)
        let placeColumn = compiler.add("page.key")
        let selected = SQLFragment(compiler.columns)
        let table: SQLFragment = """
            json_each(\(value: DatabaseValue.null)) AS page CROSS JOIN \(name: object.name) \
            AS \(name: compiler.scope.table) ON \(name: compiler.scope.table).rowid = page.value
            """
        let source = SQLFragment([table] + compiler.scope.joins, separator: " ")
        return CompiledQuery(
            statement: "SELECT \(selected) FROM \(source) ORDER BY page.key",
            shape: shape,
            parentArgument: selected.arguments.count,
            rowNumberColumn: placeColumn
        )
    }

    /// The table and its joins.
    var source: SQLFragment {
        let table: SQLFragment = "\(name: scope.object.name) AS \(name: scope.table)"
        let source = match?.source(table, idColumn: "\(name: scope.table).\"Id\"") ?? table
        return SQLFragment([source] + scope.joins, separator: " ")
    }

    /// What every row must meet: the query's own condition, its scope, and not to be deleted.
    mutating func rowConditions(of query: Query) throws(QueryFault) -> [SQLFragment] {
        var conditions: [SQLFragment] = [match?.condition].compactMap(\.self)
        if let condition = query.condition { conditions.append(try self.condition(condition)) }
        if let scopeName = query.scope, let scopeCondition = try ownership(scopeName) {
            conditions.append(scopeCondition)
        }
        if let with = query.with { try check(with) }
        if !context.includesDeleted {
            conditions.append("\(name: scope.table).\"IsDeleted\" = 0")
            if hidesArchived { conditions.append("\(name: scope.table).\"IsArchived\" = 0") }
        }
        return conditions
    }

    private var hidesArchived: Bool {
        if case .record = role { false } else { Self.archivedObjects.contains(scope.object.name) }
    }

    private mutating func defineAliases(of query: Query) throws(QueryFault) {
        for (index, source) in query.sources.enumerated() {
            if index > 0, source.path.names.count < 2 {
                throw .malformed(
                    "A driving SObject type has already been set, all other entity types in the FROM clause must be "
                        + "relationships to the initial object. The driving object is \(scope.object.name).",
                    at: source.path.position
                )
            }
            guard let alias = source.alias else { continue }
            scope.define(alias: alias, for: index == 0 ? [] : scope.expandingAlias(source.path.names))
        }
    }

    /// `USING SCOPE`: whose records are looked at; nil for everybody's.
    private func ownership(_ name: Name) throws(QueryFault) -> SQLFragment? {
        let known = [
            "everything", "mine", "mine_and_my_groups", "team", "delegated", "my_territory", "my_team_territory",
            "scopingrule", "queue_owned", "user_owned", "mru",
        ]
        guard known.contains(name.text.lowercased()) else {
            throw .malformed("Invalid scope: \(name.text)", at: name.position)
        }
        guard let owner = scope.object.field("OwnerId") else { return nil }
        let column: SQLFragment = "\(name: scope.table).\(name: owner.name)"
        switch name.text.lowercased() {
        case "mine", "mine_and_my_groups", "team": return "\(column) = \(value: context.userId)"
        case "queue_owned": return "\(column) >= '00G' AND \(column) < '00H'"
        case "user_owned": return "\(column) >= '005' AND \(column) < '006'"
        default: return nil
        }
    }

    private func check(_ with: Query.With) throws(QueryFault) {
        switch with {
        case .dataCategories(let filters):
            // The org has no category groups, so none can be named.
            guard let group = filters.first?.group else { return }
            throw QueryFault(.invalidField, "Invalid data category group name '\(group.text)'", at: group.position)
        case .condition:
            throw .malformed("WITH is not supported for the type \(scope.object.name)")
        case .recordVisibility:
            return
        }
    }

    func limit(of query: Query) throws(QueryFault) -> SQLFragment {
        let limit = try query.limit?.filled()
        let offset = try query.offset?.filled()
        if let offset, offset > Self.maximumOffset {
            throw QueryFault(.numberOutOfRange, "Maximum SOQL offset allowed is \(Self.maximumOffset)")
        }
        switch (limit, offset) {
        case (nil, nil): return ""
        case (let limit?, nil): return " LIMIT \(value: limit)"
        case (let limit, let offset?): return " LIMIT \(value: limit ?? -1) OFFSET \(value: offset)"
        }
    }
}
