import SOQL

/// What a query compares, groups by, orders by or selects: a field, or a function of one.
struct Operand {
    var expression: SQLFragment
    var type: FieldDefinition.FieldType
    /// The field, when it is nothing but one.
    var field: ResolvedField?
    /// The expression as error messages name it, in the schema's spelling.
    var name: String
    var position: SourcePosition
    /// Whether its value belongs to a group of rows, not to one.
    var isAggregate = false
    /// Whether it is a distance, which is never exactly another.
    var isDistance = false
    /// How its value is written in results.
    var presentation = Presentation.plain
    /// The field whose place in the record a function of it takes: `Status` for `toLabel(Status)`.
    var standsFor: ResolvedField?

    enum Presentation {
        case plain
        /// `toLabel`: picklist values are shown by their labels.
        case label([String: String])
        /// `FORMAT`: as a person would write it.
        case formatted
    }

    init(_ field: ResolvedField) {
        expression = field.expression
        type = field.field.type
        self.field = field
        name = field.path
        position = field.position
    }

    init(
        _ expression: SQLFragment,
        type: FieldDefinition.FieldType,
        name: String,
        position: SourcePosition,
        isAggregate: Bool = false
    ) {
        self.expression = expression
        self.type = type
        self.name = name
        self.position = position
        self.isAggregate = isAggregate
    }

    /// What tells two expressions apart, whatever their spelling.
    var identity: String { name.lowercased() }
}
