/// A file is linked to a record once.
struct ContentDocumentLinkRule: RecordRule {
    let objects: Set<String> = ["ContentDocumentLink"]

    /// The link of a document to its owner (`I`, for inferred) or to another record.
    static func link(of documentId: String, to recordId: String, shareType: String = "I") -> RecordValues {
        var link = RecordValues()
        link.set("ContentDocumentId", documentId)
        link.set("LinkedEntityId", recordId)
        link.set("ShareType", shareType)
        link.set("Visibility", "AllUsers")
        return link
    }

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.isCreate else { return }
        let twins = try transaction.records(
            "ContentDocumentLink",
            where: ["ContentDocumentId", "LinkedEntityId"].map { ($0, change.new[$0]) }
        )
        guard let twin = twins.first?.text("Id") else { return }
        throw SalesforceError(
            status: 400,
            code: "DUPLICATE_VALUE",
            message: "duplicate value found: LinkedEntityId duplicates value on record with id: \(twin.prefix(15))",
            fields: []
        )
    }
}
