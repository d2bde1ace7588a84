import JSON
import SOQL

/// Where a request goes, as its author wrote it.
package enum EndpointSource: Hashable, Sendable {
    /// A path and query, URL-encoded or not, absolute or below the API's root.
    case endpoint(String)
    case soql(String)
    case sosl(String)

    package var part: TemplateError.Part {
        switch self {
        case .endpoint: .endpoint
        case .soql: .soql
        case .sosl: .sosl
        }
    }
}

/// Turns what an author wrote into a ``RequestTemplate``, or says what is wrong with it.
package struct TemplateCompiler {
    /// The API version that relative endpoints, queries and searches are sent to.
    package static let defaultVersion = "59.0"

    private let scope: Scope
    private let root: [String]
    private var bindings: [Placeholder: Binding] = [:]

    init(scope: Scope, version: String = TemplateCompiler.defaultVersion) {
        self.scope = scope
        root = ["services", "data", "v\(version)"]
    }

    mutating func compile(
        method: CRMRequest.Method,
        endpoint: EndpointSource,
        body: JSONValue?
    ) throws(TemplateError) -> RequestTemplate {
        let segments: [TextTemplate]
        var query: [RequestTemplate.QueryItem] = []
        switch endpoint {
        case .endpoint(let text):
            let reader = try EndpointReader(text, root: root)
            segments = reader.segments
            for item in reader.query { query.append(try compile(item, of: reader)) }
        case .soql(let text):
            segments = try (root + ["query", ""]).map { text throws(TemplateError) in try TextTemplate(text, in: .soql)
            }
            query = [.init(name: "q", value: .query(try compileQuery(text, part: .soql) { $0 }))]
        case .sosl(let text):
            segments = try (root + ["search", ""]).map { text throws(TemplateError) in try TextTemplate(text, in: .sosl)
            }
            query = [.init(name: "q", value: .search(try compileSearch(text, part: .sosl) { $0 }))]
        }
        for segment in segments { try bindPath(segment, part: endpoint.part) }
        try check(method, endpoint, query, hasBody: body != nil)
        return RequestTemplate(
            method: method,
            segments: segments,
            query: query,
            body: try body.map { json throws(TemplateError) in try compileBody(json) },
            bindings: bindings
        )
    }

    private func check(
        _ method: CRMRequest.Method,
        _ endpoint: EndpointSource,
        _ query: [RequestTemplate.QueryItem],
        hasBody: Bool
    ) throws(TemplateError) {
        if method == .get || method == .delete, hasBody {
            throw TemplateError(.body, "A \(method.rawValue) request has no body. Remove it, or use POST or PATCH.")
        }
        if method == .post || method == .patch, !hasBody {
            throw TemplateError(.body, "A \(method.rawValue) request needs a body with the fields to send.")
        }
        let asks = query.contains { if case .text = $0.value { false } else { true } }
        if asks, method != .get {
            throw TemplateError(.method, "A query is sent with GET, not \(method.rawValue).")
        }
    }

    // MARK: Endpoint

    private mutating func compile(
        _ item: EndpointReader.Item,
        of reader: EndpointReader
    ) throws(TemplateError) -> RequestTemplate.QueryItem {
        let value: RequestTemplate.QueryValue
        switch (reader.resource, item.name) {
        case (.query, "q"):
            value = .query(try compileQuery(item.value.text, part: .endpoint) { item.origin(of: $0) })
        case (.search, "q"):
            value = .search(try compileSearch(item.value.text, part: .endpoint) { item.origin(of: $0) })
        default:
            let template = try TextTemplate(item.value.text, in: .endpoint)
            for placeholder in template.placeholders {
                try bind(placeholder, in: .endpoint, filters: []) { !$0.isList }
            }
            value = .text(template)
        }
        return .init(name: item.name, value: value)
    }

    private mutating func bindPath(_ segment: TextTemplate, part: TemplateError.Part) throws(TemplateError) {
        for placeholder in segment.placeholders {
            try bind(placeholder, in: part, filters: []) { !$0.isList }
        }
    }

    // MARK: Queries and searches

    private mutating func compileQuery(
        _ text: String,
        part: TemplateError.Part,
        place: (SourcePosition) -> SourcePosition
    ) throws(TemplateError) -> Query {
        let query: Query
        do {
            query = try Query(template: text)
        } catch {
            throw TemplateError(part, error.message, at: place(error.position))
        }
        let ready = PhoneEquality(scope: scope).applied(to: query)
        let filled = try ready.filled(refusing: Self.refusal(in: part)) { hole throws(TemplateError) in
            try bindHole(hole, part: part, place: place)
        }
        try checkFilled(filled.text, part)
        return ready
    }

    private mutating func compileSearch(
        _ text: String,
        part: TemplateError.Part,
        place: (SourcePosition) -> SourcePosition
    ) throws(TemplateError) -> Search {
        var search: Search
        do {
            search = try Search(template: text)
        } catch {
            throw TemplateError(part, error.message, at: place(error.position))
        }
        // `FIND {search_term}`: the braces of FIND read as a placeholder's by whoever wrote them.
        if case .word(let word) = search.term, case .text(let name)? = word.pieces.first, word.pieces.count == 1,
            scope.parameters.contains(where: { $0.name == name })
        {
            search.term = .placeholder(Placeholder(name))
        }
        search = PhoneEquality(scope: scope).applied(to: search)
        let filled = try search.filled(refusing: Self.refusal(in: part)) { hole throws(TemplateError) in
            try bindHole(hole, part: part, place: place)
        }
        try checkFilled(filled.text, part)
        return search
    }

    /// Filling for a check gives every hole a value of its kind, so the tree itself has no reason to refuse one.
    private static func refusal(in part: TemplateError.Part) -> (FillingError) -> TemplateError {
        { error in
            switch error {
            case .missing(let placeholder), .unusable(let placeholder, _):
                TemplateError(part, "\(placeholder) can't stand there.", at: placeholder.position)
            }
        }
    }

    /// Refuses placeholders where the grammar has names or strings that are never filled. The printer escapes every brace
    /// of a value, so a pair of them is a placeholder left over.
    private func checkFilled(_ text: String, _ part: TemplateError.Part) throws(TemplateError) {
        guard let open = text.firstRange(of: "{{") else { return }
        let placeholder = text[open.lowerBound...].prefix { $0 != "}" } + "}}"
        throw TemplateError(
            part,
            "\(placeholder) can't stand there. Placeholders stand for values, for fields and objects, and for counts.",
            excerpt: String(placeholder)
        )
    }

    /// Checks that what the hole asks for is what its placeholder can give, and fills it with anything of that kind.
    private mutating func bindHole(
        _ hole: Hole,
        part: TemplateError.Part,
        place: (SourcePosition) -> SourcePosition
    ) throws(TemplateError) -> Filling {
        do {
            return try bindHole(hole, part: part)
        } catch {
            var error = error
            error.position = error.position.map(place)
            throw error
        }
    }

    private mutating func bindHole(_ hole: Hole, part: TemplateError.Part) throws(TemplateError) -> Filling {
        let placeholder = hole.placeholder
        try checkPhone(hole, part)
        switch hole.kind {
        case .text:
            try bind(placeholder, in: part, filters: [.caseNumber]) { $0.canBeQuoted }
            return .text("a")
        case .pattern:
            try bind(placeholder, in: part, filters: [.caseNumber, .phone]) { $0.canBeQuoted }
            return .text("a")
        case .searchTerm, .searchText:
            try bind(placeholder, in: part, filters: []) { !$0.isList }
            return .text("a")
        case .literal, .listElements:
            let isList = hole.kind == .listElements
            try bind(placeholder, in: part, filters: []) { isList ? $0.isList || $0.isBare : $0.isBare }
            return .literals([.null])
        case .count:
            try bind(placeholder, in: part, filters: []) { $0 == .integer }
            return .count(1)
        case .name:
            try bind(placeholder, in: part, filters: []) { _ in true }
            try checkName(placeholder, part)
            return .text("a")
        }
    }

    /// A number is stored as it was typed, so only a comparison that knows this can find it.
    private func checkPhone(_ hole: Hole, _ part: TemplateError.Part) throws(TemplateError) {
        switch hole.kind {
        case .text, .pattern, .listElements, .literal: break
        case .name, .count, .searchTerm, .searchText: return
        }
        let binding = try scope.bind(hole.placeholder, in: part)
        guard binding.reference.type == .phone, binding.filter != .phone else { return }
        throw TemplateError(
            part,
            "A phone number is found however it was typed only by = or LIKE with nothing else in the quotes: "
                + "Phone = '{{\(hole.placeholder.path)}}'.",
            at: hole.placeholder.position,
            excerpt: hole.placeholder.description
        )
    }

    private func checkName(_ placeholder: Placeholder, _ part: TemplateError.Part) throws(TemplateError) {
        if case .parameter(let parameter)? = bindings[placeholder]?.reference, parameter.isClosedListOfNames { return }
        throw TemplateError(
            part,
            "\(placeholder) stands for a name here. Only a parameter that lists its allowed `values`, each a plain "
                + "name, can do that.",
            at: placeholder.position,
            excerpt: placeholder.description
        )
    }

    // MARK: Body

    private mutating func compileBody(_ json: JSONValue) throws(TemplateError) -> BodyTemplate {
        guard case .object(let object) = json, !object.isEmpty else {
            throw TemplateError(
                .body,
                "The body must be a JSON object with the fields to send: {\"Name\": \"{{Name}}\"}."
            )
        }
        let template = try BodyTemplate(json)
        for (placeholder, isWhole) in template.placeholders {
            try bind(placeholder, in: .body, filters: isWhole ? [.note] : []) { isWhole || !$0.isList }
        }
        return template
    }

    // MARK: Placeholders

    private mutating func bind(
        _ placeholder: Placeholder,
        in part: TemplateError.Part,
        filters: Set<Filter>,
        accepting accepts: (Parameter.ValueType) -> Bool
    ) throws(TemplateError) {
        let binding = try scope.bind(placeholder, in: part)
        if let filter = binding.filter, !filters.contains(filter) {
            throw TemplateError(
                part,
                "The filter `\(filter.rawValue)` can't be used here. Use it \(filter.usage).",
                at: placeholder.position,
                excerpt: placeholder.description
            )
        }
        // What another action or request answers has no declared type; where it may stand, it stands as text.
        guard accepts(binding.reference.type ?? .string) else {
            throw TemplateError(
                part,
                wrongType(placeholder, binding),
                at: placeholder.position,
                excerpt: placeholder.description
            )
        }
        bindings[placeholder] = binding
    }

    private func wrongType(_ placeholder: Placeholder, _ binding: Binding) -> String {
        switch binding.reference.type {
        case .list?:
            "\(placeholder) is a list. A list goes between the brackets of IN: Id IN ({{\(placeholder.path)}})."
        case .string?, .email?, .phone?, .url?, nil:
            "\(placeholder) is text. Put it in quotes: '\(placeholder)', or declare a type that needs none."
        case .some(let type) where !type.canBeQuoted:
            "\(placeholder) is of type \(type.name), which stands without quotes: CreatedDate > {{\(placeholder.path)}}."
        case .some(let type):
            "\(placeholder) is of type \(type.name), which can't stand here; a whole number (type: integer) can."
        }
    }
}

extension Parameter.ValueType {
    var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// Whether a value can stand inside the quotes of a query's string. Salesforce refuses quoted dates and booleans.
    var canBeQuoted: Bool {
        switch self {
        case .string, .integer, .number, .id, .email, .phone, .url: true
        case .boolean, .date, .dateTime, .list: false
        }
    }

    /// Whether a value can stand in a query without quotes around its placeholder.
    var isBare: Bool {
        switch self {
        case .integer, .number, .boolean, .date, .dateTime, .id: true
        case .string, .email, .phone, .url, .list: false
        }
    }
}

extension Parameter {
    /// Whether every value it can have is known and an identifier.
    var isClosedListOfNames: Bool {
        !allowedValues.isEmpty && !acceptsOtherValues
            && allowedValues.allSatisfy { value in
                value.prefix(1).contains { $0.isLetter }
                    && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            }
    }
}
