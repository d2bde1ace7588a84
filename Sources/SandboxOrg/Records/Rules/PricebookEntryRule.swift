import GRDB

/// A product has one price in each book, and a standard price before any other.
struct PricebookEntryRule: RecordRule {
    let objects: Set<String> = ["PricebookEntry"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        let product = try transaction.record("Product2", change.new.text("Product2Id"))
        let isStandard = try isStandardBook(change.new.text("Pricebook2Id"), in: transaction)
        if change.isCreate {
            change.new["Name"] = product?["Name"] ?? .null
            change.new["ProductCode"] = product?["ProductCode"] ?? .null
            try refuseDuplicate(of: change, in: transaction)
        }
        let standard = isStandard ? nil : try standardEntry(of: change, in: transaction)
        if change.isCreate, !isStandard, standard == nil {
            throw SalesforceError(
                status: 400,
                code: "STANDARD_PRICE_NOT_DEFINED",
                message: "Before creating a custom price, create a standard price.",
                fields: []
            )
        }
        if change.new.isTrue("UseStandardPrice"), let standard { change.new["UnitPrice"] = standard["UnitPrice"] }
        guard change.new.has("UnitPrice") else { throw SalesforceError.requiredFieldsMissing(["UnitPrice"]) }
    }

    /// Products on opportunities keep the price they were sold by.
    func mustKeep(_ record: RecordValues, in transaction: Transaction) throws -> Bool {
        try !transaction.records("OpportunityLineItem", where: [("PricebookEntryId", record["Id"])]).isEmpty
    }

    private func isStandardBook(_ id: String?, in transaction: Transaction) throws -> Bool {
        try transaction.record("Pricebook2", id)?.isTrue("IsStandard") ?? false
    }

    private func refuseDuplicate(of change: RecordChange, in transaction: Transaction) throws {
        let twins = try transaction.records(
            "PricebookEntry",
            where: ["Pricebook2Id", "Product2Id"].map { ($0, change.new[$0]) }
        )
        guard twins.isEmpty else {
            throw SalesforceError(
                status: 400,
                code: "DUPLICATE_VALUE",
                message: "This price definition already exists in this price book",
                fields: []
            )
        }
    }

    private func standardEntry(of change: RecordChange, in transaction: Transaction) throws -> RecordValues? {
        let entries = try transaction.records("PricebookEntry", where: [("Product2Id", change.new["Product2Id"])])
        return try entries.first { try isStandardBook($0.text("Pricebook2Id"), in: transaction) }
    }
}
