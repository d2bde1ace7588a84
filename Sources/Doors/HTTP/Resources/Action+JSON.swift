import Actions
import JSON
import SOQL

extension Schema {
    package static let template = Schema.named("Template", .object(actionFields))
    static let templateDetails = Schema.named(
        "TemplateDetails",
        .object(actionFields + [Field("requests", .list(of: actionRequest, atMost: 10))])
    )

    static let actionFields: [Field] = [
        Field("name", .text(.actionName)),
        Field("title", .text(upTo: 200)),
        .optional("group", .text(upTo: 100)),
        Field("description", .text(.upTo(4000, orEmpty: true)), "What the model is told."),
        Field("method", .choice(["GET", "POST", "PATCH", "DELETE"])),
        Field("confirm", .boolean, "Whether the caller must say yes first."),
        Field("destructive", .boolean),
        Field("read_only", .boolean),
        .optional("runs", .choice(["call_start"])),
        Field("parameters", .list(of: actionParameter, atMost: 200)),
    ]

    private static let actionParameter = Schema.named(
        "Parameter",
        .object([
            Field("name", .text(upTo: 200)),
            Field("type", .choice(Parameter.ValueType.named.map(\.name) + ["list"])),
            .optional("of", .choice(Parameter.ValueType.named.map(\.name))),
            .optional("location", .choice(["path", "query", "body"])),
            Field("required", .boolean),
            .optional("description", .text(upTo: 4000)),
            .optional("values", .list(of: .text(.upTo(500, orEmpty: true)), atMost: 1000)),
            .optional("open", .boolean, "Whether other values are taken too."),
            .optional("max", .integer(1...10_000_000)),
            .optional("default", .anything),
        ])
    )

    private static let actionRequest = Schema.named(
        "ActionRequest",
        .object([
            Field("as", .text(upTo: 200)),
            Field("method", .choice(["GET", "POST", "PATCH", "DELETE"])),
            Field("endpoint", .text(upTo: 100_000)),
            .optional("soql", .text(upTo: 100_000)),
            .optional("sosl", .text(upTo: 100_000)),
            .optional("body", .anything),
            .optional("only_with", .list(of: .text(upTo: 200), atMost: 200)),
        ])
    )
}

extension Action {
    /// What a list says of an action.
    var summary: JSONValue {
        var object: JSONObject = ["name": .string(name), "title": .string(title)]
        if let group { object["group"] = .string(group) }
        object["description"] = .string(description)
        object["method"] = .string(method.rawValue)
        object["confirm"] = .boolean(asksForConfirmation)
        object["destructive"] = .boolean(isDestructive)
        object["read_only"] = .boolean(!isWrite)
        if runsAtCallStart { object["runs"] = "call_start" }
        object["parameters"] = .array(parameters.map(\.summary))
        return .object(object)
    }

    /// What is said of one action by itself: its requests too.
    var details: JSONValue {
        guard case .object(var object) = summary else { return summary }
        object["requests"] = .array(requests.map(\.summary))
        return .object(object)
    }
}

extension Parameter {
    fileprivate var summary: JSONValue {
        var object: JSONObject = ["name": .string(name), "type": .string(type.name)]
        if case .list(let element) = type { object["of"] = .string(element.name) }
        if let location { object["location"] = .string(location.rawValue) }
        object["required"] = .boolean(isRequired)
        if !description.isEmpty { object["description"] = .string(description) }
        if !allowedValues.isEmpty {
            object["values"] = .array(allowedValues.map(JSONValue.string))
            if acceptsOtherValues { object["open"] = true }
        }
        if let maximumLength { object["max"] = .number(JSONNumber(maximumLength)) }
        if let defaultValue { object["default"] = defaultValue }
        return .object(object)
    }
}

extension ActionRequest {
    fileprivate var summary: JSONValue {
        var object: JSONObject = ["as": .string(name), "method": .string(template.method.rawValue)]
        object["endpoint"] = .string(template.endpointText)
        for item in template.query {
            switch item.value {
            case .query(let query): object["soql"] = .string(query.text)
            case .search(let search): object["sosl"] = .string(search.text)
            case .text: break
            }
        }
        if let body = template.body { object["body"] = body.json }
        if !onlyWith.isEmpty { object["only_with"] = .array(onlyWith.map(JSONValue.string)) }
        return .object(object)
    }
}
