import Actions
import JSON
import Platforms

/// Says exactly what a write will do, in words the caller can say yes or no to.
struct ReadBack {
    /// Names for the records that were found in this call, by id.
    let recordNames: [String: String]

    func sentence(for invocation: PreparedInvocation) -> String {
        let action = invocation.action
        var parts: [String] = []
        for parameter in action.parameters {
            guard let value = invocation.values.arguments[parameter.name] else { continue }
            parts.append(part(parameter, invocation.spokenDates[parameter.name] ?? spoken(parameter, value)))
        }
        for variable in action.variablesInWrites {
            if let value = invocation.values.variables[variable] {
                parts.append("\(variable.rawValue.asWords) \(value)")
            }
        }
        let what = action.spokenPhrase
        let details = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
        let warning = action.isDestructive ? " This removes it." : ""
        return "I am about to \(what)\(details).\(warning) Shall I go ahead?"
    }

    private func part(_ parameter: Parameter, _ value: String) -> String {
        parameter.location == .path ? value : "\(parameter.spokenName) \(value)"
    }

    private func spoken(_ parameter: Parameter, _ value: JSONValue) -> String {
        parameter.type == .id ? record(value) : spoken(value)
    }

    private func record(_ value: JSONValue) -> String {
        value.string.flatMap { recordNames[$0] } ?? "a record that was not looked up in this call"
    }

    private func spoken(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): SpokenText.cleaned(text, limit: 300)
        case .boolean(let boolean): boolean ? "yes" : "no"
        case .number(let number): number.text
        case .array(let elements): elements.map(spoken).joined(separator: " and ")
        case .null, .object: ""
        }
    }
}

extension Action {
    /// What it does as a phrase: "Log Call / Create Task" is "log a call".
    fileprivate var spokenPhrase: String {
        let words = title.prefix { $0 != "/" }.lowercased().split(separator: " ")
        guard let verb = words.first, words.count > 1 else { return title.lowercased() }
        let thing = words.dropFirst().joined(separator: " ")
        let article = thing.first.map { "aeiou".contains($0) } ?? false ? "an" : "a"
        return "\(verb) \(article) \(thing)"
    }
}

/// What the records of a call's results are called, so that nobody has to say an id.
struct RecordNames {
    private(set) var byID: [String: String] = [:]

    /// Takes the names of every record in a result, however deep.
    mutating func learn(from value: JSONValue) {
        switch value {
        case .array(let elements):
            for element in elements { learn(from: element) }
        case .object(let object):
            if let id = object["Id"]?.string, let name = Self.name(of: object) { byID[id] = name }
            for member in object { learn(from: member.value) }
        default: break
        }
    }

    /// Takes the name of a record that was just written from what was written.
    mutating func learn(id: String, from arguments: [String: JSONValue]) {
        var object = JSONObject()
        for (key, value) in arguments { object[key] = value }
        if let name = Self.name(of: object) { byID[id] = name }
    }

    private static func name(of record: JSONObject) -> String? {
        if let name = record["Name"]?.string { return name }
        let parts = ["FirstName", "LastName"].compactMap { record[$0]?.string }
        if !parts.isEmpty { return parts.joined(separator: " ") }
        for key in ["Subject", "Title", "CaseNumber"] {
            if let name = record[key]?.string { return name }
        }
        return nil
    }
}
