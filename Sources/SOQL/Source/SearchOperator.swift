/// A word that joins search terms, in any letter case. To be searched for, it has to be quoted.
enum SearchOperator: String {
    case and = "AND"
    case or = "OR"
    case not = "NOT"

    init?(_ word: String) {
        guard word.utf8.count <= 3 else { return nil }
        self.init(rawValue: word.uppercased())
    }
}

extension UInt8 {
    /// Whether the character has to be escaped with a backslash in a search term: "Reserved Characters" of the reference.
    var isReservedInSearch: Bool {
        switch self {
        case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "!"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: ":"), UInt8(ascii: "\\"),
            UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
