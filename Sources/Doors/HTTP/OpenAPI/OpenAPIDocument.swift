import HTTPTypes
package import JSON

/// The table of endpoints as OpenAPI 3.1 has it.
///
/// Source: https://spec.openapis.org/oas/v3.1.1.html
package struct OpenAPIDocument {
    private var components = JSONObject()

    /// Writes the document.
    package static func json(_ endpoints: [Endpoint], version: String) -> JSONValue {
        var document = OpenAPIDocument()
        var paths = JSONObject()
        for endpoint in endpoints {
            var operations = paths[endpoint.path]?.object ?? JSONObject()
            operations[endpoint.method.rawValue.lowercased()] = document.operation(endpoint)
            paths[endpoint.path] = .object(operations)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Switchboard",
                "version": .string(version),
                "description": .string(introduction),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(document.components),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "An agent's token (swb_agent_…) or a person's (swb_admin_…).",
                    ],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": .string(RequestSender.sessionCookie),
                        "description": "What logging in with a password gives a browser.",
                    ],
                ],
            ],
        ]
    }

    private static let introduction = """
        Agents use actions in calls; people set up what they may do. Every problem is answered as \
        application/problem+json with a `code` to branch on and a `detail` to read.
        """

    private mutating func operation(_ endpoint: Endpoint) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(endpoint.operation),
            "summary": .string(endpoint.summary),
            "tags": [.string(endpoint.subject)],
            "security": security(endpoint.access),
        ]
        let parameters = parameters(of: endpoint)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = endpoint.body {
            operation["requestBody"] = [
                "required": .boolean(!body.isOptional),
                "content": .object([
                    body.contentType: ["schema": json(body.schema), "example": body.example]
                ]),
            ]
        }
        var responses = JSONObject()
        for answer in endpoint.allAnswers { responses[String(answer.status.code)] = response(answer) }
        operation["responses"] = .object(responses)
        return .object(operation)
    }

    private func security(_ access: Access) -> JSONValue {
        switch access {
        case .anyone: []
        case .agent: [["token": []]]
        case .person, .agentOrPerson: [["token": []], ["session": []]]
        }
    }

    private mutating func parameters(of endpoint: Endpoint) -> [JSONValue] {
        var parameters: [JSONValue] = endpoint.pathParameters.map { name in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1, "maxLength": 200],
            ]
        }
        for item in endpoint.query {
            var parameter: JSONObject = [
                "name": .string(item.name), "in": "query", "description": .string(item.description),
                "schema": json(item.schema),
            ]
            parameter["example"] = item.example
            parameters.append(.object(parameter))
        }
        if endpoint.takesIdempotencyKey {
            parameters.append([
                "name": "Idempotency-Key", "in": "header",
                "description":
                    "Any text of your own. A request with one that was used before answers as the first did.",
                "schema": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"],
            ])
        }
        if endpoint.takesIfMatch {
            parameters.append([
                "name": "If-Match", "in": "header",
                "description": "The ETag of what was read: the change is refused when it has changed since.",
                "schema": ["type": "string", "maxLength": 200],
            ])
        }
        return parameters
    }

    private mutating func response(_ answer: Endpoint.Answer) -> JSONValue {
        var response: JSONObject = ["description": .string(answer.description)]
        if let schema = answer.schema {
            var content: JSONObject = ["schema": json(schema)]
            content["example"] = answer.example
            var contents = JSONObject()
            for type in answer.contentTypes { contents[type] = .object(content) }
            response["content"] = .object(contents)
        }
        return .object(response)
    }

    // MARK: Schemas

    private mutating func json(_ schema: Schema) -> JSONValue {
        switch schema {
        case .anything: return [:]
        case .boolean: return ["type": "boolean"]
        case .number: return ["type": "number"]
        case .integer(let range):
            return [
                "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
                "maximum": .number(JSONNumber(range.upperBound)),
            ]
        case .text(let form):
            var object: JSONObject = ["type": "string"]
            object["format"] = form.format.map(JSONValue.string)
            object["pattern"] = form.pattern.map(JSONValue.string)
            if form.length.lowerBound > 0 { object["minLength"] = .number(JSONNumber(form.length.lowerBound)) }
            object["maxLength"] = .number(JSONNumber(form.length.upperBound))
            return .object(object)
        case .choice(let values):
            return ["type": "string", "enum": .array(values.map(JSONValue.string))]
        case .list(let element, let maximum):
            return ["type": "array", "items": json(element), "maxItems": .number(JSONNumber(maximum))]
        case .object(let fields):
            return object(fields)
        case .map(let element):
            return ["type": "object", "additionalProperties": json(element)]
        case .nullable(let schema):
            return ["anyOf": [json(schema), ["type": "null"]]]
        case .named(let name, let schema):
            if components[name] == nil {
                // Taken first, for a schema that names itself.
                components[name] = [:]
                components[name] = json(schema)
            }
            return ["$ref": .string("#/components/schemas/\(name)")]
        }
    }

    private mutating func object(_ fields: [Schema.Field]) -> JSONValue {
        var properties = JSONObject()
        for field in fields {
            var property = json(field.schema)
            if let description = field.description, case .object(var object) = property {
                object["description"] = .string(description)
                property = .object(object)
            }
            properties[field.name] = property
        }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        object["additionalProperties"] = false
        return .object(object)
    }
}
