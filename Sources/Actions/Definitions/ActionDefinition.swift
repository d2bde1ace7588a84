package import JSON

/// An action as its author wrote it, before anything is checked.
package struct ActionDefinition: Hashable, Sendable {
    package var name: String
    package var title: String?
    package var group: String?
    package var description: String
    package var requests: [RequestDefinition]
    /// Nil when the author declared none: then every placeholder that is not a variable becomes a required parameter.
    package var parameters: [ParameterDefinition]?
    package var constraints: [Constraint]
    /// Nil for the default: writes ask.
    package var asksForConfirmation: Bool?
    /// Nil for the default: deletes are.
    package var isDestructive: Bool?
    package var runsAtCallStart: Bool
    /// Nil for the default: whoever calls may.
    package var assurance: Assurance?
    /// Whether it reaches only the caller's own records.
    package var isLimitedToCaller: Bool
    /// The company's own objects, with the fields that say whose a record is.
    package var customObjects: [CustomObject] = []
    /// Whether its queries may list all records when no value was given for any of their conditions.
    package var listsAll = false
    /// Whether its writes may be delivered when the CRM is back.
    package var isDeliveredLater: Bool
}

/// One request as its author wrote it.
package struct RequestDefinition: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        /// JSON text.
        case text(String)
        case json(JSONValue)
    }

    package var name: String?
    /// Nil for the default, GET.
    package var method: CRMRequest.Method?
    package var endpoint: EndpointSource
    package var body: Body?
    package var onlyWith: [String] = []
    /// What undoes the earlier requests when this one fails. Its own `undo` is never read.
    package var undo: [RequestDefinition] = []
    package var say: String?
}

/// A parameter as its author wrote it.
package struct ParameterDefinition: Hashable, Sendable {
    package var parameter: Parameter
    /// Whether the author gave a type; otherwise a parameter that stands for a record in a path is an id.
    package var declaresType: Bool
}
