import Mustache

/// A field of a form, with what was typed and what is wrong with it.
struct FormField: Sendable {
    /// One of the values a field can have.
    struct Choice: Sendable {
        var value: String
        var label: String
        var hint = ""
    }

    enum Control: Sendable {
        case line
        case email
        /// What is typed is never sent back.
        case secret
        /// The same, of many lines.
        case secretArea(rows: Int)
        case number
        case date
        case area(rows: Int)
        /// One of a few, each with a word on it.
        case options([Choice])
        /// One of many. What is asked for stands in it until somebody chooses; nil where one of them is as good as chosen.
        case list([Choice], asking: String? = nil)
        case box
    }

    let name: String
    let label: String
    var control = Control.line
    /// What was typed, or is so far. A box is ticked when it is `on`.
    var value = ""
    /// What to type, in a sentence.
    var hint = ""
    var isRequired = true
    /// What a browser may fill in: `email`, `current-password`, `off`.
    var autocomplete = "off"
    /// What a script suggests: `time-zones`.
    var suggestions: String?
    var error: String?
}

/// What the templates see of a field.
extension FormField: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": return self.name
        case "label": return label
        case "value": return value
        case "hint": return hint.isEmpty ? nil : hint
        case "required": return isRequired
        case "optional": return !isRequired
        case "autocomplete": return autocomplete
        case "suggestions": return suggestions
        case "error": return error
        case "described": return !hint.isEmpty || error != nil
        case "line":
            switch control {
            case .line: return "text"
            case .email: return "email"
            case .number: return "number"
            case .date: return "date"
            default: return nil
            }
        case "secret": if case .secret = control { return true }
        case "area":
            switch control {
            case .area(let rows), .secretArea(let rows): return rows
            default: return nil
            }
        case "box": if case .box = control { return true }
        case "ticked": return self.value == "on"
        case "choices": if case .options = control { return true }
        case "options": if case .options(let choices) = control { return shown(choices) }
        case "list": if case .list = control { return true }
        case "entries": if case .list(let choices, _) = control { return shown(choices) }
        case "asks": if case .list(_, let asking?) = control { return asking }
        case "labelled":
            switch control {
            case .options, .box: return nil
            default: return true
            }
        default: break
        }
        return nil
    }

    private func shown(_ choices: [Choice]) -> [ShownMembers] {
        choices.map { choice in
            var members: ShownMembers = [
                "value": choice.value, "title": choice.label, "isChosen": choice.value == value,
            ]
            if !choice.hint.isEmpty { members["note"] = choice.hint }
            return members
        }
    }
}
