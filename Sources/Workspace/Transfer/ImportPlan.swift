/// What an import does to a workspace.
package struct ImportPlan: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package enum Subject: String, Hashable, Sendable {
            case action, agent
        }

        package enum Effect: Hashable, Sendable {
            case create
            /// The members that get another value.
            case change([String])
            case leave
        }

        package var subject: Subject
        package var name: String
        package var effect: Effect
    }

    /// In the order of the file, actions first.
    package var steps: [Step] = []

    /// Whether it changes anything.
    package var changesAnything: Bool { steps.contains { $0.effect != .leave } }
}

extension ImportPlan.Step: CustomStringConvertible {
    /// `create action search_contact`, `change agent Alex: instructions, actions`
    package var description: String {
        switch effect {
        case .create: "create \(subject.rawValue) \(name)"
        case .change(let members): "change \(subject.rawValue) \(name): \(members.joined(separator: ", "))"
        case .leave: "leave \(subject.rawValue) \(name) as it is"
        }
    }
}
