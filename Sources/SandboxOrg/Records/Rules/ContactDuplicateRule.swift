import JSON

/// A contact that has the e-mail address of another, or its name and account, is taken for the same person.
struct ContactDuplicateRule: RecordRule {
    let objects: Set<String> = ["Contact"]

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard !transaction.options.allowsDuplicates, !transaction.isSeeding,
            ["Email", "Name", "AccountId"].contains(where: change.changes)
        else { return }
        let twins = try twins(of: change, in: transaction).filter { $0 != change.id }
        guard !twins.isEmpty else { return }
        throw error(for: twins, apiVersion: transaction.options.apiVersion)
    }

    private func twins(of change: RecordChange, in transaction: Transaction) throws -> [String] {
        var found: [RecordValues] = []
        if change.new.has("Email") {
            found += try transaction.records("Contact", where: [("Email", change.new["Email"])])
        }
        if change.new.has("AccountId") {
            found += try transaction.records("Contact", where: ["Name", "AccountId"].map { ($0, change.new[$0]) })
        }
        return Set(found.compactMap { $0.text("Id") }).sorted()
    }

    private func error(for twins: [String], apiVersion: String) -> SalesforceError {
        let renderer = RecordRenderer(apiVersion: apiVersion)
        let matches = twins.map { id -> JSONValue in
            [
                "additionalInformation": [], "fieldDiffs": [],
                "matchConfidence": JSONNumber(text: "100.0").map(JSONValue.number) ?? 100,
                "record": ["attributes": renderer.attributes(of: "Contact", id: id), "Id": .string(id)],
            ]
        }
        let match: JSONValue = [
            "entityType": "Contact", "errors": [], "matchEngine": "FuzzyMatchEngine", "matchRecords": .array(matches),
            "rule": "Standard_Contact_Match_Rule_v1_1", "size": .number(JSONNumber(twins.count)), "success": true,
        ]
        let message = "Use one of these records?"
        var error = SalesforceError(status: 400, code: "DUPLICATES_DETECTED", message: message)
        error.details["duplicateResult"] = [
            "allowSave": true, "duplicateRule": "Standard_Contact_Duplicate_Rule", "duplicateRuleEntityType": "Contact",
            "errorMessage": .string(message), "matchResults": [match],
        ]
        return error
    }
}
