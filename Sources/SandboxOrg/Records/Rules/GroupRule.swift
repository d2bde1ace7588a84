import GRDB

/// People make public groups, queues and personal groups; each has a name for programs, its own within its type.
struct GroupRule: RecordRule {
    let objects: Set<String> = ["Group"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if change.isCreate, let type = change.new.text("Type"), !["Regular", "Queue", "Personal"].contains(type) {
            throw SalesforceError(
                status: 400,
                code: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                message: "Type: bad value for restricted picklist field: \(type)",
                fields: ["Type"]
            )
        }
        if !change.new.has("DeveloperName"), let name = change.new.text("Name") {
            let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            change.new.set("DeveloperName", words.joined(separator: "_"))
        }
        guard change.changes("DeveloperName") else { return }
        let twins = try transaction.records("Group", where: ["DeveloperName", "Type"].map { ($0, change.new[$0]) })
        guard let twin = twins.compactMap({ $0.text("Id") }).first(where: { $0 != change.id }) else { return }
        throw SalesforceError(
            status: 400,
            code: "DUPLICATE_VALUE",
            message: "duplicate value found: DeveloperName duplicates value on record with id: \(twin.prefix(15))",
            fields: ["DeveloperName"]
        )
    }
}
