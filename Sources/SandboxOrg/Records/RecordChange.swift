/// A create or an update on its way into the org.
struct RecordChange: Sendable {
    let object: ObjectDefinition
    let id: String
    /// The record as it was; nil when it is being created.
    let old: RecordValues?
    /// The record as it will be.
    var new: RecordValues
    /// The fields the request gave a value.
    let named: Set<String>

    var isCreate: Bool { old == nil }

    /// Whether the field gets another value than it had.
    func changes(_ field: String) -> Bool {
        guard let old else { return new.has(field) }
        return old[field] != new[field]
    }
}
