/// A query ready to run: one SQL statement, and what its rows become.
struct CompiledQuery {
    var statement: SQLFragment
    var shape: RecordShape
    /// For a query of children: which of the statement's arguments is the parent's id; for the rows of a page, their
    /// numbers.
    var parentArgument: Int?
    /// The last column, which is the number of the row, where one row is one record; for the rows of a page, its place
    /// among them.
    var rowNumberColumn: Int?
    /// Whether the one row selected is the count that `COUNT()` asks for.
    var isCount = false
}
