import GRDB

/// Nothing is above itself: no account is its own parent, and nobody reports to somebody who reports to them.
struct HierarchyRule: RecordRule {
    private static let fields = [
        "Account": "ParentId", "Campaign": "ParentId", "Case": "ParentId", "Contact": "ReportsToId",
        "User": "ManagerId",
    ]

    let objects = Set(fields.keys)

    func willSave(_ change: inout RecordChange, in transaction: Transaction) throws {
        guard let field = Self.fields[change.object.name], change.named.contains(field), !change.isCreate else {
            return
        }
        var above = change.new.text(field)
        var seen: Set<String> = []
        while let id = above, seen.insert(id).inserted {
            guard id != change.id else {
                throw SalesforceError(
                    status: 400,
                    code: "CIRCULAR_DEPENDENCY",
                    message: "attempt to violate hierarchy constraints: [\(field)]",
                    fields: [field]
                )
            }
            above = try transaction.record(change.object.name, id)?.text(field)
        }
    }
}
