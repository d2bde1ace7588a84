package import SOQL

/// Method, endpoint and body of a request, parsed once, with typed holes.
///
/// See <doc:RequestTemplates> for what a value becomes in each place.
package struct RequestTemplate: Sendable {
    /// The value of one query item.
    package enum QueryValue: Hashable, Sendable {
        case text(TextTemplate)
        case query(Query)
        case search(Search)
    }

    package struct QueryItem: Hashable, Sendable {
        package var name: String
        package var value: QueryValue
    }

    package var method: CRMRequest.Method
    package var segments: [TextTemplate]
    package var query: [QueryItem]
    package var body: BodyTemplate?
    /// Whether a query may run although no value was given for any of its conditions.
    var listsAll = false
    /// What each placeholder stands for.
    var bindings: [Placeholder: Binding]

    /// The parameters this request takes, with where each goes.
    package var parameterLocations: [String: Parameter.Location] {
        var locations: [String: Parameter.Location] = [:]
        func note(_ placeholders: [Placeholder], _ location: Parameter.Location) {
            for placeholder in placeholders {
                if case .parameter(let parameter)? = bindings[placeholder]?.reference {
                    locations[parameter.name] = location
                }
            }
        }
        note(body?.placeholders.map(\.placeholder) ?? [], .body)
        note(Array(bindings.keys).filter { !isInPathOrBody($0) }, .query)
        note(segments.flatMap(\.placeholders), .path)
        return locations
    }

    /// Whether it asks for the records that fulfil a condition.
    var hasCondition: Bool {
        query.contains { if case .query(let query) = $0.value { query.condition != nil } else { false } }
    }

    /// The parameter a placeholder stands for; nil when it stands for something else.
    package func parameter(of placeholder: Placeholder) -> Parameter? {
        if case .parameter(let parameter)? = bindings[placeholder]?.reference { parameter } else { nil }
    }

    /// The other actions whose results it needs.
    package var neededActions: Set<String> {
        Set(bindings.values.compactMap { if case .result(let action?, _) = $0.reference { action } else { nil } })
    }

    private func isInPathOrBody(_ placeholder: Placeholder) -> Bool {
        segments.contains { $0.placeholders.contains(placeholder) }
            || (body?.placeholders.contains { $0.placeholder == placeholder } ?? false)
    }
}
