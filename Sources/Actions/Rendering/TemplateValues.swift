package import JSON

/// The values of one invocation. None of them is ever read as a template.
package struct TemplateValues: Sendable {
    /// The model's arguments, checked and in the form of their types: numbers as numbers, dates as
    /// `2026-02-12` and date-times as `2026-02-12T10:00:00.000Z`. An absent or empty one counts as not given.
    package var arguments: [String: JSONValue]
    package var variables: [Variable: String]
    /// The last successful result of each action in this call, by the action's name.
    package var results: [String: JSONValue]
    /// The last successful result of any action in this call.
    package var latestResult: JSONValue?
    /// The answers to the earlier requests of the same action, by the request's name.
    package var answers: [String: JSONValue]
    /// Whether the requests will be limited to the caller's own records, so that a query needs no condition of its own.
    package var reachOnlyCallersRecords = false

    package init(
        arguments: [String: JSONValue] = [:],
        variables: [Variable: String] = [:],
        results: [String: JSONValue] = [:],
        latestResult: JSONValue? = nil,
        answers: [String: JSONValue] = [:]
    ) {
        self.arguments = arguments
        self.variables = variables
        self.results = results
        self.latestResult = latestResult
        self.answers = answers
    }

    /// The value a placeholder stands for; nil when an optional parameter got none.
    func value(of reference: Reference) throws(RenderingError) -> JSONValue? {
        switch reference {
        case .parameter(let parameter):
            if let value = arguments[parameter.name], !value.isBlank { return value }
            if let value = parameter.defaultValue { return value }
            guard !parameter.isRequired else { throw .missingArgument(parameter.name) }
            return nil
        case .variable(let variable):
            guard let value = variables[variable], !JSONValue.string(value).isBlank else {
                throw .missingVariable(variable)
            }
            return .string(value)
        case .result(let action, let path):
            guard let result = action.map({ results[$0] }) ?? latestResult else { throw .notRunYet(action: action) }
            return try value(at: path, in: result, of: action)
        case .answer(let request, let path):
            return try value(at: path, in: answers[request] ?? .null, of: nil)
        }
    }

    private func value(
        at path: ResultPath,
        in result: JSONValue,
        of action: String?
    ) throws(RenderingError) -> JSONValue {
        switch path.resolve(in: result) {
        case .value(let value): return value
        case .noRecord: throw .noRecord(action: action)
        case .severalRecords(let count): throw .severalRecords(action: action, count: count, result)
        case .nowhere: throw .noSuchValue(action: action)
        }
    }
}

extension JSONValue {
    /// Whether the value says nothing: null, text without a visible character, or a list of
    /// nothing else.
    ///
    /// Zero-width and control characters are invisible too.
    package var isBlank: Bool {
        switch self {
        case .null: true
        case .string(let text):
            text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .format, .control, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
        case .array(let elements): elements.allSatisfy(\.isBlank)
        default: false
        }
    }
}
