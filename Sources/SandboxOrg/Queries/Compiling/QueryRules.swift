import SOQL

/// What Salesforce asks of a query beyond its grammar, by object and by function.
enum QueryRules {
    /// The most rows of a query that selects fields it cannot know in advance.
    private static let maximumRowsOfAllFields = 200

    /// Refuses a query that its object does not allow.
    static func check(_ query: Query, on object: ObjectDefinition, role: QueryCompiler.Role) throws(QueryFault) {
        switch role {
        case .main:
            if object.name == "ContentDocumentLink", !isFilteredByLink(query.condition) {
                throw .malformed(
                    "Implementation restriction: ContentDocumentLink requires a filter by a single Id on "
                        + "ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN "
                        + "operator."
                )
            }
        case .children(_, _, let parentIsSingle):
            if query.offset != nil, !parentIsSingle {
                throw .malformed("OFFSET in a subquery is only allowed when the outer query has LIMIT 1")
            }
        case .record, .semiJoin, .search:
            break
        }
    }

    private static func isFilteredByLink(_ condition: Condition?) -> Bool {
        switch condition {
        case .all(let members): members.contains { isFilteredByLink($0) }
        case .comparison(let comparison):
            isLink(comparison.subject) && (comparison.operator == .equal || comparison.operator == .in)
        case .any, .not, nil: false
        }
    }

    private static func isLink(_ subject: Expression) -> Bool {
        guard case .field(let path) = subject, let name = path.names.last?.text.lowercased() else { return false }
        return name == "contentdocumentid" || name == "linkedentityid"
            || (name == "id" && path.names.dropLast().last?.text.lowercased() == "contentdocument")
    }

    /// The fields that `FIELDS(ALL)`, `FIELDS(STANDARD)` or `FIELDS(CUSTOM)` stands for.
    static func fields(
        named call: FunctionCall,
        of object: ObjectDefinition,
        in query: Query
    ) throws(QueryFault) -> [FieldDefinition] {
        guard call.arguments.count == 1, case .expression(.field(let path)) = call.arguments[0] else {
            throw .malformed("FIELDS takes ALL, STANDARD or CUSTOM", at: call.name.position)
        }
        let group = path.text.uppercased()
        if group != "STANDARD" {
            guard case .number(let limit)? = query.limit, limit <= maximumRowsOfAllFields else {
                throw .malformed(
                    "The SOQL FIELDS function must have a LIMIT of at most \(maximumRowsOfAllFields)",
                    at: call.name.position
                )
            }
        }
        switch group {
        case "ALL": return object.fields
        case "STANDARD": return object.fields.filter { !$0.isCustom }
        case "CUSTOM": return object.fields.filter(\.isCustom)
        default: throw .malformed("FIELDS takes ALL, STANDARD or CUSTOM", at: call.name.position)
        }
    }
}
