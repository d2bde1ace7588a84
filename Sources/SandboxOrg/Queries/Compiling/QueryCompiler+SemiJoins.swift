import SOQL

extension QueryCompiler {
    private static let maximumSemiJoins = 2
    private static let objectsWithoutSemiJoins: Set<String> = ["Task", "Event", "Note", "Attachment"]

    /// Compiles `Id IN (SELECT …)` and `Id NOT IN (SELECT …)`.
    mutating func semiJoin(
        _ comparison: Comparison,
        with query: Query,
        nesting: Nesting
    ) throws(QueryFault) -> SQLFragment {
        try checkPlace(nesting, at: comparison.subject.position)
        guard comparison.operator == .in || comparison.operator == .notIn else {
            throw .malformed("unexpected token: '('", at: comparison.subject.position)
        }
        let left = try operand(comparison.subject)
        guard let field = left.field, field.field.type.isId else {
            throw .malformed(
                "The left operand field in the where expression for outer query should be an id field, cannot use: "
                    + "'\(left.name)'",
                at: left.position
            )
        }
        guard field.steps.isEmpty else {
            throw .malformed(
                "The left operand '\(left.name)' cannot have more than one level of relationships",
                at: left.position
            )
        }
        let selected = try selectedIds(query)
        let isIn: SQLFragment = "\(left.expression) IN (\(selected))"
        return comparison.operator == .in ? isIn : "((\(isIn)) IS NOT TRUE)"
    }

    private mutating func checkPlace(_ nesting: Nesting, at position: SourcePosition) throws(QueryFault) {
        if case .semiJoin = role { throw .malformed("Nesting of semi join sub-selects is not supported", at: position) }
        switch nesting {
        case .top: break
        case .underOr:
            throw .malformed("Semi join sub-selects are not allowed with the 'OR' operator", at: position)
        case .nested:
            throw .malformed(
                "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE "
                    + "expressions.",
                at: position
            )
        }
        semiJoinCount += 1
        guard semiJoinCount <= Self.maximumSemiJoins else {
            throw .malformed("Maximum \(Self.maximumSemiJoins) semi join sub-selects are allowed", at: position)
        }
    }

    private func selectedIds(_ query: Query) throws(QueryFault) -> SQLFragment {
        let name = try Self.objectName(of: query)
        guard let object = schema.object(name.text) else { throw .noSuchObject(name) }
        guard !Self.objectsWithoutSemiJoins.contains(object.name) else {
            throw .malformed("Entity '\(object.name)' is not supported for semi join inner selects", at: name.position)
        }
        guard object.name != scope.object.name else {
            throw .malformed("The inner and outer selects should not be on the same object type", at: name.position)
        }
        guard query.ordering.isEmpty, query.limit == nil, query.offset == nil, query.grouping == nil else {
            throw .malformed("Semi join sub-selects cannot have ORDER BY, LIMIT, OFFSET or GROUP BY", at: name.position)
        }
        guard query.selection.count == 1, case .field(let path, nil) = query.selection[0] else {
            throw .malformed("Semi join sub-selects must select one id or reference field", at: name.position)
        }
        var compiler = QueryCompiler(object, role: .semiJoin, schema: schema, context: context)
        return try compiler.compileIds(path, of: query)
    }

    private mutating func compileIds(_ path: FieldPath, of query: Query) throws(QueryFault) -> SQLFragment {
        if let alias = query.sources.first?.alias { scope.define(alias: alias, for: []) }
        let field = try scope.resolve(path)
        guard field.field.type.isId else {
            throw .malformed(
                "The inner select field '\(field.path)' of a semi join must be an id or reference field",
                at: field.position
            )
        }
        let conditions = try rowConditions(of: query) + ["\(field.expression) IS NOT NULL"]
        return "SELECT \(field.expression) FROM \(source) WHERE \(SQLFragment.all(conditions))"
    }
}
