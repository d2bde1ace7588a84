/// A search that is put together from its parts rather than written in SOSL.
struct ParameterizedSearch: Sendable {
    /// One object to search, with what is wanted of it.
    struct Part: Sendable {
        var name: String
        var fields: [String]
        var condition: String?
        var order: String?
        var limit: String?
    }

    /// Plain text: nothing in it has a meaning of its own.
    var words: String
    var scope: String?
    /// Of the objects that name none of their own.
    var fields: [String] = []
    var objects: [Part] = []
    var defaultLimit: String?
    var overallLimit: String?

    init(words: String) { self.words = words }

    /// The same search in SOSL.
    var sosl: String {
        var clauses = ["FIND {\(escapedWords)}"]
        if let scope { clauses.append("IN \(scope) FIELDS") }
        if !objects.isEmpty { clauses.append("RETURNING " + objects.map(returning).joined(separator: ", ")) }
        if let overallLimit { clauses.append("LIMIT \(overallLimit)") }
        return clauses.joined(separator: " ")
    }

    private var escapedWords: String {
        let reserved = #"?&|!{}[]()^~*:\"'+-"#
        return words.reduce(into: "") { result, character in
            if reserved.contains(character) { result += "\\" }
            result.append(character)
        }
    }

    private func returning(_ part: Part) -> String {
        let own = part.fields.isEmpty ? fields : part.fields
        let fields = own.isEmpty ? ["Id"] : own
        var inner = fields.joined(separator: ", ")
        if let condition = part.condition { inner += " WHERE \(condition)" }
        if let order = part.order { inner += " ORDER BY \(order)" }
        if let limit = part.limit ?? defaultLimit { inner += " LIMIT \(limit)" }
        return "\(part.name)(\(inner))"
    }
}
