/// The tables of all objects by name.
struct RecordTables: Sendable {
    private let tables: [String: RecordTable]

    init(_ schema: Schema) throws(SalesforceError) {
        var tables: [String: RecordTable] = [:]
        for object in schema.objects { tables[object.name] = try RecordTable(object) }
        self.tables = tables
    }

    func table(of object: String) -> RecordTable? { tables[object] }
}
