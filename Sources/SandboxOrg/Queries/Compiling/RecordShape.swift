import SOQL

/// What a record looks like, and which columns of a row its values come from.
struct RecordShape {
    /// What a record is.
    enum Kind {
        case record(String)
        /// A record whose object its id tells, called `Name`.
        case named
        /// A record whose object its id tells, shown as what it is.
        case typed
        case aggregate
    }

    var kind: Kind
    /// The column of the record's id. A record without one is null.
    var idColumn: Int?
    var members: [Member] = []

    struct Member {
        var key: String
        var content: Content
    }

    indirect enum Content {
        case field(column: Int, FieldDefinition, of: String)
        case value(column: Int, type: FieldDefinition.FieldType)
        case label(column: Int, labels: [String: String])
        case formatted(column: Int, type: FieldDefinition.FieldType)
        /// A compound address, with a column for each part.
        case address(FieldDefinition, of: ObjectDefinition, columns: [String: Int])
        case parent(RecordShape)
        /// A query of the records below one, and the same as a query of its own.
        case children(CompiledQuery, Query)
        /// A parent whose members depend on its object.
        case typeOf(idColumn: Int, [String: RecordShape], otherwise: RecordShape?)
    }
}
