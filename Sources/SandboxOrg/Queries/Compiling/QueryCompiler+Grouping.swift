import SOQL

extension QueryCompiler {
    /// Whether a query's rows are groups.
    func isGrouped(_ query: Query) throws(QueryFault) -> Bool {
        let isGrouped =
            query.grouping != nil || query.having != nil
            || query.selection.contains {
                if case .function(let call, _) = $0 { Self.isAggregate(call) } else { false }
            }
        if isGrouped, case .children = role {
            throw .malformed("Aggregate functions and GROUP BY are not supported in relationship subqueries")
        }
        return isGrouped
    }

    private static func isAggregate(_ call: FunctionCall) -> Bool {
        if Aggregate(rawValue: call.name.text.uppercased()) != nil { return true }
        return call.arguments.contains {
            if case .expression(.function(let inner)) = $0 { isAggregate(inner) } else { false }
        }
    }

    mutating func compileGrouped(_ query: Query) throws(QueryFault) -> CompiledQuery {
        if try isCount(query) { return try compileCount(query) }
        var keys: [Operand] = []
        for key in query.grouping?.keys ?? [] { keys.append(try groupKey(key)) }
        if query.grouping == nil, query.limit != nil {
            throw .malformed("Non-grouped query that uses overall aggregate functions cannot also use LIMIT")
        }
        let sets = try Self.groupingSets(query.grouping?.kind ?? .plain, of: keys)
        var shape = RecordShape(kind: .aggregate)
        var orderTerms: [SQLFragment] = []
        var selections: [SQLFragment] = []
        let conditions = try rowConditions(of: query)
        for set in sets {
            grouping = GroupingState(keys: keys, active: set)
            columns = []
            shape = try groupShape(query.selection)
            orderTerms = try groupOrdering(query, isSubtotalled: sets.count > 1)
            selections.append(try groupSelection(query, active: set, conditions: conditions))
        }
        let order: SQLFragment = orderTerms.isEmpty ? "" : " ORDER BY \(SQLFragment(orderTerms))"
        let groups = SQLFragment(selections, separator: " UNION ALL ")
        return CompiledQuery(statement: "SELECT * FROM (\(groups))\(order)\(try limit(of: query))", shape: shape)
    }

    private mutating func groupSelection(
        _ query: Query,
        active: Set<String>,
        conditions: [SQLFragment]
    ) throws(QueryFault) -> SQLFragment {
        var groups: SQLFragment = ""
        let expressions = (grouping?.keys ?? []).filter { active.contains($0.identity) }.map(\.expression)
        if !expressions.isEmpty { groups.append(" GROUP BY \(SQLFragment(expressions))") }
        if let having = query.having {
            grouping?.isFiltering = true
            let condition = try condition(having)
            groups.append(" HAVING \(condition)")
            grouping?.isFiltering = false
        }
        let selected = columns.enumerated().map { index, column -> SQLFragment in
            "\(column) AS \(name: Self.columnName(index))"
        }
        return "SELECT \(SQLFragment(selected)) FROM \(source) WHERE \(SQLFragment.all(conditions))\(groups)"
    }

    private static func columnName(_ index: Int) -> String { "c\(index)" }

    /// `SELECT COUNT()`, which yields a number and no records.
    private func isCount(_ query: Query) throws(QueryFault) -> Bool {
        let counts = query.selection.contains {
            guard case .function(let call, _) = $0 else { return false }
            return call.name.text.uppercased() == "COUNT" && call.arguments.isEmpty
        }
        guard counts else { return false }
        guard query.selection.count == 1, query.grouping == nil, query.having == nil, query.ordering.isEmpty else {
            throw .malformed("COUNT() must stand alone in SELECT, without GROUP BY and ORDER BY")
        }
        return true
    }

    private mutating func compileCount(_ query: Query) throws(QueryFault) -> CompiledQuery {
        let conditions = try rowConditions(of: query)
        let rows: SQLFragment = "SELECT 1 FROM \(source) WHERE \(SQLFragment.all(conditions))\(try limit(of: query))"
        return CompiledQuery(
            statement: "SELECT count(*) FROM (\(rows))",
            shape: RecordShape(kind: .aggregate),
            isCount: true
        )
    }

    private mutating func groupKey(_ expression: Expression) throws(QueryFault) -> Operand {
        let operand = try operand(expression)
        guard !operand.isAggregate else { throw .cannot(be: "grouped", operand.name, at: operand.position) }
        if let field = operand.field {
            guard field.field.isGroupable, ![.address, .base64].contains(field.field.type) else {
                throw .cannot(be: "grouped", field.field.name, at: field.position)
            }
        }
        return operand
    }

