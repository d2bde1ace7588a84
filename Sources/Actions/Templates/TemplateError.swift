package import SOQL

/// Why a definition can't be saved: what is wrong, what to do, and where.
package struct TemplateError: Error, Hashable, Sendable {
    /// The part of the definition the error is in.
    package enum Part: String, Hashable, Sendable {
        case definition, name, parameters, constraints, method, endpoint, soql, sosl, body, then, assurance, scope
        case listsAll = "lists_all"
        case whenAway = "when_away"
    }

    package var part: Part
    /// Which of the action's requests the part belongs to, counted from 0.
    package var request = 0
    /// The place in the part's own text, when it has one.
    package var position: SourcePosition?
    /// Text to look for in the part, when only that is known.
    package var excerpt: String?
    /// One or two sentences with the remedy.
    package var message: String

    package init(_ part: Part, _ message: String, at position: SourcePosition? = nil, excerpt: String? = nil) {
        self.part = part
        self.position = position
        self.excerpt = excerpt
        self.message = message
    }
}

extension TemplateError: CustomStringConvertible {
    package var description: String {
        let place = position.map { " \($0)" } ?? ""
        return "\(part.rawValue)\(place): \(message)"
    }
}
