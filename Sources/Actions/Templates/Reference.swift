import SOQL

/// What a placeholder stands for.
package enum Reference: Hashable, Sendable {
    indirect case parameter(Parameter)
    case variable(Variable)
    /// The result of another action in the same call; nil for the last one, `previousAction`.
    case result(action: String?, path: ResultPath)
    /// The answer to an earlier request of the same action.
    case answer(request: String, path: ResultPath)

    /// The word that stands for the last action of the call.
    package static let previousAction = "previousAction"

    /// The type of the value, where it is known before the call.
    var type: Parameter.ValueType? {
        switch self {
        case .parameter(let parameter): parameter.type
        case .variable(let variable): variable.type
        case .result, .answer: nil
        }
    }
}

/// A placeholder, resolved.
struct Binding: Hashable, Sendable {
    var reference: Reference
    var filter: Filter?
}

/// The names a template may use.
struct Scope {
    var parameters: [Parameter]
    /// The earlier requests of the same action.
    var requests: [String] = []

    func bind(_ placeholder: Placeholder, in part: TemplateError.Part) throws(TemplateError) -> Binding {
        Binding(reference: try reference(placeholder, part), filter: try filter(placeholder, part))
    }

    private func reference(_ placeholder: Placeholder, _ part: TemplateError.Part) throws(TemplateError) -> Reference {
        let path = placeholder.path
        if let parameter = parameters.first(where: { $0.name == path }) { return .parameter(parameter) }
        if let variable = Variable(rawValue: path) { return .variable(variable) }
        let root = path.prefix { $0 != "." && $0 != "[" }
        guard root.count < path.count, let rest = ResultPath(path.dropFirst(root.count)) else {
            throw TemplateError(
                part,
                "\(placeholder) is neither a parameter nor a variable. \(remedy(for: path))",
                at: placeholder.position,
                excerpt: placeholder.description
            )
        }
        if requests.contains(String(root)) { return .answer(request: String(root), path: rest) }
        return .result(action: root == Reference.previousAction ? nil : String(root), path: rest)
    }

    private func remedy(for name: String) -> String {
        let known = parameters.map(\.name) + Variable.allCases.map(\.rawValue)
        if let near = Spelling.nearest(to: name, in: known) { return "Did you mean {{\(near)}}?" }
        return "Declare it under `parameters`, or use a variable: "
            + Variable.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ") + "."
    }

    private func filter(_ placeholder: Placeholder, _ part: TemplateError.Part) throws(TemplateError) -> Filter? {
        guard let name = placeholder.filters.first else { return nil }
        guard placeholder.filters.count == 1 else {
            throw TemplateError(
                part,
                "\(placeholder) has more than one filter. Use one.",
                at: placeholder.position,
                excerpt: placeholder.description
            )
        }
        guard let filter = Filter(rawValue: name) else {
            let known = Filter.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateError(
                part,
                "There is no filter `\(name)`. The filters are: \(known).",
                at: placeholder.position,
                excerpt: placeholder.description
            )
        }
        return filter
    }
}
