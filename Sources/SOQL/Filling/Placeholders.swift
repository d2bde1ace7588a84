extension Query {
    /// Whether its conditions were to take values, and none has any in what it was filled to.
    package func hasLostValues(in filled: Query) -> Bool {
        guard [condition, having].contains(where: { $0?.hasPlaceholder ?? false }) else { return false }
        return filled.condition == condition?.withoutValues && filled.having == having?.withoutValues
    }
}

extension Condition {
    /// Whether it takes a value.
    package var hasPlaceholder: Bool {
        switch self {
        case .all(let members), .any(let members): members.contains(where: \.hasPlaceholder)
        case .not(let inner): inner.hasPlaceholder
        case .comparison(let comparison): comparison.value.hasPlaceholder
        }
    }

    /// What of it has to hold whatever the values are.
    var withoutValues: Condition? {
        guard hasPlaceholder else { return self }
        guard case .all(let members) = self else { return nil }
        return Self.joined(members.compactMap(\.withoutValues), isAll: true)
    }

    /// One condition of several; nil of none.
    static func joined(_ members: [Condition], isAll: Bool) -> Condition? {
        if members.count < 2 { return members.first }
        return isAll ? .all(members) : .any(members)
    }
}

extension Value {
    var hasPlaceholder: Bool {
        switch self {
        case .literal(.string(let string)): string.hasPlaceholder
        case .literal(.dateLiteral(_, .placeholder?)), .placeholder: true
        case .literal: false
        case .list(let elements): elements.contains(where: \.hasPlaceholder)
        case .subquery(let query): [query.condition, query.having].contains { $0?.hasPlaceholder ?? false }
        }
    }
}

extension StringLiteral {
    var hasPlaceholder: Bool {
        pieces.contains { if case .placeholder = $0 { true } else { false } }
    }
}

extension FieldPath {
    var hasPlaceholder: Bool {
        names.contains { if case .placeholder = $0.content { true } else { false } }
    }
}
