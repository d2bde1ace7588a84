/// A word with a meaning of its own somewhere in the grammar. Any letter case will do.
enum Keyword: String, CaseIterable {
    case above = "ABOVE"
    case aboveOrBelow = "ABOVE_OR_BELOW"
    case all = "ALL"
    case and = "AND"
    case `as` = "AS"
    case asc = "ASC"
    case at = "AT"
    case below = "BELOW"
    case by = "BY"
    case category = "CATEGORY"
    case cube = "CUBE"
    case custom = "CUSTOM"
    case data = "DATA"
    case desc = "DESC"
    case division = "DIVISION"
    case `else` = "ELSE"
    case email = "EMAIL"
    case end = "END"
    case excludes = "EXCLUDES"
    case `false` = "FALSE"
    case fields = "FIELDS"
    case find = "FIND"
    case first = "FIRST"
    case `for` = "FOR"
    case from = "FROM"
    case group = "GROUP"
    case having = "HAVING"
    case highlight = "HIGHLIGHT"
    case `in` = "IN"
    case includes = "INCLUDES"
    case last = "LAST"
    case like = "LIKE"
    case limit = "LIMIT"
    case listView = "LISTVIEW"
    case metadata = "METADATA"
    case name = "NAME"
    case network = "NETWORK"
    case not = "NOT"
    case null = "NULL"
    case nulls = "NULLS"
    case offset = "OFFSET"
    case or = "OR"
    case order = "ORDER"
    case phone = "PHONE"
    case priceBook = "PRICEBOOKID"
    case recordVisibility = "RECORDVISIBILITYCONTEXT"
    case reference = "REFERENCE"
    case returning = "RETURNING"
    case rollup = "ROLLUP"
    case rows = "ROWS"
    case scope = "SCOPE"
    case securityEnforced = "SECURITY_ENFORCED"
    case select = "SELECT"
    case sidebar = "SIDEBAR"
    case snippet = "SNIPPET"
    case spellCorrection = "SPELL_CORRECTION"
    case standard = "STANDARD"
    case systemMode = "SYSTEM_MODE"
    case targetLength = "TARGET_LENGTH"
    case then = "THEN"
    case tracking = "TRACKING"
    case `true` = "TRUE"
    case typeOf = "TYPEOF"
    case update = "UPDATE"
    case userMode = "USER_MODE"
    case using = "USING"
    case view = "VIEW"
    case viewStatistics = "VIEWSTAT"
    case when = "WHEN"
    case `where` = "WHERE"
    case with = "WITH"

    /// Whether the word can name nothing: "Alias Notation" of the reference lists these.
    var isReserved: Bool {
        switch self {
        case .and, .asc, .desc, .excludes, .first, .from, .group, .having, .in, .includes, .last, .like, .limit, .not,
            .null, .nulls, .or, .select, .using, .where, .with:
            true
        default:
            false
        }
    }

    /// Whether the word, though not reserved, starts a clause where an alias could stand.
    var startsClause: Bool {
        switch self {
        case .all, .for, .offset, .order, .update: true
        default: false
        }
    }
}

extension Keyword {
    /// A hash of a word that does not see letter case.
    struct Fingerprint: Hashable {
        private var value: UInt64 = 0xcbf2_9ce4_8422_2325

        mutating func combine(_ byte: UInt8) {
            let folded = byte.isLetter ? byte & ~0x20 : byte
            value = (value ^ UInt64(folded)) &* 0x0000_0100_0000_01b3
        }

        static func of(_ word: some Sequence<UInt8>) -> Fingerprint {
            var fingerprint = Fingerprint()
            for byte in word { fingerprint.combine(byte) }
            return fingerprint
        }
    }

    private static let byFingerprint = Dictionary(
        uniqueKeysWithValues: allCases.map { (Fingerprint.of($0.rawValue.utf8), $0) }
    )

    /// The keyword that a word spells, if any.
    init?(_ word: ArraySlice<UInt8>, fingerprint: Fingerprint) {
        guard let candidate = Keyword.byFingerprint[fingerprint], candidate.isSpelled(by: word) else { return nil }
        self = candidate
    }

    private func isSpelled(by word: ArraySlice<UInt8>) -> Bool {
        let spelling = rawValue.utf8
        return spelling.count == word.count && zip(spelling, word).allSatisfy { $0 == ($1.isLetter ? $1 & ~0x20 : $1) }
    }
}
