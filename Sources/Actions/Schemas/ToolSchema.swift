package import JSON

/// An action, or another thing an agent can do, as a language model sees it.
///
/// One neutral schema serves every dialect: the root is an object, properties are scalars or lists of them, choices are
/// text. What the schema does not say (formats, lengths, no other properties), the gate checks: every word here is read,
/// and paid for, on every turn of every call.
package struct ToolSchema: Sendable {
    /// The most that using it does to what is there already, from nothing to the worst.
    package enum Effect: Int, Sendable, Comparable {
        case reads, adds, overwrites, removes

        package static func < (one: Effect, other: Effect) -> Bool { one.rawValue < other.rawValue }
    }

    package let name: String
    /// For people.
    package let title: String
    package let description: String
    package let parameters: [Parameter]
    package let effect: Effect

    package var isWrite: Bool { effect > .reads }

    package init(
        _ name: String,
        title: String,
        description: String,
        parameters: [Parameter] = [],
        effect: Effect
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.parameters = parameters
        self.effect = effect
    }

    package init(_ action: Action) {
        self.init(
            action.name,
            title: action.title,
            description: action.description,
            parameters: action.parameters,
            effect: action.effect
        )
    }

    /// The first argument that the schema says is a text and that is none. A number has lost its zeros and its plus: what
    /// it was meant to be can't be told.
    package func argumentThatIsNoText(in arguments: JSONObject) -> String? {
        parameters.first { parameter in
            guard scalar(parameter.type)["type"] == "string" else { return false }
            return switch arguments[parameter.name] {
            case nil, .null?, .string?: false
            case .boolean?, .number?, .array?, .object?: true
            }
        }?.name
    }
}

extension ToolSchema {
    /// The arguments as a JSON Schema.
    var inputSchema: JSONValue {
        var properties = JSONObject()
        for parameter in parameters { properties[parameter.name] = .object(property(parameter)) }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }

    /// The arguments as OpenAI's strict mode takes them: all required, and null for what is left out.
    var strictSchema: JSONValue {
        var properties = JSONObject()
        for parameter in parameters {
            var property = property(parameter)
            if !parameter.isRequired {
                property["type"] = property["type"].map { [$0, "null"] }
                property["enum"] = property["enum"]?.array.map { .array($0 + [.null]) }
            }
            properties[parameter.name] = .object(property)
        }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(parameters.map { .string($0.name) }), "additionalProperties": false,
        ]
    }

    func property(_ parameter: Parameter) -> JSONObject {
        var property = scalar(parameter.type)
        if let description = description(of: parameter) { property["description"] = .string(description) }
        if !parameter.allowedValues.isEmpty, !parameter.acceptsOtherValues {
            property["enum"] = .array(parameter.allowedValues.map(JSONValue.string))
        }
        return property
    }

    private func scalar(_ type: Parameter.ValueType) -> JSONObject {
        switch type {
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .list(let element): ["type": "array", "items": .object(scalar(element))]
        case .string, .date, .dateTime, .id, .email, .phone, .url: ["type": "string"]
        }
    }

    /// What the author wrote, and what the type needs said. Formats are said in words: every dialect takes those.
    private func description(of parameter: Parameter) -> String? {
        var parts = parameter.description.isEmpty ? [] : [parameter.description]
        switch parameter.type {
        case .date where parts.isEmpty: parts.append("Date")
        case .dateTime where parts.isEmpty: parts.append("ISO or as said")
        default: break
        }
        if parameter.acceptsOtherValues, !parameter.allowedValues.isEmpty {
            parts.append("Such as " + parameter.allowedValues.joined(separator: ", "))
        }
        return parts.isEmpty ? nil : parts.joined(separator: ". ")
    }
}

extension Action {
    /// What its requests do to the org.
    fileprivate var effect: ToolSchema.Effect {
        let methods = requests.map(\.template.method).filter(\.isWrite)
        if isDestructive || methods.contains(.delete) { return .removes }
        if methods.contains(where: { $0 != .post }) { return .overwrites }
        return methods.isEmpty ? .reads : .adds
    }
}
