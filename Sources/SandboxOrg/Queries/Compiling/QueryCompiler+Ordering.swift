import SOQL

extension QueryCompiler {
    /// The `ORDER BY` of a query, or nothing.
    ///
    /// Rows that the query leaves tied come in the order of their ids, so that pages never overlap.
    mutating func ordering(_ orderings: [Ordering]) throws(QueryFault) -> SQLFragment {
        let id: SQLFragment = "\(name: scope.table).\"Id\""
        guard !orderings.isEmpty else { return match?.ordering(thenBy: id) ?? "" }
        var terms: [SQLFragment] = []
        for ordering in orderings {
            let operand = try sortedOperand(ordering.key)
            terms.append("\(sortKey(of: operand))\(Self.direction(of: ordering, by: operand))")
        }
        if scope.object.field("Id") != nil { terms.append(id) }
        return " ORDER BY \(SQLFragment(terms))"
    }

    private mutating func sortedOperand(_ expression: Expression) throws(QueryFault) -> Operand {
        let operand = try operand(expression)
        guard !operand.isAggregate else {
            throw QueryFault(
                .invalidField,
                "Ordered field must be grouped or aggregated: \(operand.name)",
                at: operand.position
            )
        }
        try checkSortable(operand)
        return operand
    }

    func checkSortable(_ operand: Operand) throws(QueryFault) {
        guard let field = operand.field ?? operand.standsFor else { return }
        let isSortable = field.field.isSortable && ![.address, .base64, .multipicklist].contains(field.field.type)
        guard isSortable else { throw .cannot(be: "sorted", field.field.name, at: field.position) }
    }

    /// What rows are sorted by: picklist values in the order they were set up, and unknown ones after them.
    func sortKey(of operand: Operand) -> SQLFragment {
        guard let field = operand.field?.field, field.type == .picklist, !field.picklist.isEmpty else {
            return operand.expression
        }
        let branches = field.picklist.enumerated().map { index, value -> SQLFragment in
            "WHEN \(operand.expression) = \(value: value.value) THEN \(value: index)"
        }
        return """
            CASE WHEN \(operand.expression) IS NULL THEN NULL \(SQLFragment(branches, separator: " ")) \
            ELSE \(value: field.picklist.count) END
            """
    }

    /// ` DESC NULLS FIRST` and the like. Nulls come first unless asked otherwise, and always for references.
    static func direction(of ordering: Ordering, by operand: Operand) -> SQLFragment {
        let nullsLast = ordering.nulls == .last && !operand.type.isId
        return switch (ordering.direction == .descending, nullsLast) {
        case (false, false): " ASC NULLS FIRST"
        case (false, true): " ASC NULLS LAST"
        case (true, false): " DESC NULLS FIRST"
        case (true, true): " DESC NULLS LAST"
        }
    }
}
