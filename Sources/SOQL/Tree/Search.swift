/// A SOSL search.
///
/// The grammar is Salesforce's as REST accepts it: the SOQL and SOSL Reference, "SOSL Syntax".
package struct Search: Hashable, Sendable {
    package var term: SearchTerm
    /// `IN NAME FIELDS`; nil searches all fields.
    package var scope: Scope?
    package var returning: [Returning]
    /// The `WITH` clauses, in order.
    package var options: [Option]
    package var limit: Count?
    package var updates: [Query.Update]

    package init(
        term: SearchTerm,
        scope: Scope? = nil,
        returning: [Returning] = [],
        options: [Option] = [],
        limit: Count? = nil,
        updates: [Query.Update] = []
    ) {
        self.term = term
        self.scope = scope
        self.returning = returning
        self.options = options
        self.limit = limit
        self.updates = updates
    }

    package enum Scope: String, Hashable, Sendable {
        case all = "ALL"
        case name = "NAME"
        case email = "EMAIL"
        case phone = "PHONE"
        case sidebar = "SIDEBAR"
    }

    /// `Contact(Id, Name WHERE Email != null USING ListView=Recent ORDER BY Name LIMIT 5 OFFSET 2)`
    package struct Returning: Hashable, Sendable {
        package var object: Name
        package var fields: [Query.SelectItem]
        package var condition: Condition?
        package var listView: Name?
        package var ordering: [Ordering]
        package var limit: Count?
        package var offset: Count?

        package init(
            _ object: Name,
            fields: [Query.SelectItem] = [],
            condition: Condition? = nil,
            listView: Name? = nil,
            ordering: [Ordering] = [],
            limit: Count? = nil,
            offset: Count? = nil
        ) {
            self.object = object
            self.fields = fields
            self.condition = condition
            self.listView = listView
            self.ordering = ordering
            self.limit = limit
            self.offset = offset
        }
    }

    package enum Option: Hashable, Sendable {
        case division(StringLiteral)
        case dataCategories([DataCategoryFilter])
        /// `WITH SNIPPET(target_length=120)`
        case snippet(targetLength: Int?)
        /// `WITH NETWORK = 'id'` or `WITH NETWORK IN ('id', …)`
        case network([StringLiteral])
        case priceBook(StringLiteral)
        case metadata(StringLiteral)
        case highlight
        case spellCorrection(Bool)
    }
}

/// What is searched for, between the braces of `FIND {…}`.
package indirect enum SearchTerm: Hashable, Sendable {
    case word(SearchText)
    /// `"New York"`
    case phrase(SearchText)
    /// All of two or more: `a b`, `a AND b`.
    case all([SearchTerm])
    /// Any of two or more: `a OR b`.
    case any([SearchTerm])
    /// Only as a member of `all`, not the first: `a AND NOT b`.
    case not(SearchTerm)
    /// A hole for a whole term: its value's words are all searched for.
    case placeholder(Placeholder)
}

/// The characters of a word or phrase, unescaped, with its wildcards.
package struct SearchText: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case text(String)
        /// `*`: any number of characters.
        case anyCharacters
        /// `?`: exactly one character.
        case anyCharacter
        /// A hole inside a word or phrase: `"{{name}}"`, `{{name}}*`.
        case placeholder(Placeholder)
    }

    package private(set) var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = []
        for piece in pieces { append(piece) }
    }

    package init(_ text: String) {
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// Adds a piece at the end, merging text with text before it.
    package mutating func append(_ piece: Piece) {
        switch (pieces.last, piece) {
        case (_, .text("")):
            break
        case (.text(let before), .text(let text)):
            pieces[pieces.count - 1] = .text(before + text)
        default:
            pieces.append(piece)
        }
    }
}
