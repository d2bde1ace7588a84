/// A lead that has been converted cannot be changed.
struct LeadRule: RecordRule {
    let objects: Set<String> = ["Lead"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard change.old?.isTrue("IsConverted") == true else { return }
        throw SalesforceError(
            status: 400,
            code: "CANNOT_UPDATE_CONVERTED_LEAD",
            message: "cannot reference converted lead",
            fields: []
        )
    }
}
