import Actions
import ArgumentParser
import JSON

/// Arguments and variables given on the command line.
struct ValueOptions: ParsableArguments {
    @Option(
        name: .customLong("arg"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "An argument of the action, as a model would send it; a list with commas: ids=A,B. Repeatable.",
            valueName: "name=value"
        )
    )
    var arguments: [String] = []

    @Option(
        name: .customLong("var"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "A value the server would fill in: caller_phone, call_id or employee_id. Repeatable.",
            valueName: "name=value"
        )
    )
    var variables: [String] = []

    @Option(help: ArgumentHelp("Where \"tomorrow at 10am\" is, such as Europe/Stockholm.", valueName: "zone"))
    var timeZone = TimeZoneOption.standard

    func validate() throws {
        _ = try pairs(arguments, option: "--arg")
        _ = try variableValues()
    }

    /// The arguments. One that is a list takes its elements separated by commas.
    func arguments(for action: Action) throws -> JSONObject {
        var object = JSONObject()
        for (name, value) in try pairs(arguments, option: "--arg") {
            if case .list? = action.parameter(name)?.type {
                object[name] = .array(value.split(separator: ",").map { .string(String($0)) })
            } else {
                object[name] = .string(value)
            }
        }
        return object
    }

    func variableValues() throws -> [Variable: String] {
        var values: [Variable: String] = [:]
        for (name, value) in try pairs(variables, option: "--var") {
            guard let variable = Variable(rawValue: name) else {
                let known = Variable.allCases.map(\.rawValue)
                let near = Spelling.nearest(to: name, in: known).map { " Did you mean \($0)?" }
                throw ValidationError(
                    "There is no variable \(name)." + (near ?? " The variables are: \(known.joined(separator: ", ")).")
                )
            }
            values[variable] = value
        }
        return values
    }

    private func pairs(_ texts: [String], option: String) throws -> [(String, String)] {
        try texts.map { text in
            guard let separator = text.firstIndex(of: "="), separator > text.startIndex else {
                throw ValidationError("\(option) takes name=value, not \(text).")
            }
            return (String(text[..<separator]), String(text[text.index(after: separator)...]))
        }
    }
}