    private static func groupingSets(
        _ kind: Query.Grouping.Kind,
        of keys: [Operand]
    ) throws(QueryFault) -> [Set<String>] {
        let identities = keys.map(\.identity)
        if kind != .plain, keys.count > 3 {
            throw .malformed("GROUP BY ROLLUP and CUBE take at most 3 fields")
        }
        switch kind {
        case .plain: return [Set(identities)]
        case .rollup: return (0...identities.count).reversed().map { Set(identities.prefix($0)) }
        case .cube:
            return (0..<(1 << identities.count)).reversed().map { bits in
                Set(identities.indices.filter { bits & (1 << $0) != 0 }.map { identities[$0] })
            }
        }
    }

    /// Finds what an expression means for a group of rows.
    mutating func groupedOperand(
        _ expression: Expression,
        called kind: String = "Field"
    ) throws(QueryFault) -> Operand {
        var operand = try operand(expression)
        guard !operand.isAggregate else { return operand }
        guard let isActive = grouping?.isActive(operand) else {
            throw QueryFault(
                .invalidField,
                "\(kind) must be grouped or aggregated: \(operand.name)",
                at: operand.position
            )
        }
        if !isActive { operand.expression = "NULL" }
        return operand
    }

    private mutating func groupShape(_ items: [Query.SelectItem]) throws(QueryFault) -> RecordShape {
        var shape = RecordShape(kind: .aggregate)
        var unnamed = 0
        for item in items {
            let operand: Operand
            let key: String
            switch item {
            case .field(let path, let alias):
                operand = try groupedOperand(.field(path))
                key = alias?.text ?? operand.field?.field.name ?? path.text
            case .function(let call, let alias):
                operand = try groupedOperand(.function(call))
                if let alias {
                    key = alias.text
                } else if let field = operand.standsFor, DatePart(rawValue: call.name.text.uppercased()) == nil {
                    key = field.field.name
                } else {
                    key = "expr\(unnamed)"
                    unnamed += 1
                }
            case .subquery, .typeOf:
                throw .malformed("Subqueries and TYPEOF are not supported in grouped queries")
            }
            guard !shape.members.contains(where: { $0.key == key }) else { throw .malformed("duplicate alias: \(key)") }
            let column = add(operand.expression)
            let content: RecordShape.Content =
                switch operand.presentation {
                case .plain: .value(column: column, type: operand.type)
                case .label(let labels): .label(column: column, labels: labels)
                case .formatted: .formatted(column: column, type: operand.type)
                }
            shape.members.append(.init(key: key, content: content))
        }
        return shape
    }

    /// The terms of `ORDER BY`, over columns added for them. Subtotals come after what they sum up.
    private mutating func groupOrdering(_ query: Query, isSubtotalled: Bool) throws(QueryFault) -> [SQLFragment] {
        var terms: [SQLFragment] = []
        for ordering in query.ordering {
            let operand = try groupedOperand(expression(of: ordering, in: query), called: "Ordered field")
            try checkSortable(operand)
            terms.append(sortTerm(operand, Self.direction(of: ordering, by: operand)))
        }
        guard let grouping, terms.isEmpty, query.grouping != nil else { return terms }
        for key in grouping.keys {
            let isActive = grouping.active.contains(key.identity)
            if isSubtotalled {
                terms.append("\(name: Self.columnName(add(isActive ? "0" : "1")))")
            }
            var operand = key
            if !isActive { operand.expression = "NULL" }
            terms.append(sortTerm(operand, " ASC NULLS FIRST"))
        }
        return terms
    }

    private mutating func sortTerm(_ operand: Operand, _ direction: SQLFragment) -> SQLFragment {
        let key = sortKey(of: operand)
        let isText = operand.type.isText && !(operand.type == .picklist && operand.field != nil)
        let column: SQLFragment = "\(name: Self.columnName(add(key)))"
        return isText ? "\(column) COLLATE salesforce\(direction)" : "\(column)\(direction)"
    }

    /// An alias of `SELECT` in `ORDER BY` stands for what it names.
    private func expression(of ordering: Ordering, in query: Query) -> Expression {
        guard case .field(let path) = ordering.key, path.names.count == 1 else { return ordering.key }
        for item in query.selection {
            switch item {
            case .field(let field, let alias?) where alias.text.lowercased() == path.text.lowercased():
                return .field(field)
            case .function(let call, let alias?) where alias.text.lowercased() == path.text.lowercased():
                return .function(call)
            default: continue
            }
        }
        return ordering.key
    }
}
