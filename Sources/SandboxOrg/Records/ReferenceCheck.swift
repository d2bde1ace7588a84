/// Whether the references of a record point at records that exist and are of the right kind.
struct ReferenceCheck {
    let object: ObjectDefinition

    func check(_ values: RecordValues, fields: Set<String>, in transaction: Transaction) throws {
        for name in fields.sorted() {
            guard let field = object.field(name), field.type == .reference, let id = values.text(name) else { continue }
            let tables = field.referenceTo.compactMap { transaction.tables.table(of: $0) }
                .filter { $0.object.keyPrefix.map(id.hasPrefix) == true }
            guard !tables.isEmpty else { throw SalesforceError.idOfWrongType(id, field: field) }
            var isDeleted: Bool?
            for table in tables where isDeleted == nil { isDeleted = try table.isDeleted(id, in: transaction.db) }
            guard let isDeleted else { throw SalesforceError.invalidCrossReference }
            guard !isDeleted else { throw SalesforceError.entityIsDeleted }
        }
    }
}
