package import JSON
import SOQL

extension RequestTemplate {
    /// The path and plain query items as a person reads them, with their placeholders.
    package var endpointText: String {
        let path = "/" + segments.map(\.text).joined(separator: "/")
        let items = query.compactMap { item -> String? in
            if case .text(let template) = item.value { "\(item.name)=\(template.text)" } else { nil }
        }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }
}

extension TextTemplate {
    /// The text as its author wrote it.
    package var text: String {
        segments.map { segment in
            switch segment {
            case .text(let text): text
            case .placeholder(let placeholder): placeholder.description
            }
        }.joined()
    }
}

extension BodyTemplate {
    /// The body as its author wrote it.
    package var json: JSONValue {
        switch self {
        case .constant(let value): return value
        case .hole(let placeholder): return .string(placeholder.description)
        case .text(let template): return .string(template.text)
        case .array(let elements): return .array(elements.map(\.json))
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.key] = member.value.json }
            return .object(object)
        }
    }
}
