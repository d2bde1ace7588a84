import Actions
import JSON

/// Values to show an action's requests with: those somebody typed, and made-up ones for the rest.
struct SampleValues: Sendable {
    /// The caller's number that is shown unless another is typed.
    static let callerPhone = "+15552345678"

    private(set) var arguments = JSONObject()

    /// - Parameters:
    ///   - given: What was typed, by the parameter's name.
    ///   - fillsIn: Whether parameters without a typed value get a made-up one.
    init(for action: Action, given: [String: String], fillsIn: Bool) {
        for parameter in action.parameters {
            if let text = given[parameter.name], !text.isEmpty {
                arguments[parameter.name] = Self.value(of: text, parameter.type)
            }
        }
        guard fillsIn else { return }
        for parameter in action.parameters
        where arguments[parameter.name] == nil && !isRuledOut(parameter.name, in: action) {
            let text = Self.madeUp(for: parameter, isSecond: isLater(parameter.name, in: action))
            arguments[parameter.name] = Self.value(of: text, parameter.type)
        }
    }

    private static func value(of text: String, _ type: Parameter.ValueType) -> JSONValue {
        guard case .list = type else { return .string(text) }
        let elements = text.split(whereSeparator: { $0 == "," || $0 == "\n" })
        return .array(elements.map { .string($0.trimmingPrefix(while: \.isWhitespace).description) })
    }

    /// Whether a rule of the action leaves no room for another value.
    private func isRuledOut(_ name: String, in action: Action) -> Bool {
        action.constraints.contains { constraint in
            switch constraint {
            case .exactlyOne(let names):
                names.contains(name) && (names.contains { arguments[$0] != nil } || names.first != name)
            default: false
            }
        }
    }

    private func isLater(_ name: String, in action: Action) -> Bool {
        action.constraints.contains { if case .before(_, name) = $0 { true } else { false } }
    }

    private static func madeUp(for parameter: Parameter, isSecond: Bool) -> String {
        if let value = parameter.allowedValues.first { return value }
        let type = if case .list(let element) = parameter.type { element } else { parameter.type }
        let text =
            switch type {
            case .integer: "5"
            case .number: "12.5"
            case .boolean: "true"
            case .date: isSecond ? "in two weeks" : "tomorrow"
            case .dateTime: isSecond ? "tomorrow at 11am" : "tomorrow at 10am"
            case .id: "003XX000004TmfQQAS"
            case .email: "sarah@example.com"
            case .phone: callerPhone
            case .url: "https://example.com"
            case .string, .list:
                parameter.name.lowercased().contains("phone")
                    ? callerPhone : parameter.name.lowercased().contains("number") ? "1027" : "O'Brien"
            }
        return parameter.maximumLength.map { String(text.prefix($0)) } ?? text
    }
}
