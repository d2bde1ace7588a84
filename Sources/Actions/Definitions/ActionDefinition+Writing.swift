package import JSON

extension ActionDefinition {
    /// The definition with the members a definition file has, but for the group, which stands around actions there.
    ///
    /// Reading it again gives the same definition.
    package var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object["title"] = title.map(JSONValue.string)
        if !description.isEmpty { object["description"] = .string(description) }
        if let first = requests.first {
            object.append(first.target)
            object["as"] = first.name.map(JSONValue.string)
        }
        if requests.count > 1 { object["then"] = .array(requests.dropFirst().map(\.json)) }
        object["confirm"] = asksForConfirmation.map(JSONValue.boolean)
        object["destructive"] = isDestructive.map(JSONValue.boolean)
        if runsAtCallStart { object["runs"] = "call_start" }
        object["assurance"] = assurance.map { .string($0.rawValue) }
        if isLimitedToCaller { object["scope"] = "caller" }
        if !customObjects.isEmpty { object["custom_objects"] = .array(customObjects.map(\.json)) }
        if listsAll { object["lists_all"] = true }
        if isDeliveredLater { object["when_away"] = "queue" }
        object["parameters"] = parameters.map { .array($0.map(\.json)) }
        if !constraints.isEmpty { object["constraints"] = .array(constraints.map(\.json)) }
        return .object(object)
    }

    /// The definition as a definition file has it.
    package var yaml: String { json.yamlText }
}

extension RequestDefinition {
    /// Where the request goes, and with what.
    fileprivate var target: JSONObject {
        var object = JSONObject()
        object["method"] = method.map { .string($0.rawValue) }
        switch endpoint {
        case .endpoint(let text): object["endpoint"] = .string(text)
        case .soql(let text): object["soql"] = .string(text)
        case .sosl(let text): object["sosl"] = .string(text)
        }
        switch body {
        case .text(let text): object["body"] = .string(text)
        case .json(let json): object["body"] = json
        case nil: break
        }
        return object
    }

    /// A request after the first one.
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["as"] = name.map(JSONValue.string)
        if !onlyWith.isEmpty { object["only_with"] = .array(onlyWith.map(JSONValue.string)) }
        object.append(target)
        var failure = JSONObject()
        failure["undo"] = undo.first.map { .object($0.target) }
        failure["say"] = say.map(JSONValue.string)
        if !failure.isEmpty { object["on_failure"] = .object(failure) }
        return .object(object)
    }
}

extension CustomObject {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "ids": .string(idPrefix)]
        object["contact"] = contactField.map(JSONValue.string)
        object["account"] = accountField.map(JSONValue.string)
        return .object(object)
    }
}

extension ParameterDefinition {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(parameter.name)]
        object["label"] = parameter.label.map(JSONValue.string)
        if declaresType {
            object["type"] = .string(parameter.type.name)
            if case .list(let element) = parameter.type { object["of"] = .string(element.name) }
        }
        if parameter.isRequired { object["required"] = true }
        if !parameter.description.isEmpty { object["description"] = .string(parameter.description) }
        object["max"] = parameter.maximumLength.map { .number(JSONNumber($0)) }
        if !parameter.allowedValues.isEmpty { object["values"] = .array(parameter.allowedValues.map(JSONValue.string)) }
        if parameter.acceptsOtherValues { object["open"] = true }
        object["default"] = parameter.defaultValue
        return .object(object)
    }
}

extension Constraint {
    fileprivate var json: JSONValue {
        switch self {
        case .exactlyOne(let names): ["exactly_one_of": .array(names.map(JSONValue.string))]
        case .atLeastOne(let names): ["at_least_one_of": .array(names.map(JSONValue.string))]
        case .before(let first, let second): ["before": [.string(first), .string(second)]]
        case .drop(let parameter, let other, let prefix):
            ["drop": .string(parameter), "when": .string(other), "starts_with": .string(prefix)]
        }
    }
}

extension JSONObject {
    fileprivate mutating func append(_ other: JSONObject) {
        for member in other { self[member.key] = member.value }
    }
}
