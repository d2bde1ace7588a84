package import JSON

/// What a JSON value looks like.
///
/// One value serves two ends: it checks what comes in, and it is written into the OpenAPI document. So neither can say
/// anything else than the other.
package indirect enum Schema: Sendable {
    /// A member of an object.
    package struct Field: Sendable {
        package var name: String
        package var schema: Schema
        package var isRequired: Bool
        package var description: String?

        /// A member that is always there.
        package init(_ name: String, _ schema: Schema, _ description: String? = nil) {
            self.name = name
            self.schema = schema
            isRequired = true
            self.description = description
        }

        /// A member that may be missing.
        package static func optional(_ name: String, _ schema: Schema, _ description: String? = nil) -> Field {
            var field = Field(name, schema, description)
            field.isRequired = false
            return field
        }
    }

    case anything
    case boolean
    case integer(ClosedRange<Int>)
    /// Any number.
    case number
    case text(TextForm)
    case choice([String])
    case list(of: Schema, atMost: Int)
    /// An object with these members and no others.
    case object([Field])
    /// An object whose names are data.
    case map(of: Schema)
    case nullable(Schema)
    /// A schema the document keeps under a name of its own.
    case named(String, Schema)

    /// Text of any form, at least one and at most so many characters.
    package static func text(upTo length: Int) -> Schema { .text(.upTo(length)) }

    /// The names of one of our ids: `agt_…`.
    package static func identifier(_ prefix: String) -> Schema { .text(.identifier(prefix)) }

    package static let dateTime = Schema.text(.dateTime)
    package static let name = Schema.text(.upTo(100))
}

extension Schema {
    /// What of a value does not fit, each with its JSON pointer. At most 20.
    package func faults(in value: JSONValue) -> [ProblemDetails.Fault] {
        var faults: [ProblemDetails.Fault] = []
        collect(value, at: "", into: &faults)
        return Array(faults.prefix(20))
    }

    private func collect(_ value: JSONValue, at place: String, into faults: inout [ProblemDetails.Fault]) {
        func fault(_ detail: String) { faults.append(ProblemDetails.Fault(place: place, detail: detail)) }
        switch self {
        case .anything: break
        case .boolean: if value.boolean == nil { fault("This must be true or false.") }
        case .number: if value.number == nil { fault("This must be a number.") }
        case .integer(let range):
            guard let integer = value.integer, range.contains(integer) else {
                return fault("This must be a whole number from \(range.lowerBound) to \(range.upperBound).")
            }
        case .text(let form):
            guard let text = value.string else { return fault("This must be text.") }
            if let problem = form.problem(of: text) { fault(problem) }
        case .choice(let values):
            guard let text = value.string, values.contains(text) else {
                return fault("This must be one of: \(values.joined(separator: ", ")).")
            }
        case .list(let element, let maximum):
            guard let elements = value.array else { return fault("This must be a list.") }
            guard elements.count <= maximum else { return fault("This list can have at most \(maximum) elements.") }
            for (index, value) in elements.enumerated() where faults.count < 20 {
                element.collect(value, at: "\(place)/\(index)", into: &faults)
            }
        case .object(let fields):
            guard let object = value.object else { return fault("This must be an object.") }
            for member in object where !fields.contains(where: { $0.name == member.key }) {
                let known = fields.map(\.name).joined(separator: ", ")
                faults.append(
                    .init(place: place.appending(member.key), detail: "There is no such member. Known: \(known).")
                )
            }
            for field in fields {
                if let value = object[field.name] {
                    field.schema.collect(value, at: place.appending(field.name), into: &faults)
                } else if field.isRequired {
                    faults.append(.init(place: place.appending(field.name), detail: "This is missing."))
                }
            }
        case .map(let element):
            guard let object = value.object else { return fault("This must be an object.") }
            for member in object where faults.count < 20 {
                element.collect(member.value, at: place.appending(member.key), into: &faults)
            }
        case .nullable(let schema): if !value.isNull { schema.collect(value, at: place, into: &faults) }
        case .named(_, let schema): schema.collect(value, at: place, into: &faults)
        }
    }

    /// The value that text stands for, as in a query; nil when it is none of this kind.
    package func value(of text: String) -> JSONValue? {
        let value: JSONValue?
        switch self {
        case .boolean: value = text == "true" ? true : text == "false" ? false : nil
        case .integer: value = Int(text).map { .number(JSONNumber($0)) }
        default: value = .string(text)
        }
        guard let value, faults(in: value).isEmpty else { return nil }
        return value
    }
}

extension String {
    /// This JSON pointer with one more step.
    fileprivate func appending(_ key: String) -> String {
        var step = ""
        for character in key {
            switch character {
            case "~": step += "~0"
            case "/": step += "~1"
            default: step.append(character)
            }
        }
        return "\(self)/\(step)"
    }
}
