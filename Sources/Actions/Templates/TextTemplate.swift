package import SOQL

/// Text with holes: a path segment, a query value, part of a JSON string.
package struct TextTemplate: Hashable, Sendable {
    package var segments: [Placeholder.Segment]

    package init(_ text: String, in part: TemplateError.Part) throws(TemplateError) {
        do {
            segments = try Placeholder.split(text)
        } catch {
            throw TemplateError(part, error.message, at: error.position, excerpt: "{{")
        }
    }

    package var placeholders: [Placeholder] {
        segments.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// The placeholder, when the text is nothing but one.
    package var onlyPlaceholder: Placeholder? {
        guard segments.count == 1, case .placeholder(let placeholder) = segments[0] else { return nil }
        return placeholder
    }

    /// The text, when it has no holes.
    package var constant: String? {
        switch segments.count {
        case 0: ""
        case 1: if case .text(let text) = segments[0] { text } else { nil }
        default: nil
        }
    }
}
