import GRDB

/// What a campaign counts: its members, their answers, and the opportunities it led to.
struct CampaignTotals {
    private let campaignId: String

    init?(campaignId: String?) {
        guard let campaignId else { return nil }
        self.campaignId = campaignId
    }

    func recount(in transaction: Transaction) throws {
        let members = try transaction.records("CampaignMember", where: [("CampaignId", campaignId)])
        let opportunities = try transaction.records("Opportunity", where: [("CampaignId", campaignId)])
        let won = opportunities.filter { $0.isTrue("IsWon") }
        var totals = RecordValues()
        totals.set("NumberOfLeads", members.count { $0.has("LeadId") })
        totals.set("NumberOfContacts", members.count { $0.has("ContactId") })
        totals.set("NumberOfResponses", members.count { $0.isTrue("HasResponded") })
        totals.set("NumberOfOpportunities", opportunities.count)
        totals.set("NumberOfWonOpportunities", won.count)
        totals.set("AmountAllOpportunities", opportunities.reduce(0) { $0 + ($1.number("Amount") ?? 0) })
        totals.set("AmountWonOpportunities", won.reduce(0) { $0 + ($1.number("Amount") ?? 0) })
        try transaction.amend("Campaign", campaignId, totals)
    }
}
