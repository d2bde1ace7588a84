import GRDB

/// An opportunity's stage says how likely it is and whether it is over; its close date says in which fiscal quarter.
struct OpportunityRule: RecordRule {
    let objects: Set<String> = ["Opportunity"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        try keepPricesOfLineItems(&change)
        if change.changes("StageName") {
            try applyStage(to: &change, in: transaction)
        }
        if let name = change.new.text("ForecastCategoryName") {
            change.new.set("ForecastCategory", Self.forecastCategories[name] ?? name)
        }
        change.new.set("ExpectedRevenue", Self.expectedRevenue(of: change.new))
        guard let day = change.new.text("CloseDate").flatMap({ CivilDate($0) }) else { return }
        change.new.set("FiscalYear", day.year)
        change.new.set("FiscalQuarter", day.quarter)
        change.new.set("Fiscal", "\(day.year) \(day.quarter)")
    }

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        if change.isCreate, change.new.has("ContactId"), let roles = transaction.schema.object("OpportunityContactRole")
        {
            var role = RecordValues()
            role.set("OpportunityId", change.id)
            role.set("ContactId", change.new.text("ContactId"))
            role.set("IsPrimary", true)
            try transaction.create(roles, role)
        }
        for campaignId in [change.old?.text("CampaignId"), change.new.text("CampaignId")] {
            try CampaignTotals(campaignId: campaignId)?.recount(in: transaction)
        }
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        try CampaignTotals(campaignId: record.text("CampaignId"))?.recount(in: transaction)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        try CampaignTotals(campaignId: record.text("CampaignId"))?.recount(in: transaction)
    }

    static func expectedRevenue(of opportunity: RecordValues) -> Double? {
        guard let amount = opportunity.number("Amount") else { return nil }
        return amount * (opportunity.number("Probability") ?? 0) / 100
    }

    /// While there are line items the amount is their sum, and the price book is theirs.
    private func keepPricesOfLineItems(_ change: inout RecordChange) throws {
        guard let old = change.old, old.isTrue("HasOpportunityLineItem") else { return }
        change.new["Amount"] = old["Amount"]
        if change.changes("Pricebook2Id") {
            throw SalesforceError.fieldIntegrity(
                "field integrity exception: Pricebook2Id (cannot change the pricebook of an opportunity with line items)",
                fields: ["Pricebook2Id"]
            )
        }
    }

    private func applyStage(to change: inout RecordChange, in transaction: Transaction) throws {
        let name = change.new.text("StageName")
        let stage = try transaction.records("OpportunityStage", where: [("MasterLabel", name)]).first
        change.new.set("IsClosed", stage?.isTrue("IsClosed") ?? false)
        change.new.set("IsWon", stage?.isTrue("IsWon") ?? false)
        change.new.set("LastStageChangeDate", transaction.now)
        if !change.named.contains("Probability") {
            change.new["Probability"] = stage?["DefaultProbability"] ?? 0.databaseValue
        }
        if !change.named.contains("ForecastCategoryName") {
            change.new.set("ForecastCategoryName", stage?.text("ForecastCategoryName") ?? "Pipeline")
        }
    }

    private static let forecastCategories = ["Best Case": "BestCase", "Commit": "Forecast"]
}
