package import Platforms

/// Why nothing was found or changed in the workspace.
package enum WorkspaceError: Error, Hashable, Sendable {
    case unknownAction
    case unknownAgent
    case unknownConnection
    /// The catalogue has no such template; the nearest name it has.
    case unknownTemplate(String, suggestion: String?)
    /// Another action or agent has the name.
    case nameTaken(String)
    /// What was given makes no sense; each problem says what to do.
    case invalid([WorkspaceProblem])
    /// Agents may use the action; their names.
    case inUse(by: [String])
    /// Somebody else changed it meanwhile.
    case conflict
    /// What is kept can't be read or written.
    case store(StoreError)
}

/// What is wrong with a member of what was given.
package struct WorkspaceProblem: Hashable, Sendable {
    /// The member as files and the API spell it, with the way to it: `actions[2].assurance`. Empty for the whole.
    package var member: String
    /// Where in the text that was given, counted from 1; nil when it was no text.
    package var line: Int?
    package var column: Int?
    /// One or two sentences with the remedy.
    package var message: String

    package init(member: String = "", line: Int? = nil, column: Int? = nil, _ message: String) {
        self.member = member
        self.line = line
        self.column = column
        self.message = message
    }
}

extension WorkspaceProblem: CustomStringConvertible {
    package var description: String {
        if let line, let column { return "\(line):\(column) \(message)" }
        return member.isEmpty ? message : "\(member): \(message)"
    }
}
