/// How rows are grouped while one grouping of possibly several is compiled.
struct GroupingState {
    /// What the query groups by.
    var keys: [Operand]
    /// The keys that tell the groups apart just now; `ROLLUP` and `CUBE` leave some out.
    var active: Set<String>
    /// Whether a condition on groups is being compiled.
    var isFiltering = false

    /// Whether an expression tells the groups apart; nil when the query does not group by it.
    func isActive(_ operand: Operand) -> Bool? {
        let identity = identity(of: operand)
        return keys.contains { $0.identity == identity } ? active.contains(identity) : nil
    }

    // `toLabel(Status)` is as good as `Status`.
    private func identity(of operand: Operand) -> String {
        if case .plain = operand.presentation { return operand.identity }
        return operand.standsFor?.path.lowercased() ?? operand.identity
    }
}
