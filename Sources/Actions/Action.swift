/// What an agent may do in the CRM: a compiled, ready definition.
package struct Action: Sendable {
    /// Unique where it is used; lower snake case.
    package var name: String
    /// For people.
    package var title: String
    /// The heading it stands under in the catalogue; nil for a custom action.
    package var group: String?
    /// For the model: what it is for, when to use it, what it returns.
    package var description: String
    package var parameters: [Parameter]
    package var constraints: [Constraint]
    /// The requests of one invocation, in order. Never empty.
    package var requests: [ActionRequest]
    /// Whether the caller must say yes first.
    package var asksForConfirmation: Bool
    /// Whether it removes something.
    package var isDestructive: Bool
    /// Whether it runs by itself as a call opens. Such an action has no required parameters.
    package var runsAtCallStart: Bool
    /// How sure a call must be of who is calling, unless an agent asks for something else.
    package var defaultAssurance: Assurance
    /// Whether it reaches only the caller's own records, unless an agent asks for something else.
    package var isLimitedToCaller: Bool
    /// The company's own objects it reaches, with whose their records are.
    package var customObjects: [CustomObject]
    /// Whether its writes may be kept and delivered when the CRM is back, because nobody waits for their result.
    package var isDeliveredLater: Bool

    /// The method of the first request, which is the one the action is for.
    package var method: CRMRequest.Method { requests[0].template.method }

    /// Whether any of its requests changes records.
    package var isWrite: Bool { requests.contains { $0.template.method.isWrite } }

    package func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

/// One request of an action.
package struct ActionRequest: Sendable {
    /// What happens to the invocation when this request fails after an earlier one succeeded.
    package struct Failure: Sendable {
        /// Undoes what the earlier requests did; nil keeps it.
        package var undo: RequestTemplate?
        /// The sentence for the caller; nil for the CRM's own reason.
        package var say: String?
    }

    /// How later requests of the action refer to its answer: `{{case.id}}`.
    package var name: String
    package var template: RequestTemplate
    /// Optional parameters without which this request is skipped.
    package var onlyWith: [String]
    package var failure: Failure
}
