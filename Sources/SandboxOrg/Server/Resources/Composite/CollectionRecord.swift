import JSON

/// One record among many in a request, with its type in its attributes.
struct CollectionRecord: Sendable {
    let body: JSONValue
    let type: String

    init(_ element: JSONValue) throws(SalesforceError) {
        guard element.object != nil else {
            throw .unreadable("sobject", token: FieldReader.token(of: element), at: (1, 1))
        }
        guard let type = element["attributes"]?["type"]?.string else {
            throw SalesforceError(
                status: 400,
                code: "INVALID_FIELD",
                message: "attributes.type is missing: every record has to name its type"
            )
        }
        body = element
        self.type = type
    }

    var id: String? { value(of: "id") }
    var bodyWithoutId: JSONValue { body(without: "id") }

    func object(in org: Org) throws(SalesforceError) -> ObjectDefinition {
        guard let object = org.schema.object(type) else {
            throw SalesforceError(
                status: 400,
                code: "INVALID_TYPE",
                message: "sObject type '\(type)' is not supported.",
                fields: []
            )
        }
        return object
    }

    /// The text of a member whatever the case of its name; nil when there is none or it is empty.
    func value(of name: String) -> String? {
        guard let value = body.object?.first(where: { $0.key.lowercased() == name.lowercased() })?.value else {
            return nil
        }
        let text = value.string ?? value.number?.text
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    func body(without name: String) -> JSONValue {
        var members = JSONObject()
        for member in body.object ?? [:] where member.key.lowercased() != name.lowercased() {
            members[member.key] = member.value
        }
        return .object(members)
    }
}
