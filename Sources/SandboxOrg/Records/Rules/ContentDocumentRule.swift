/// A note and its document are one thing: deleting or renaming either does the same to the other.
struct ContentDocumentRule: RecordRule {
    let objects: Set<String> = ["ContentDocument"]

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard !change.isCreate, change.changes("Title") else { return }
        var values = RecordValues()
        values["Title"] = change.new["Title"]
        try transaction.amend("ContentNote", change.id, values)
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        guard let id = record.text("Id"), let notes = transaction.schema.object("ContentNote"),
            try transaction.record("ContentNote", id) != nil
        else { return }
        try transaction.delete(notes, id)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        guard let id = record.text("Id"), let twin = transaction.schema.object("ContentNote"),
            try transaction.stored(twin.name, id)?.isTrue("IsDeleted") == true
        else { return }
        try transaction.undelete(twin, id)
    }
}
