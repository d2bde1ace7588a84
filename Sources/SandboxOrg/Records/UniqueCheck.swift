import GRDB

/// Whether another record has the value of a unique field already.
struct UniqueCheck {
    let object: ObjectDefinition

    func check(_ change: RecordChange, in transaction: Transaction) throws {
        for field in object.fields where field.isUnique && change.changes(field.name) {
            let value = change.new[field.name]
            guard !value.isNull,
                let other = try transaction.records(object.name, where: [(field.name, value)])
                    .first(where: { $0.text("Id") != change.id }),
                let id = other.text("Id")
            else { continue }
            throw SalesforceError(
                status: 400,
                code: "DUPLICATE_VALUE",
                message: "duplicate value found: \(field.name) duplicates value on record with id: \(id.prefix(15))",
                fields: [field.name]
            )
        }
    }
}
