/// Whether the references of a record point at records that exist and are of the right kind.
struct ReferenceCheck {
    let object: ObjectDefinition

    func check(_ values: RecordValues, fields: Set<String>, in transaction: Transaction) throws {
        for name in fields.sorted() {
            guard let field = object.field(name), field.type == .reference, let id = values.text(name) else { continue }
            let prefix = String(id.prefix(3))
            let targets = field.referenceTo.filter { transaction.schema.object($0)?.keyPrefix == prefix }
            guard !targets.isEmpty else { throw SalesforceError.idOfWrongType(id, field: field) }
            guard let target = try transaction.object(havingRecord: id, among: targets) else {
                throw SalesforceError.invalidCrossReference
            }
            guard try transaction.record(target.name, id) != nil else { throw SalesforceError.entityIsDeleted }
        }
    }
}
