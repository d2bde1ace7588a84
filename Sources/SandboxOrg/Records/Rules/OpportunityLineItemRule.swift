import GRDB

/// A product on an opportunity has a price from the opportunity's price book, and adds to the opportunity's amount.
struct OpportunityLineItemRule: RecordRule {
    let objects: Set<String> = ["OpportunityLineItem"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard let opportunity = try transaction.record("Opportunity", change.new.text("OpportunityId")) else { return }
        if change.isCreate {
            let entry = try entry(for: change, opportunity, in: transaction)
            change.new["PricebookEntryId"] = entry["Id"]
            change.new["Product2Id"] = entry["Product2Id"]
            change.new["ProductCode"] = entry["ProductCode"]
            change.new["ListPrice"] = entry["UnitPrice"]
            let names = [opportunity.text("Name"), entry.text("Name")].compactMap { $0 }
            change.new.set("Name", names.joined(separator: " "))
        }
        try arrangePrices(&change)
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        try recount(change.new.text("OpportunityId"), in: transaction)
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        try recount(record.text("OpportunityId"), in: transaction)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        try recount(record.text("OpportunityId"), in: transaction)
    }

    /// The entry of the price book that the item is sold by.
    private func entry(
        for change: RecordChange,
        _ opportunity: RecordValues,
        in transaction: Transaction
    ) throws -> RecordValues {
        var found = try transaction.record("PricebookEntry", change.new.text("PricebookEntryId"))
        if found == nil, change.new.has("Product2Id"), opportunity.has("Pricebook2Id") {
            found = try transaction.records(
                "PricebookEntry",
                where: [("Pricebook2Id", opportunity["Pricebook2Id"]), ("Product2Id", change.new["Product2Id"])]
            ).first
        }
        guard let entry = found else {
            throw SalesforceError.fieldIntegrity(
                "field integrity exception: PricebookEntryId, unknown (versions 3.0 and higher must specify pricebook "
                    + "entry id, others must specify product id)",
                fields: ["PricebookEntryId"]
            )
        }
        guard entry.isTrue("IsActive") else {
            throw SalesforceError.fieldIntegrity(
                "field integrity exception: PricebookEntryId (pricebook entry has been inactivated)",
                fields: ["PricebookEntryId"]
            )
        }
        guard opportunity.has("Pricebook2Id") else {
            var book = RecordValues()
            book["Pricebook2Id"] = entry["Pricebook2Id"]
            try transaction.amend("Opportunity", opportunity.text("Id") ?? "", book)
            return entry
        }
        guard opportunity["Pricebook2Id"] == entry["Pricebook2Id"] else {
            throw SalesforceError.fieldIntegrity(
                "field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one "
                    + "assigned to the opportunity)",
                fields: ["PricebookEntryId"]
            )
        }
        return entry
    }

    private func arrangePrices(_ change: inout RecordChange) throws {
        let hasUnit = change.named.contains("UnitPrice") && change.new.has("UnitPrice")
        let hasTotal = change.named.contains("TotalPrice") && change.new.has("TotalPrice")
        guard !(hasUnit && hasTotal) else {
            throw SalesforceError.fieldIntegrity(
                "field integrity exception: UnitPrice, TotalPrice (only one of unit price and total price may be given)",
                fields: ["UnitPrice", "TotalPrice"]
            )
        }
        guard change.new.has("UnitPrice") || change.new.has("TotalPrice") else {
            throw SalesforceError.requiredFieldsMissing(["TotalPrice"])
        }
        let share = (change.new.number("Quantity") ?? 0) * (1 - (change.new.number("Discount") ?? 0) / 100)
        if hasTotal, let total = change.new.number("TotalPrice") {
            change.new.set("UnitPrice", share == 0 ? 0 : Self.cents(total / share))
        } else if let unit = change.new.number("UnitPrice") {
            change.new.set("TotalPrice", Self.cents(unit * share))
        }
    }

    private func recount(_ opportunityId: String?, in transaction: Transaction) throws {
        guard let opportunityId, let opportunity = try transaction.record("Opportunity", opportunityId) else { return }
        let items = try transaction.records("OpportunityLineItem", where: [("OpportunityId", opportunityId)])
        var totals = RecordValues()
        totals["Amount"] = opportunity["Amount"]
        totals["Probability"] = opportunity["Probability"]
        totals.set("HasOpportunityLineItem", !items.isEmpty)
        if !items.isEmpty { totals.set("Amount", items.reduce(0) { $0 + ($1.number("TotalPrice") ?? 0) }) }
        totals.set("ExpectedRevenue", OpportunityRule.expectedRevenue(of: totals))
        try transaction.amend("Opportunity", opportunityId, totals)
    }

    private static func cents(_ number: Double) -> Double { (number * 100).rounded(.toNearestOrAwayFromZero) / 100 }
}
