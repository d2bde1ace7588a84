/// A person's `Name` is put together from its parts.
struct PersonNameRule: RecordRule {
    let objects: Set<String> = ["Contact", "Lead", "User"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) {
        let parts = [change.new.text("FirstName"), change.new.text("LastName")].compactMap { $0 }
        change.new.set("Name", parts.joined(separator: " "))
    }
}
