/// The terms read so far of a condition, or of the part of it between two parentheses.
struct ConditionGroup {
    private var terms: [Condition] = []
    /// `NOT`, `AND` or `OR`: the one operator of the group, once it is known.
    private var joint: Keyword?

    mutating func add(_ term: Condition) { terms.append(term) }

    /// Notes the operator that stands before the next term. A group has only one.
    mutating func join(by keyword: Keyword, at position: SourcePosition, as found: String) throws(SyntaxError) {
        let remedy: String
        switch (joint, keyword) {
        case (nil, _), (.and?, .and), (.or?, .or):
            joint = keyword
            return
        case (.not?, .not):
            remedy = "put the second NOT in parentheses, as in NOT (NOT a = 1)"
        case (.not?, _):
            remedy = "put NOT and what it negates in parentheses, as in (NOT a = 1) \(keyword.rawValue) b = 2"
        case (let before?, .not):
            remedy = "put NOT and what it negates in parentheses, as in a = 1 \(before.rawValue) (NOT b = 2)"
        default:
            remedy = "AND and OR cannot stand side by side; put parentheses around the terms that belong together"
        }
        throw SyntaxError(.mixedOperators(found: found), at: position, remedy)
    }

    /// What the group means.
    var condition: Condition {
        switch joint {
        case .and?: .all(terms)
        case .or?: .any(terms)
        case .not?: .not(terms[0])
        default: terms[0]
        }
    }
}
