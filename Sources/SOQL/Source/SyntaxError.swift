/// Why a text is not a query, and where.
package struct SyntaxError: Error, Hashable, Sendable {
    /// What a reader of the error can act on.
    package enum Kind: Hashable, Sendable {
        /// Something else was expected here; `found` is the offending token as written, or `<EOF>`.
        case unexpected(found: String)
        /// A character or escape that starts no token.
        case unreadable
        /// A form that only Apex knows: binds, security clauses, `ALL ROWS`.
        case apexOnly
        /// The text or its nesting is larger than this language allows.
        case tooLarge
        /// `AND` and `OR` at one level without parentheses.
        case mixedOperators(found: String)
    }

    package var kind: Kind
    package var position: SourcePosition
    /// One sentence: what is wrong and what was expected.
    package var message: String

    package init(_ kind: Kind, at position: SourcePosition, _ message: String) {
        self.kind = kind
        self.position = position
        self.message = message
    }
}

extension SyntaxError: CustomStringConvertible {
    package var description: String { "\(position) \(message)" }
}
