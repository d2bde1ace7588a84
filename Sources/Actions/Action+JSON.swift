package import JSON
import SOQL

extension Action {
    /// What a list says of the action.
    package var summary: JSONValue {
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

    /// What is said of the action by itself: its requests too.
    package var details: JSONValue {
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
