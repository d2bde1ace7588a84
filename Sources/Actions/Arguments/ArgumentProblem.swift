/// What is wrong with the arguments of an invocation.
package enum ArgumentProblem: Error, Hashable, Sendable {
    case unknown(name: String, suggestion: String?)
    case missing(name: String)
    case wrongType(name: String, expected: String)
    case notAllowed(name: String, value: String, suggestion: String?, allowed: [String])
    case tooLong(name: String, maximum: Int)
    case exactlyOne(of: [String])
    case atLeastOne(of: [String])
    case notBefore(first: String, second: String)

    /// One sentence the agent can say or act on.
    package var say: String {
        switch self {
        case .unknown(let name, let suggestion?):
            "There is no field called \(name.asWords); did you mean \(suggestion.asWords)?"
        case .unknown(let name, nil):
            "There is no field called \(name.asWords) here."
        case .missing(let name):
            "I still need the \(name.asWords)."
        case .wrongType(let name, let expected):
            "The value for \(name.asWords) must be \(expected)."
        case .notAllowed(let name, let value, let suggestion?, _):
            "\(value.shortened) is not a possible \(name.asWords); did you mean \(suggestion)?"
        case .notAllowed(let name, let value, nil, let allowed):
            "\(value.shortened) is not a possible \(name.asWords); it can be "
                + "\((allowed.prefix(5) + (allowed.count > 5 ? ["another of the usual ones"] : [])).spokenList)."
        case .tooLong(let name, let maximum):
            "The \(name.asWords) is too long; it can have at most \(maximum) characters."
        case .exactlyOne(let names):
            "I need exactly one of \(names.map(\.asWords).spokenList), not both and not neither."
        case .atLeastOne(let names):
            "I need at least one of \(names.map(\.asWords).spokenList)."
        case .notBefore(let first, let second):
            "The \(first) has to come before the \(second)."
        }
    }
}

extension String {
    /// Text cut to what a sentence can carry.
    package var shortened: String { count <= 60 ? self : prefix(59) + "…" }
}

extension [String] {
    /// "a, b or c"
    package var spokenList: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
