import JSON
import Platforms

extension Schema {
    static let objectSummary = Schema.named(
        "ObjectSummary",
        .object([
            Field("name", .text(upTo: 200)), Field("label", .text(.upTo(500, orEmpty: true))),
            Field("queryable", .boolean),
        ])
    )

    static let objectDescription = Schema.named(
        "ObjectDescription",
        .object([
            Field("name", .text(upTo: 200)), Field("label", .text(.upTo(500, orEmpty: true))),
            Field("queryable", .boolean), Field("createable", .boolean), Field("updateable", .boolean),
            Field("deletable", .boolean),
            Field("fields", .list(of: field, atMost: 5000)),
        ])
    )

    private static let field = Schema.named(
        "FieldDescription",
        .object([
            Field("name", .text(upTo: 200)), Field("label", .text(.upTo(500, orEmpty: true))),
            Field("type", .text(upTo: 50)),
            .optional("length", .integer(1...Int.max)),
            Field("createable", .boolean), Field("updateable", .boolean), Field("filterable", .boolean),
            Field("required", .boolean, "Whether whoever creates a record must give it."),
            .optional("values", .list(of: .text(.upTo(500, orEmpty: true)), atMost: 10_000)),
            .optional("references", .list(of: .text(upTo: 200), atMost: 1000)),
            .optional("relationship", .text(upTo: 200)),
        ])
    )
}

extension ObjectSummary {
    var json: JSONValue {
        ["name": .string(name), "label": .string(label), "queryable": .boolean(isQueryable)]
    }
}

extension ObjectDescription {
    var json: JSONValue {
        [
            "name": .string(name), "label": .string(label), "queryable": .boolean(isQueryable),
            "createable": .boolean(isCreateable), "updateable": .boolean(isUpdateable),
            "deletable": .boolean(isDeletable), "fields": .array(fields.map(\.json)),
        ]
    }
}

extension FieldDescription {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "label": .string(label), "type": .string(type)]
        if length > 0 { object["length"] = .number(JSONNumber(length)) }
        object["createable"] = .boolean(isCreateable)
        object["updateable"] = .boolean(isUpdateable)
        object["filterable"] = .boolean(isFilterable)
        object["required"] = .boolean(isRequired)
        if !picklistValues.isEmpty { object["values"] = .array(picklistValues.map(JSONValue.string)) }
        if !referencedObjects.isEmpty { object["references"] = .array(referencedObjects.map(JSONValue.string)) }
        object["relationship"] = relationshipName.map(JSONValue.string)
        return .object(object)
    }
}
