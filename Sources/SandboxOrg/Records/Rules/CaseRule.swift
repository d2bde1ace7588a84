/// A case has a number of its own, belongs to its contact's account, and is closed when its status says so.
struct CaseRule: RecordRule {
    let objects: Set<String> = ["Case"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if change.isCreate {
            change.new.set("CaseNumber", Self.caseNumber(try transaction.nextNumber("CaseNumber")))
        }
        if change.changes("ContactId"), !change.new.has("AccountId"),
            let contact = try transaction.record("Contact", change.new.text("ContactId"))
        {
            change.new["AccountId"] = contact["AccountId"]
        }
        guard change.changes("Status") else { return }
        let status = try transaction.records("CaseStatus", where: [("MasterLabel", change.new["Status"])]).first
        let isClosed = status?.isTrue("IsClosed") ?? false
        change.new.set("IsClosed", isClosed)
        if !isClosed {
            change.new.set("ClosedDate", nil as Int?)
        } else if !change.new.has("ClosedDate") {
            change.new.set("ClosedDate", transaction.now)
        }
    }

    /// The number of the org's first, second, … case, as people know it from developer orgs.
    static func caseNumber(_ count: Int) -> String { (1000 + count).padded(to: 8) }

    /// What is written into `Comments` becomes a comment, and does not stay on the case.
    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard change.new.has("Comments"), let comments = transaction.schema.object("CaseComment") else { return }
        var comment = RecordValues()
        comment.set("ParentId", change.id)
        comment["CommentBody"] = change.new["Comments"]
        try transaction.create(comments, comment)
        var emptied = RecordValues()
        emptied.set("Comments", nil as String?)
        try transaction.tables.table(of: "Case")?
            .update(change.id, to: emptied, fields: emptied.names, in: transaction.db)
    }
}
