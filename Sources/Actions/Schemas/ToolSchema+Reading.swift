package import JSON

extension ToolSchema {
    /// Reads what ``json(_:)`` makes for MCP, as far as a model needs it; nil when it is anything else.
    package init?(mcp json: JSONValue) {
        guard let name = json["name"]?.string, let description = json["description"]?.string,
            let properties = json["inputSchema"]?["properties"]?.object
        else { return nil }
        let required = Set(json["inputSchema"]?["required"]?.array?.compactMap(\.string) ?? [])
        let hints = json["annotations"]
        let effect: Effect =
            if hints?["readOnlyHint"]?.boolean == true {
                .reads
            } else if hints?["destructiveHint"]?.boolean != false {
                .removes
            } else {
                hints?["idempotentHint"]?.boolean == true ? .overwrites : .adds
            }
        self.init(
            name,
            title: json["title"]?.string ?? name,
            description: description,
            parameters: properties.map { property in
                Parameter(
                    property.key,
                    Parameter.ValueType(schema: property.value),
                    isRequired: required.contains(property.key),
                    description: property.value["description"]?.string ?? "",
                    allowedValues: property.value["enum"]?.array?.compactMap(\.string) ?? []
                )
            },
            effect: effect
        )
    }
}

extension Parameter.ValueType {
    fileprivate init(schema: JSONValue) {
        switch schema["type"]?.string {
        case "integer": self = .integer
        case "number": self = .number
        case "boolean": self = .boolean
        case "array": self = .list(of: schema["items"].map { Self(schema: $0) } ?? .string)
        default: self = .string
        }
    }
}
