import GRDB

/// A campaign's member is one lead or one contact, once, and shows their name and address.
struct CampaignMemberRule: RecordRule {
    let objects: Set<String> = ["CampaignMember"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        if change.isCreate {
            // Salesforce keeps the contact when it is given both.
            if change.new.has("ContactId") { change.new.set("LeadId", nil as String?) }
            guard let person = change.new.text("ContactId") ?? change.new.text("LeadId") else {
                throw SalesforceError.requiredFieldsMissing(["ContactId"])
            }
            try refuseDuplicate(of: change, in: transaction)
            try copyPerson(person, into: &change, in: transaction)
        }
        try applyStatus(to: &change, in: transaction)
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        try CampaignTotals(campaignId: change.new.text("CampaignId"))?.recount(in: transaction)
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        try CampaignTotals(campaignId: record.text("CampaignId"))?.recount(in: transaction)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        try CampaignTotals(campaignId: record.text("CampaignId"))?.recount(in: transaction)
    }

    private func refuseDuplicate(of change: RecordChange, in transaction: Transaction) throws {
        let key = change.new.has("ContactId") ? "ContactId" : "LeadId"
        let twins = try transaction.records(
            "CampaignMember",
            where: [("CampaignId", change.new["CampaignId"]), (key, change.new[key])]
        )
        guard twins.isEmpty else {
            throw SalesforceError(
                status: 400,
                code: "DUPLICATE_VALUE",
                message: "Already a campaign member.",
                fields: []
            )
        }
    }

    private func copyPerson(_ id: String, into change: inout RecordChange, in transaction: Transaction) throws {
        let isContact = change.new.has("ContactId")
        guard let person = try transaction.record(isContact ? "Contact" : "Lead", id) else { return }
        change.new.set("LeadOrContactId", id)
        change.new.set("Type", isContact ? "Contact" : "Lead")
        change.new["LeadOrContactOwnerId"] = person["OwnerId"]
        let shared = [
            "Salutation", "Name", "FirstName", "LastName", "Title", "Email", "Phone", "Fax", "MobilePhone",
            "Description",
            "LeadSource",
        ]
        for name in shared { change.new[name] = person[name] }
        for part in ["Street", "City", "State", "PostalCode", "Country"] {
            change.new[part] = person[isContact ? "Mailing" + part : part]
        }
        let account = isContact ? try transaction.record("Account", person.text("AccountId")) : nil
        change.new["CompanyOrAccount"] = isContact ? account?["Name"] ?? .null : person["Company"]
    }

    private func applyStatus(to change: inout RecordChange, in transaction: Transaction) throws {
        let statuses = try transaction.records(
            "CampaignMemberStatus",
            where: [("CampaignId", change.new["CampaignId"])]
        )
        if !change.new.has("Status") {
            change.new.set("Status", statuses.first { $0.isTrue("IsDefault") }?.text("Label") ?? "Sent")
        }
        guard change.changes("Status") else { return }
        let status = statuses.first { $0.text("Label") == change.new.text("Status") }
        let hasResponded = status?.isTrue("HasResponded") ?? false
        change.new.set("HasResponded", hasResponded)
        if hasResponded, !change.new.has("FirstRespondedDate") {
            change.new.set("FirstRespondedDate", DateTimeText.split(transaction.now).day.description)
        }
    }
}
