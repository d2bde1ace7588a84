package import JSON

/// The contact whom a call is about.
package struct Caller: Hashable, Sendable {
    package var contactID: String
    /// Nil also when it was not asked for yet; see ``isComplete``.
    package var accountID: String?
    package var name: String?
    /// Whether the org was asked for all of this.
    package var isComplete: Bool

    package init(contactID: String, accountID: String? = nil, name: String? = nil, isComplete: Bool = false) {
        self.contactID = contactID
        self.accountID = accountID
        self.name = name
        self.isComplete = isComplete
    }

    /// A contact as a query gives it; nil when the record is none or has no id.
    init?(contact record: JSONValue) {
        guard let id = record["Id"]?.string, id.hasPrefix("003") else { return nil }
        contactID = id
        accountID = record["AccountId"]?.string
        name = record.object?.personsName
        isComplete = record["AccountId"] != nil
    }

    /// The caller as it is kept.
    package var json: JSONValue {
        var object: JSONObject = ["contact_id": .string(contactID), "is_complete": .boolean(isComplete)]
        object["account_id"] = accountID.map(JSONValue.string)
        object["name"] = name.map(JSONValue.string)
        return .object(object)
    }

    /// Reads what ``json`` wrote; nil when it is something else.
    package init?(_ json: JSONValue) {
        guard let contactID = json["contact_id"]?.string else { return nil }
        self.contactID = contactID
        accountID = json["account_id"]?.string
        name = json["name"]?.string
        isComplete = json["is_complete"]?.boolean ?? false
    }
}
