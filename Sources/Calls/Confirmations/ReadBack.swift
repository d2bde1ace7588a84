import Actions
import JSON
import Platforms

/// Says exactly what a write will do, in words the caller can say yes or no to.
struct ReadBack {
    /// Names for the records that were found in this call.
    let recordNames: RecordNames

    func sentence(for invocation: PreparedInvocation) -> String {
        let action = invocation.action
        var parts: [String] = []
        if let target = chainedTarget(of: invocation) { parts.append(target) }
        for parameter in action.parameters {
            guard let value = invocation.values.arguments[parameter.name] else { continue }
            let said = invocation.spokenDates[parameter.name] ?? spoken(parameter, value)
            parts.append(parameter.location == .path ? said : "\(parameter.spokenName) \(said)")
        }
        parts += fixedParts(of: invocation)
        let details = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
        let warning = action.isDestructive ? " This removes it." : ""
        return "I am about to \(action.spokenPhrase)\(details).\(warning) Shall I go ahead?"
    }

    /// The record a write goes to when an earlier result, not an argument, says which.
    private func chainedTarget(of invocation: PreparedInvocation) -> String? {
        let request = invocation.firstRequest
        guard request.method.isWrite, invocation.action.requests[0].template.takesRecordFromResult else { return nil }
        return request.segments.last.map(record)
    }

    /// What is written besides the arguments: what comes from the call, and what a custom action itself sets. What a
    /// pre-built one sets is part of what it is called.
    private func fixedParts(of invocation: PreparedInvocation) -> [String] {
        var parts: [String] = []
        for (index, step) in invocation.action.requests.enumerated() where step.template.method.isWrite {
            for member in step.template.membersBesideParameters
            where member.constant == nil || invocation.action.group == nil {
                // What a later request takes from an answer is not known before there is one.
                let value = index == 0 ? invocation.firstRequest.body?[member.key] : member.constant
                if let value { parts.append("\(member.key.asWords) \(spoken(value))") }
            }
        }
        return parts
    }

    private func spoken(_ parameter: Parameter, _ value: JSONValue) -> String {
        parameter.type == .id ? value.string.map(record) ?? "" : spoken(value)
    }

    private func record(_ id: String) -> String {
        recordNames[id].map { SpokenText.cleaned($0, limit: 120) } ?? "a record that was not looked up in this call"
    }

    /// Nobody listens to a page, but whoever says yes has to know that there is more than they heard.
    private func readOut(_ text: String) -> String {
        let all = SpokenText.cleaned(text, limit: text.unicodeScalars.count)
        guard all.count > 300 else { return all }
        let beginning = SpokenText.cleaned(all, limit: 300)
        return "\(beginning) and \(all.count - beginning.count) more characters that are not read out"
    }

    private func spoken(_ value: JSONValue) -> String {
        switch value {
        case .string(let text):
            recordNames[text].map { SpokenText.cleaned($0, limit: 120) } ?? readOut(text)
        case .boolean(let boolean): boolean ? "yes" : "no"
        case .number(let number): number.text
        case .array(let elements): elements.map(spoken).joined(separator: " and ")
        case .null, .object: ""
        }
    }
}

extension Action {
    /// What it does as a phrase: "Log Call / Create Task" is "log a call". Nobody knows the grammar of a custom name.
    fileprivate var spokenPhrase: String {
        let words = title.prefix { $0 != "/" }.lowercased().split(separator: " ")
        guard group != nil, let verb = words.first, words.count > 1 else { return title.lowercased() }
        let thing = words.dropFirst().joined(separator: " ")
        let article = thing.first.map { "aeiou".contains($0) } ?? false ? "an" : "a"
        return "\(verb) \(article) \(thing)"
    }
}
