import SOQL

/// A field that a query names, found in the schema.
struct ResolvedField {
    /// The relationships from the query's object to the field's.
    var steps: [RelationshipStep]
    var field: FieldDefinition
    /// The object the field belongs to.
    var object: ObjectDefinition
    /// The table the field's record is read from; nil when it depends on the record.
    var table: String?
    /// The field's value. For a compound address, which has no value of its own, null.
    var expression: SQLFragment
    /// Where the query names the field.
    var position: SourcePosition

    /// The path as the schema spells it.
    var path: String { (steps.map(\.key) + [field.name]).joined(separator: ".") }
}
