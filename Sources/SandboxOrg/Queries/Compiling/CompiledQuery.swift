/// A query ready to run: one SQL statement, and what its rows become.
struct CompiledQuery {
    var statement: SQLFragment
    var shape: RecordShape
    /// For a query of children: which of the statement's arguments is the parent's id.
    var parentArgument: Int?
    /// Whether the one row selected is the count that `COUNT()` asks for.
    var isCount = false
}
