import SOQL

extension SearchText {
    /// The characters of a text without wildcards.
    var plainText: String? {
        guard pieces.count == 1, case .text(let text) = pieces[0] else { return pieces.isEmpty ? "" : nil }
        return text
    }
}

extension SearchTerm {
    /// All words and phrases in it.
    var texts: [SearchText] {
        switch self {
        case .word(let text), .phrase(let text): [text]
        case .all(let terms), .any(let terms): terms.flatMap(\.texts)
        case .not(let term): term.texts
        case .placeholder: []
        }
    }
}
