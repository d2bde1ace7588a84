import GRDB

/// A record can belong to a group only if that is a queue for records of its kind.
struct QueueRule: RecordRule {
    let objects: Set<String> = ["Case", "Lead", "Task"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.changes("OwnerId"),
            transaction.schema.object(ofId: change.new.text("OwnerId") ?? "")?.name == "Group",
            let owner = try transaction.record("Group", change.new.text("OwnerId"))
        else {
            return
        }
        let entries = try transaction.records(
            "QueueSobject",
            where: [("QueueId", owner["Id"]), ("SobjectType", change.object.name.databaseValue)]
        )
        guard owner.text("Type") == "Queue", !entries.isEmpty else {
            throw SalesforceError(
                status: 400,
                code: "INVALID_CROSS_REFERENCE_KEY",
                message: "Queue not associated with this SObject type",
                fields: ["OwnerId"]
            )
        }
    }
}
