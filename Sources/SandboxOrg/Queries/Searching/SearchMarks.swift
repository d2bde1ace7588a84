import GRDB
import JSON
import SOQL

/// What `WITH HIGHLIGHT` and `WITH SNIPPET` add to the records a search finds.
struct SearchMarks {
    /// Of each object only so many records are marked.
    private static let maximumRecords = 25
    private static let standardLength = 300
    private static let highlightedObjects: Set<String> = [
        "Account", "Campaign", "Contact", "Lead", "Opportunity", "User",
    ]
    private static let excerptedObjects: Set<String> = ["Case", "CaseComment", "KnowledgeArticleVersion"]

    private let words: Set<String>
    private let hasWildcards: Bool
    private let highlights: Bool
    /// How long excerpts are, in characters; nil without.
    private let excerptLength: Int?

    /// Nil when the search wants neither.
    init?(_ search: Search) {
        var highlights = false
        var excerptLength: Int?
        for option in search.options {
            switch option {
            case .highlight: highlights = true
            case .snippet(let length): excerptLength = length ?? Self.standardLength
            default: continue
            }
        }
        guard highlights || excerptLength != nil else { return nil }
        self.highlights = highlights
        self.excerptLength = excerptLength
        let patterns = search.term.wantedTexts.flatMap(SearchPattern.split)
        words = Set(patterns.filter { !$0.isPrefix }.compactMap(\.plainText))
        hasWildcards = patterns.contains { $0.isPrefix || $0.plainText == nil }
    }

    /// The records of an object, marked.
    func marking(_ records: [JSONValue], of object: ObjectDefinition, in db: Database) throws -> [JSONValue] {
        let isCustom = object.name.hasSuffix("__c")
        let isArticle = object.name.hasSuffix("__kav")
        // A term with a wildcard makes no excerpts.
        let excerpts =
            excerptLength != nil && !hasWildcards && (isArticle || Self.excerptedObjects.contains(object.name))
        guard excerpts || (highlights && (isCustom || Self.highlightedObjects.contains(object.name))) else {
            return records
        }
        var marked = records
        for index in marked.indices.prefix(Self.maximumRecords) {
            guard var record = marked[index].object else { continue }
            if excerpts, let length = excerptLength, let excerpt = try excerpt(of: record, object, length, in: db) {
                record["snippet.text"] = .string(excerpt)
            }
            for field in object.fields where Self.isMarked(field, in: object) {
                guard let text = record[field.name]?.string, let marked = MarkedText(text, words: words) else {
                    continue
                }
                record["highlight.\(field.name)"] = .string(marked.whole)
            }
            marked[index] = .object(record)
        }
        return marked
    }

    /// An excerpt of the first text with one of the words in it; long texts come before short ones.
    private func excerpt(
        of record: JSONObject,
        _ object: ObjectDefinition,
        _ length: Int,
        in db: Database
    ) throws -> String? {
        guard let id = record["attributes"]?["url"]?.string?.split(separator: "/").last else { return nil }
        let statement = try db.cachedStatement(sql: "SELECT * FROM \(object.name.quotedAsName) WHERE \"Id\" = ?")
        guard let row = try Row.fetchOne(statement, arguments: [String(id)]) else { return nil }
        let fields = object.fields.filter { Self.isMarked($0, in: object) }
        for field in fields.filter({ $0.type == .textarea }) + fields.filter({ $0.type != .textarea }) {
            guard let text = row[field.name] as String?, let marked = MarkedText(text, words: words) else { continue }
            return marked.excerpt(length: length)
        }
        return nil
    }

    /// Whether a field is one of text, and no compound of others.
    private static func isMarked(_ field: FieldDefinition, in object: ObjectDefinition) -> Bool {
        guard field.isStored, [.string, .textarea, .email].contains(field.type) else { return false }
        return !object.fields.contains { $0.compoundFieldName == field.name }
    }
}

extension SearchTerm {
    /// The words and phrases that are looked for, without those that must not be there.
    fileprivate var wantedTexts: [SearchText] {
        switch self {
        case .word(let text), .phrase(let text): [text]
        case .all(let terms), .any(let terms): terms.flatMap(\.wantedTexts)
        case .not, .placeholder: []
        }
    }
}
