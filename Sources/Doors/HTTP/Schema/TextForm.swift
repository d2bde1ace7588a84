import Foundation

/// What form text has.
package struct TextForm: Sendable {
    /// Characters, as Unicode counts them.
    package var length: ClosedRange<Int>
    /// The form as a JSON Schema pattern; what ``isWellFormed`` decides in code.
    package var pattern: String?
    /// The form as JSON Schema's formats name it.
    package var format: String?
    /// The form in words, to follow "This must be".
    var meaning: String
    var isWellFormed: @Sendable (String) -> Bool = { _ in true }

    /// Any text, but not none.
    package static func upTo(_ length: Int) -> TextForm { TextForm(length: 1...length, meaning: "text") }

    /// Any text, even none.
    package static func upTo(_ length: Int, orEmpty: Bool) -> TextForm {
        TextForm(length: (orEmpty ? 0 : 1)...length, meaning: "text")
    }

    /// An id of ours: a prefix, an underscore, letters and digits.
    package static func identifier(_ prefix: String) -> TextForm {
        TextForm(
            length: (prefix.count + 2)...64,
            pattern: "^\(prefix)_[0-9a-zA-Z_-]+$",
            meaning: "an id that starts with \(prefix)_"
        ) { text in
            text.hasPrefix("\(prefix)_")
                && text.utf8.dropFirst(prefix.utf8.count + 1).allSatisfy {
                    $0.isLetterOrDigit || $0 == 0x5F || $0 == 0x2D
                }
        }
    }

    /// The name of an action.
    package static let actionName = TextForm(
        length: 1...64,
        pattern: "^[a-z][a-z0-9_]*$",
        meaning: "lower case letters, digits and underscores, starting with a letter"
    ) { text in
        text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// A moment, as RFC 3339 writes it.
    package static let dateTime = TextForm(
        length: 20...40,
        format: "date-time",
        meaning: "a time such as 2026-05-04T09:30:00Z"
    ) {
        Date(timestamp: $0) != nil
    }

    package static let timeZone = TextForm(length: 1...64, meaning: "a time zone such as Europe/Berlin") {
        TimeZone(identifier: $0) != nil
    }

    /// Why a text does not have this form, and what would; nil when it has.
    func problem(of text: String) -> String? {
        let count = text.unicodeScalars.count
        guard count >= length.lowerBound else {
            return length.lowerBound == 1 ? "This can't be empty." : "This must be \(meaning)."
        }
        guard count <= length.upperBound else { return "This can have at most \(length.upperBound) characters." }
        // PostgreSQL keeps no text with one, and nobody means it.
        guard !text.unicodeScalars.contains("\0") else { return "This can't hold the character U+0000." }
        return isWellFormed(text) ? nil : "This must be \(meaning)."
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self) || (0x30...0x39).contains(self)
    }
}
