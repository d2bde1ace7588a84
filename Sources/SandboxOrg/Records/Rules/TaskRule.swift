/// A task is closed when it is completed, and urgent when its priority is high.
struct TaskRule: RecordRule {
    let objects: Set<String> = ["Task"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) {
        let isClosed = change.new.text("Status") == "Completed"
        change.new.set("IsClosed", isClosed)
        change.new.set("IsHighPriority", change.new.text("Priority") == "High")
        if !isClosed {
            change.new.set("CompletedDateTime", nil as Int?)
        } else if !change.new.has("CompletedDateTime") {
            change.new.set("CompletedDateTime", transaction.now)
        }
    }
}
