/// An identifier: an object, a field, a relationship, a function or an alias.
package struct Name: Sendable {
    package enum Content: Hashable, Sendable {
        case text(String)
        case placeholder(Placeholder)
    }

    package var content: Content
    /// Where the identifier starts. Not part of equality.
    package var position: SourcePosition

    package init(_ text: String, position: SourcePosition = .start) {
        self.content = .text(text)
        self.position = position
    }

    package init(_ placeholder: Placeholder) {
        self.content = .placeholder(placeholder)
        self.position = placeholder.position
    }

    /// The identifier as written; a placeholder reads as its own source.
    package var text: String {
        switch content {
        case .text(let text): text
        case .placeholder(let placeholder): placeholder.description
        }
    }
}

extension Name: Hashable {
    package static func == (left: Name, right: Name) -> Bool { left.content == right.content }
    package func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

extension Name: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}
