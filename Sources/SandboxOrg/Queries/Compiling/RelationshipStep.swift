/// A relationship followed on the way to a field.
struct RelationshipStep {
    /// The relationship as the schema spells it: `Account`, `Who`.
    var key: String
    /// The id of the record it leads to.
    var id: SQLFragment
    /// The object it leads to; nil when it depends on the record.
    var object: String?
}
