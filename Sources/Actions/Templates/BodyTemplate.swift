package import JSON
package import SOQL

/// A JSON body with holes in its strings.
package indirect enum BodyTemplate: Hashable, Sendable {
    case constant(JSONValue)
    /// A string that is nothing but a hole: becomes a value of the parameter's type.
    case hole(Placeholder)
    /// A string with holes in it: becomes text.
    case text(TextTemplate)
    case array([BodyTemplate])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var key: String
        package var value: BodyTemplate
    }

    package init(_ json: JSONValue) throws(TemplateError) {
        switch json {
        case .string(let string) where string.contains("{{"):
            let template = try TextTemplate(string, in: .body)
            if let placeholder = template.onlyPlaceholder {
                self = .hole(placeholder)
            } else {
                self = .text(template)
            }
        case .array(let elements):
            var templates: [BodyTemplate] = []
            for element in elements { templates.append(try BodyTemplate(element)) }
            self = .array(templates)
        case .object(let object):
            var members: [Member] = []
            for member in object {
                guard !member.key.contains("{{") else {
                    throw TemplateError(
                        .body,
                        "A member's name can't be a placeholder. Write the field's name.",
                        excerpt: member.key
                    )
                }
                members.append(Member(key: member.key, value: try BodyTemplate(member.value)))
            }
            self = .object(members)
        default:
            self = .constant(json)
        }
    }

    /// Every placeholder with whether it is a whole value.
    package var placeholders: [(placeholder: Placeholder, isWhole: Bool)] {
        switch self {
        case .constant: []
        case .hole(let placeholder): [(placeholder, true)]
        case .text(let template): template.placeholders.map { ($0, false) }
        case .array(let elements): elements.flatMap(\.placeholders)
        case .object(let members): members.flatMap(\.value.placeholders)
        }
    }
}
