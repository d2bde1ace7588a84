/// A field reached through zero or more relationships: `Name`, `Account.Owner.Name`.
package struct FieldPath: Hashable, Sendable {
    /// The relationships in order, then the field. Never empty.
    package var names: [Name]

    package init(_ names: [Name]) { self.names = names }

    /// The path as written, with dots.
    package var text: String { names.map(\.text).joined(separator: ".") }
    /// Where the path starts.
    package var position: SourcePosition { names.first?.position ?? .start }
}

extension FieldPath: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        names = value.split(separator: ".").map { Name(String($0)) }
    }
}

/// What a value is compared with, grouped by or ordered by.
package indirect enum Expression: Hashable, Sendable {
    case field(FieldPath)
    case function(FunctionCall)

    /// Where the expression starts.
    package var position: SourcePosition {
        switch self {
        case .field(let path): path.position
        case .function(let call): call.name.position
        }
    }
}

/// A call such as `COUNT()`, `toLabel(Status)` or `DISTANCE(Location__c, GEOLOCATION(37.7, -122.4), 'mi')`.
package struct FunctionCall: Hashable, Sendable {
    package enum Argument: Hashable, Sendable {
        case expression(Expression)
        case literal(Literal)
        case placeholder(Placeholder)
    }

    package var name: Name
    package var arguments: [Argument]

    package init(_ name: Name, _ arguments: [Argument] = []) {
        self.name = name
        self.arguments = arguments
    }
}
