import Actions
import JSON
import SOQL
import TestSupport
import Testing

/// Whatever a value contains, the request is the template's own with only its holes filled.
@Suite struct InjectionTests {
    let catalog: Catalog

    init() throws { catalog = try Catalog.salesforce() }

    @Test func `a rendered query reads back as the template's tree with only the literals filled`() throws {
        var generator = SplitMix64(seed: 20_260_212)
        var rendered = 0
        var refused = 0
        for action in catalog.actions {
            for _ in 0..<400 {
                let values = hostileValues(for: action, using: &generator)
                for step in action.requests {
                    do {
                        let request = try step.template.render(values)
                        try check(request, step.template, values)
                        rendered += 1
                    } catch let error as RenderingError {
                        #expect(!error.say.isEmpty)
                        refused += 1
                    }
                }
            }
        }
        #expect(rendered > 5000, "only \(rendered) were rendered and \(refused) refused")
    }

    /// Compares the request with the template by reading it again.
    private func check(_ request: CRMRequest, _ template: RequestTemplate, _ values: TemplateValues) throws {
        #expect(request.segments.count == template.segments.count)
        #expect(request.path.hasPrefix("/services/data/v59.0/"))
        #expect(!request.segments.contains("..") && !request.segments.contains("."))
        #expect(request.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        for (item, templateItem) in zip(request.query, template.query) {
            switch templateItem.value {
            case .query(let query):
                #expect(Fidelity.holds(try Query(parsing: item.value), of: query), "\(item.value)")
            case .search(let search):
                let parsed = try Search(parsing: item.value)
                #expect(Fidelity.isWords(parsed.term), "\(item.value)")
                #expect(parsed.returning == search.returning && parsed.scope == search.scope, "\(item.value)")
                #expect(parsed.limit == search.limit && parsed.options == search.options, "\(item.value)")
            case .text: break
            }
        }
        if let body = request.body {
            let read = try JSONValue(parsing: body.serialized())
            #expect(read == body)
            #expect(Set(read.object.map(\.keys) ?? []).isSubset(of: templateKeys(template.body)))
        }
    }

    private func templateKeys(_ body: BodyTemplate?) -> Set<String> {
        guard case .object(let members)? = body else { return [] }
        return Set(members.map(\.key))
    }

    // MARK: Hostile values

    private func hostileValues(for action: Action, using generator: inout SplitMix64) -> TemplateValues {
        var values = TemplateValues(
            variables: [.callerPhone: hostileText(using: &generator), .callID: "call", .employeeID: "agent"],
            answers: ["note": ["Id": "069000000000001AAA"], "case": ["Id": "500000000000001AAA"]]
        )
        for parameter in action.parameters where parameter.isRequired || Bool.random(using: &generator) {
            values.arguments[parameter.name] = hostileValue(parameter, using: &generator)
        }
        return values
    }

    private func hostileValue(_ parameter: Parameter, using generator: inout SplitMix64) -> JSONValue {
        switch parameter.type {
        case .integer, .number: .number(JSONNumber(Int.random(in: -9...9_999_999, using: &generator)))
        case .boolean: .boolean(Bool.random(using: &generator))
        case .id where Bool.random(using: &generator): "003000000000001AAA"
        case .date where Bool.random(using: &generator): "2026-02-12"
        case .dateTime where Bool.random(using: &generator): "2026-02-12T10:00:00.000Z"
        default: .string(hostileText(using: &generator))
        }
    }

    private func hostileText(using generator: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            text += Self.fragments.randomElement(using: &generator) ?? ""
        }
        return text
    }

    private static let fragments = [
        "'", "\"", "\\", "\\'", "''", "%", "_", "\\%", "{{search_term}}", "{{", "}}", "{", "}", "\n", "\r\n", "\t",
        "\u{0}",
        "\u{8}", "\u{202E}", "\u{2028}", "😀", "é", "e\u{301}", " OR Name LIKE '%' ", " AND ", "OR", "NOT ", " -- ",
        "/*",
        ") FROM User", "' OR '1'='1", "null", "true", ":bind", "?", "&q=", "#", "/../", "..", "//", "+", "*", "(", ")",
        "[", "]", "^", "~", "!", "|", "-", "O'Brien", "100%_off", "C:\\path", "a", "Sarah Johnson", "+15552345678",
        "\u{FEFF}", "\u{FFFF}", "$", "`", "; DELETE", "\\u0027", "AND NOT", "\"phrase",
    ]
}

/// Whether a filled tree is its template's with nothing changed but holes filled and parts left out.
private enum Fidelity {
    static func holds(_ filled: Query, of template: Query) -> Bool {
        var filledFrame = filled
        var templateFrame = template
        filledFrame.condition = nil
        templateFrame.condition = nil
        return filledFrame == templateFrame && holds(filled.condition, of: template.condition)
    }

    static func holds(_ filled: Condition?, of template: Condition?) -> Bool {
        switch (filled, template) {
        case (nil, nil): true
        case (nil, let template?): canVanish(template)
        case (_?, nil): false
        case (let filled?, let template?): holds(filled, of: template)
        }
    }

    private static func holds(_ filled: Condition, of template: Condition) -> Bool {
        switch template {
        case .all(let members):
            if case .all(let kept) = filled, isSelection(kept, of: members) { return true }
            return isSelection([filled], of: members)
        case .any(let members):
            if case .any(let kept) = filled, isSelection(kept, of: members) { return true }
            return isSelection([filled], of: members)
        case .not(let inner):
            if case .not(let kept) = filled { return holds(kept, of: inner) }
            return false
        case .comparison(let comparison):
            guard case .comparison(let kept) = filled else { return false }
            return kept.subject == comparison.subject && kept.operator == comparison.operator
                && holds(kept.value, of: comparison.value)
        }
    }

    /// Whether these are some of the members, in their order, and every other one may vanish.
    private static func isSelection(_ kept: [Condition], of members: [Condition]) -> Bool {
        var rest = kept[...]
        for member in members {
            if let next = rest.first, holds(next, of: member) {
                rest.removeFirst()
            } else if !canVanish(member) {
                return false
            }
        }
        return rest.isEmpty
    }

    /// Whether all of a condition hangs on holes.
    private static func canVanish(_ condition: Condition) -> Bool {
        switch condition {
        case .all(let members), .any(let members): members.allSatisfy(canVanish)
        case .not(let inner): canVanish(inner)
        case .comparison(let comparison): hasHole(comparison.value)
        }
    }

    private static func holds(_ filled: Value, of template: Value) -> Bool {
        guard hasHole(template) else { return filled == template }
        return switch (filled, template) {
        case (.literal(.string), .literal(.string)), (.literal, .placeholder), (.list, .list): true
        default: false
        }
    }

    private static func hasHole(_ value: Value) -> Bool {
        switch value {
        case .placeholder: true
        case .literal(.string(let string)): string.pieces.contains { if case .placeholder = $0 { true } else { false } }
        case .list(let elements): elements.contains(where: hasHole)
        default: false
        }
    }

    /// A search term filled into a whole hole is words that must all be there, and nothing else.
    static func isWords(_ term: SearchTerm) -> Bool {
        switch term {
        case .all(let members): members.allSatisfy(isWord)
        default: isWord(term)
        }
    }

    private static func isWord(_ term: SearchTerm) -> Bool {
        switch term {
        case .word(let text), .phrase(let text):
            text.pieces.allSatisfy { if case .text = $0 { true } else { false } }
        default: false
        }
    }
}
