/// A placeholder and what its place in the tree asks for.
package struct Hole: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Text inside a quoted string.
        case text
        /// Text inside the quoted string of a `LIKE`; `isWhole` when the string is nothing but this hole.
        case pattern(isWhole: Bool)
        /// A literal on its own.
        case literal
        /// One or more literals of a list: `IN ({{ids}})`.
        case listElements
        /// An object, field or function name.
        case name
        /// A whole number: `LIMIT {{n}}`.
        case count
        /// The words of a search, or the text of one word or phrase of it.
        case searchTerm
        case searchText
    }

    package var placeholder: Placeholder
    package var kind: Kind

    package init(_ placeholder: Placeholder, _ kind: Kind) {
        self.placeholder = placeholder
        self.kind = kind
    }
}

/// What a hole is filled with.
package enum Filling: Hashable, Sendable {
    /// Plain characters: for strings, patterns, search terms and names.
    case text(String)
    /// A ready `LIKE` pattern, for a hole that is a whole pattern.
    case pattern(StringLiteral)
    case literals([Literal])
    case count(Int)
    /// No value: the smallest part of the tree that can go is removed.
    case nothing
    /// A value that makes no sense here: its condition goes if an alternative of the same `OR` remains, else filling
    /// fails. So a search by name or phone still searches by name, but a search by phone alone never lists everyone.
    case unusable(reason: String)
}

/// Why a tree could not be filled.
package enum FillingError: Error, Hashable, Sendable {
    /// There was no value, and nothing around the hole can be left out.
    case missing(Placeholder)
    /// There was a value, and it can't stand here.
    case unusable(Placeholder, reason: String)
}
