/// A task or an event belongs to the account behind what it is about. One about a lead is about nothing else.
struct ActivityRule: RecordRule {
    let objects: Set<String> = ["Task", "Event"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        let who = change.new.text("WhoId")
        let what = change.new.text("WhatId")
        if let who, what != nil, transaction.schema.object(ofId: who)?.name == "Lead" {
            throw SalesforceError.fieldIntegrity(
                "Related To ID: an activity of a lead cannot be related to another record",
                fields: ["WhatId"]
            )
        }
        change.new.set("AccountId", try accountId(who: who, what: what, in: transaction))
    }

    private func accountId(who: String?, what: String?, in transaction: Transaction) throws -> String? {
        switch what.flatMap(transaction.schema.object(ofId:))?.name {
        case "Account": return what
        case "Opportunity": return try transaction.record("Opportunity", what)?.text("AccountId")
        default: return try transaction.record("Contact", who)?.text("AccountId")
        }
    }
}
