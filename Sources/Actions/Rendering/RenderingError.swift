package import JSON

/// Why no request could be made of an action and its values. Nothing has been sent.
package enum RenderingError: Error, Hashable, Sendable {
    /// A required parameter has no value.
    case missingArgument(String)
    /// A variable has no value: the caller withheld the number.
    case missingVariable(Variable)
    /// A value can't stand where the template puts it. `name` is the parameter or variable.
    case invalid(name: String, reason: String)
    /// An action whose result is needed has not succeeded in this call; nil for "any action".
    case notRunYet(action: String?)
    /// The result that is needed has no record.
    case noRecord(action: String?)
    /// The result that is needed has several records.
    case severalRecords(action: String?, count: Int, JSONValue)
    /// The result that is needed has no such field.
    case noSuchValue(action: String?)
    /// No value was given that a query could search by, so it would list everybody. The names of what it can search by.
    case nothingToSearchBy([String])
    /// Every field was left out, so there is nothing to write.
    case nothingToSend
    /// The request would be longer than Salesforce accepts.
    case tooLarge

    /// One sentence an agent can say or act on.
    package var say: String {
        switch self {
        case .missingArgument(let name):
            "I still need the \(name.asWords)."
        case .missingVariable(.callerPhone):
            "The caller's number is withheld, so I can't look them up by it."
        case .missingVariable(let variable):
            "I don't know \(variable.spokenName)."
        case .invalid(let name, let reason):
            "The value for \(name.asWords) can't be used: it \(reason)."
        case .notRunYet(let action?):
            "I have to \(action.asWords) first."
        case .notRunYet(nil):
            "I have to look something up first."
        case .noRecord:
            "The search before this found nothing, so there is nothing to work with."
        case .severalRecords(_, let count, _):
            "There are \(count) matches, so I need to know which one is meant."
        case .noSuchValue:
            "The result before this doesn't have what I need."
        case .nothingToSearchBy(let names):
            "I need something to search by" + (names.isEmpty ? "." : ": \(names.spokenList).")
        case .nothingToSend:
            "There is nothing to change yet; I need at least one new value."
        case .tooLarge:
            "That is too long to send; it has to be shorter."
        }
    }
}

extension String {
    /// A parameter's or action's name as words: `search_term` and `LastName` become "search term" and "last name".
    package var asWords: String {
        var words = ""
        var previous: Character?
        for character in self {
            if character == "_" {
                words.append(" ")
            } else {
                if character.isUppercase, let previous, previous.isLowercase { words.append(" ") }
                words += character.lowercased()
            }
            previous = character
        }
        for suffix in [" id", " c"] where words.hasSuffix(suffix) { words.removeLast(suffix.count) }
        return words
    }
}
