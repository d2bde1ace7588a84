/// A hole in a template, written `{{path}}` or `{{path|filter}}`.
///
/// The tree only knows that something will stand here. What the path means (a parameter, a variable, the result of an
/// earlier action) and which filters exist is the business of whoever fills the hole.
package struct Placeholder: Sendable {
    /// The name between the braces, such as `search_term` or `search_contact.records[1].Id`.
    package var path: String
    /// The names after each `|`, in order.
    package var filters: [String]
    /// Where the opening braces stand. Not part of equality.
    package var position: SourcePosition

    package init(_ path: String, filters: [String] = [], position: SourcePosition = .start) {
        self.path = path
        self.filters = filters
        self.position = position
    }
}

extension Placeholder: Hashable {
    package static func == (left: Placeholder, right: Placeholder) -> Bool {
        left.path == right.path && left.filters == right.filters
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(filters)
    }
}

extension Placeholder: CustomStringConvertible {
    package var description: String {
        "{{" + ([path] + filters).joined(separator: "|") + "}}"
    }
}
