/// The standard price book cannot be deleted.
struct PricebookRule: RecordRule {
    let objects: Set<String> = ["Pricebook2"]

    func willDelete(_ record: RecordValues, in transaction: Transaction) throws {
        guard record.isTrue("IsStandard") else { return }
        throw SalesforceError(
            status: 403,
            code: "INSUFFICIENT_ACCESS_OR_READONLY",
            message: "insufficient access rights on object id",
            fields: []
        )
    }
}
