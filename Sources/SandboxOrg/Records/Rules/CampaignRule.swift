/// A new campaign gets the two answers its members can give. Only marketing users may make one.
struct CampaignRule: RecordRule {
    let objects: Set<String> = ["Campaign"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.isCreate, !transaction.isSeeding else { return }
        guard try transaction.record("User", transaction.userId)?.isTrue("UserPermissionsMarketingUser") == true else {
            throw SalesforceError.notCreateable(change.object.label)
        }
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        guard change.isCreate, let statuses = transaction.schema.object("CampaignMemberStatus") else { return }
        for (order, label) in ["Sent", "Responded"].enumerated() {
            var status = RecordValues()
            status.set("CampaignId", change.id)
            status.set("Label", label)
            status.set("SortOrder", order + 1)
            status.set("IsDefault", label == "Sent")
            status.set("HasResponded", label == "Responded")
            try transaction.create(statuses, status)
        }
    }
}
