extension Query {
    /// Whether its conditions were to search by values, and none is in what it was filled to.
    package func hasLostValues(in filled: Query) -> Bool {
        let pairs = [(condition, filled.condition), (having, filled.having)]
        guard pairs.contains(where: { $0.0?.searchesByValue ?? false }) else { return false }
        return pairs.allSatisfy { template, filled in template?.hasNoMore(than: filled) ?? true }
    }
}

extension Condition {
    /// Whether it searches by a value. What a value excludes is not searched by.
    package var searchesByValue: Bool {
        switch self {
        case .all(let members), .any(let members): members.contains(where: \.searchesByValue)
        case .not: false
        case .comparison(let comparison): !comparison.operator.isExcluding && comparison.value.hasPlaceholder
        }
    }

    /// Whether it was to search by values, and none is in what it was filled to.
    func hasLostValues(in filled: Condition) -> Bool { searchesByValue && hasNoMore(than: filled) }

    /// Whether what it was filled to searches by nothing but what needs no value.
    fileprivate func hasNoMore(than filled: Condition?) -> Bool {
        filled?.searches(besidesValues: false) ?? 0 <= searches(besidesValues: true)
    }

    /// How many comparisons say what is searched by.
    ///
    /// - Parameter besidesValues: Whether to leave out those that take a value, and what would go with one.
    private func searches(besidesValues: Bool) -> Int {
        switch self {
        case .all(let members): members.reduce(0) { $0 + $1.searches(besidesValues: besidesValues) }
        case .any(let members):
            members.reduce(0) {
                besidesValues && $1.searchesByValue ? $0 : $0 + $1.searches(besidesValues: besidesValues)
            }
        case .not: 0
        case .comparison(let comparison):
            comparison.operator.isExcluding || (besidesValues && comparison.value.hasPlaceholder) ? 0 : 1
        }
    }

    /// One condition of several; nil of none.
    static func joined(_ members: [Condition], isAll: Bool) -> Condition? {
        if members.count < 2 { return members.first }
        return isAll ? .all(members) : .any(members)
    }
}

extension Comparison.Operator {
    fileprivate var isExcluding: Bool {
        switch self {
        case .notEqual, .notIn, .excludes: true
        default: false
        }
    }
}

extension Value {
    var hasPlaceholder: Bool {
        switch self {
        case .literal(.string(let string)): string.hasPlaceholder
        case .literal(.dateLiteral(_, .placeholder?)), .placeholder: true
        case .literal: false
        case .list(let elements): elements.contains(where: \.hasPlaceholder)
        case .subquery(let query): [query.condition, query.having].contains { $0?.searchesByValue ?? false }
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
