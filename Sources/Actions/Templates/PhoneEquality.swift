import SOQL

/// Makes `Phone = '{{caller_phone}}'` mean the same number, not the same characters.
///
/// Salesforce stores a phone number as it was typed, so comparing it for equality with a caller's `+15552345678` finds
/// nobody. Where the whole right side of `=` or the core of a `LIKE '%…%'` is a phone number by its declared type, the
/// comparison becomes the `LIKE` of the ``Filter/phone`` filter.
struct PhoneEquality {
    let scope: Scope

    func applied(to query: Query) -> Query {
        var query = query
        query.condition = query.condition.map(applied)
        query.selection = query.selection.map { item in
            if case .subquery(let inner) = item { .subquery(applied(to: inner)) } else { item }
        }
        return query
    }

    func applied(to search: Search) -> Search {
        var search = search
        for index in search.returning.indices {
            search.returning[index].condition = search.returning[index].condition.map(applied)
        }
        return search
    }

    private func applied(_ condition: Condition) -> Condition {
        switch condition {
        case .all(let members): .all(members.map(applied))
        case .any(let members): .any(members.map(applied))
        case .not(let inner): .not(applied(inner))
        case .comparison(let comparison): .comparison(applied(comparison))
        }
    }

    private func applied(_ comparison: Comparison) -> Comparison {
        switch comparison.value {
        case .literal(.string(let string)) where comparison.operator == .equal || comparison.operator == .like:
            guard let placeholder = phone(in: string, allowingWildcards: comparison.operator == .like) else {
                return comparison
            }
            let hole = Placeholder(placeholder.path, filters: [Filter.phone.rawValue], position: placeholder.position)
            let pattern = StringLiteral(pieces: [.placeholder(hole)])
            return Comparison(comparison.subject, .like, .literal(.string(pattern)))
        case .subquery(let query):
            return Comparison(comparison.subject, comparison.operator, .subquery(applied(to: query)))
        default:
            return comparison
        }
    }

    private func phone(in string: StringLiteral, allowingWildcards: Bool) -> Placeholder? {
        let pieces = string.pieces.filter { !allowingWildcards || $0 != .text("%") }
        guard pieces.count == 1, case .placeholder(let placeholder) = pieces[0], placeholder.filters.isEmpty else {
            return nil
        }
        let isPhone = (try? scope.bind(placeholder, in: .soql))?.reference.type == .phone
        return isPhone ? placeholder : nil
    }
}
