package import JSON

/// A value the model fills in.
package struct Parameter: Hashable, Sendable {
    /// What a value may be. The names are those of the catalogue files.
    package indirect enum ValueType: Hashable, Sendable {
        case string, integer, number, boolean, date, dateTime, id, email, phone, url
        case list(of: ValueType)

        /// The name in a definition file; nil for a list's own name.
        package init?(named name: String) {
            guard let type = Self.named.first(where: { $0.name == name })?.type else { return nil }
            self = type
        }

        package var name: String {
            if case .list = self { return "list" }
            return Self.named.first { $0.type == self }?.name ?? "string"
        }

        /// Every scalar type with its name in a definition file.
        package static let named: [(name: String, type: ValueType)] = [
            ("string", .string), ("integer", .integer), ("number", .number), ("boolean", .boolean), ("date", .date),
            ("datetime", .dateTime), ("id", .id), ("email", .email), ("phone", .phone), ("url", .url),
        ]
    }

    /// Where in the request the value goes.
    package enum Location: String, Hashable, Sendable {
        case path, query, body
    }

    package var name: String
    package var type: ValueType
    package var isRequired: Bool
    /// For the model. Empty when the name says it all.
    package var description: String
    /// What it is called when it is read back to a caller; nil for the words of its name.
    package var label: String?
    /// The values that may be given; empty for any.
    package var allowedValues: [String]
    /// Whether the CRM also stores values that are not listed. The listed ones are then only suggestions.
    package var acceptsOtherValues: Bool
    /// Characters at most; nil for no limit but the CRM's.
    package var maximumLength: Int?
    /// The value used when none is given.
    package var defaultValue: JSONValue?
    /// Found from the templates when the action is compiled.
    package internal(set) var location: Location?

    package init(
        _ name: String,
        _ type: ValueType = .string,
        isRequired: Bool = false,
        description: String = "",
        label: String? = nil,
        allowedValues: [String] = [],
        acceptsOtherValues: Bool = false,
        maximumLength: Int? = nil,
        defaultValue: JSONValue? = nil,
        location: Location? = nil
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.description = description
        self.label = label
        self.allowedValues = allowedValues
        self.acceptsOtherValues = acceptsOtherValues
        self.maximumLength = maximumLength
        self.defaultValue = defaultValue
        self.location = location
    }

    /// What it is called in a sentence.
    package var spokenName: String { label ?? name.asWords }
}
