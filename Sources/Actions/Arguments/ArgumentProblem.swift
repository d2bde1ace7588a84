/// What is wrong with the arguments of an invocation.
package enum ArgumentProblem: Error, Hashable, Sendable {
    case unknown(name: String, suggestion: String?, known: [String])
    case missing(Parameter)
    /// Something was given, but it has no visible character.
    case blank(Parameter)
    case wrongType(Parameter)
    case notAllowed(Parameter, value: String, suggestion: String?)
    case tooLong(Parameter, maximum: Int)
    case exactlyOne(of: [String])
    case atLeastOne(of: [String])
    case notBefore(first: String, second: String)
    case tooMany(Int)

    /// One sentence the agent can say or act on.
    package var say: String {
        switch self {
        case .unknown(let name, let suggestion?, _):
            "There is no field called \(name.asWords); did you mean \(suggestion.asWords)?"
        case .unknown(let name, nil, _):
            "There is no field called \(name.asWords) here."
        case .missing(let parameter):
            "I still need the \(parameter.spokenName)."
        case .blank(let parameter):
            "The \(parameter.spokenName) is blank; it must be \(parameter.type == .string ? "text to look for" : parameter.expectedForm)."
        case .wrongType(let parameter):
            "The value for \(parameter.spokenName) must be \(parameter.expectedForm)."
        case .notAllowed(let parameter, let value, let suggestion?):
            "\(value.shortened) is not a possible \(parameter.spokenName); did you mean \(suggestion)?"
        case .notAllowed(let parameter, let value, nil):
            "\(value.shortened) is not a possible \(parameter.spokenName); it can be "
                + "\(Self.usual(parameter.allowedValues).spokenList)."
        case .tooLong(let parameter, let maximum):
            "The \(parameter.spokenName) is too long; it can have at most \(maximum) characters."
        case .exactlyOne(let names):
            "I need exactly one of \(names.map(\.asWords).spokenList), not both and not neither."
        case .atLeastOne(let names):
            "I need at least one of \(names.map(\.asWords).spokenList)."
        case .notBefore(let first, let second):
            "The \(first) has to come before the \(second)."
        case .tooMany(let count):
            "Those are \(count) arguments, which is more than I can look through."
        }
    }

    /// What only the model has to know: the arguments by the names that it has to use. Nil where the sentence has them.
    package var note: String? {
        switch self {
        case .unknown(let name, let suggestion?, _):
            "There is no argument \(name.shortened); did you mean \(suggestion)?"
        case .unknown(let name, nil, let known):
            known.isEmpty
                ? "There is no argument \(name.shortened); this takes none."
                : "There is no argument \(name.shortened); there are \(known.joined(separator: ", "))."
        case .missing(let parameter), .blank(let parameter), .wrongType(let parameter),
            .notAllowed(let parameter, _, _),
            .tooLong(let parameter, _):
            parameter.name == parameter.spokenName ? nil : "The argument is \(parameter.name)."
        case .exactlyOne(let names), .atLeastOne(let names):
            names.map(\.asWords) == names ? nil : "The arguments are \(names.joined(separator: ", "))."
        case .notBefore, .tooMany: nil
        }
    }

    private static func usual(_ values: [String]) -> [String] {
        values.prefix(5) + (values.count > 5 ? ["another of the usual ones"] : [])
    }
}

extension String {
    /// Text cut to what a sentence can carry.
    package var shortened: String { count <= 60 ? self : prefix(59) + "…" }
}

extension [String] {
    /// Each once, where it stands first.
    package var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }

    /// "a, b or c"
    package var spokenList: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
