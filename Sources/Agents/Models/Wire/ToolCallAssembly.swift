import JSON

/// The uses of tools in a response, as they come in pieces.
struct ToolCallAssembly: Sendable {
    private struct Part: Sendable {
        var key: Int
        var id: String
        var name: String
        var arguments: String
    }

    /// More would be a broken model, not a busy one.
    static let maximumCalls = 32

    private var parts: [Part] = []

    var isEmpty: Bool { parts.isEmpty }

    /// Adds a piece.
    ///
    /// Servers differ in what they repeat. A piece belongs to the latest use with its index, unless it names a tool
    /// under an id of its own: some give every use the index 0.
    mutating func add(index: Int?, id: String?, name: String?, arguments: String) {
        let id = id ?? ""
        let name = name ?? ""
        let latest = index.map { index in parts.lastIndex { $0.key == index } } ?? parts.indices.last
        if let latest, !startsAnother(id: id, name: name, after: parts[latest], isIndexed: index != nil) {
            if parts[latest].id.isEmpty { parts[latest].id = id }
            if parts[latest].name.isEmpty { parts[latest].name = name }
            parts[latest].arguments += arguments
        } else {
            parts.append(Part(key: index ?? parts.count, id: id, name: name, arguments: arguments))
        }
    }

    private func startsAnother(id: String, name: String, after part: Part, isIndexed: Bool) -> Bool {
        guard !name.isEmpty else { return false }
        if !id.isEmpty, !part.id.isEmpty { return id != part.id }
        return !isIndexed && !part.name.isEmpty
    }

    /// The uses, complete. An id that is missing or there already is made up: results are given back by it.
    func calls() throws(ModelError) -> [ToolCall] {
        guard parts.count <= Self.maximumCalls else {
            throw ModelError(.unreadable, "The model used \(parts.count) tools at once.")
        }
        var ids: Set<String> = []
        var calls: [ToolCall] = []
        for part in parts where !part.name.isEmpty {
            var id = part.id
            if id.isEmpty || ids.contains(id) { id = "use_" + String(UInt64.random(in: 0 ... .max), radix: 36) }
            ids.insert(id)
            calls.append(ToolCall(id: id, name: part.name, argumentText: part.arguments))
        }
        return calls
    }
}

extension ToolCall {
    /// A use whose arguments came as text: an object of JSON, nothing, or an object in a string of JSON.
    init(id: String, name: String, argumentText text: String) {
        let isBlank = text.allSatisfy(\.isWhitespace)
        let value = isBlank ? [:] : try? JSONValue(parsing: text)
        switch value {
        case .object(let arguments): self.init(id: id, name: name, arguments: arguments)
        case .null: self.init(id: id, name: name, arguments: [:])
        case .string(let inner):
            let object = (try? JSONValue(parsing: inner))?.object
            self.init(id: id, name: name, arguments: object ?? [:], isGarbled: object == nil)
        default: self.init(id: id, name: name, arguments: [:], isGarbled: true)
        }
    }
}
