import JSON
import SOQL

extension RequestTemplate {
    /// Makes the request that these values ask for.
    ///
    /// - Throws: A ``RenderingError`` when a value is missing where nothing can be left out, or can't stand where the
    ///   template puts it. Nothing is ever sent in its place.
    package func render(_ values: TemplateValues) throws(RenderingError) -> CRMRequest {
        let renderer = TemplateRenderer(bindings: bindings, listsAll: listsAll, values: values)
        var request = CRMRequest(method, segments: [])
        request.segments.reserveCapacity(segments.count)
        for segment in segments { request.segments.append(try renderer.pathSegment(segment)) }
        for item in query {
            if let value = try renderer.queryValue(item.value) {
                request.query.append(.init(name: item.name, value: value))
            }
        }
        if let body {
            guard let json = try renderer.body(body) else { throw .nothingToSend }
            request.body = json
        }
        guard request.targetLength <= Self.maximumTargetLength else { throw .tooLarge }
        return request
    }

    /// Salesforce answers 414 to a URI over 16,384 bytes; the rest is left for the host.
    private static let maximumTargetLength = 16_000
}

/// Fills the holes of one template from one invocation's values.
struct TemplateRenderer {
    let bindings: [Placeholder: Binding]
    let listsAll: Bool
    let values: TemplateValues

    // MARK: Paths and query values

    func pathSegment(_ template: TextTemplate) throws(RenderingError) -> String {
        if let constant = template.constant { return constant }
        var segment = ""
        for piece in template.segments {
            switch piece {
            case .text(let text): segment += text
            case .placeholder(let placeholder):
                let binding = try binding(placeholder)
                guard let text = try text(of: placeholder) else { throw .missingArgument(placeholder.path) }
                guard binding.reference.type != .id || RecordID.isWellFormed(text) else {
                    throw .invalid(name: placeholder.path, reason: "is not a record id from a search result")
                }
                segment += text
            }
        }
        guard segment != ".", segment != "..", !segment.isEmpty, segment.utf8.count <= 255,
            !segment.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "/" || $0 == "\\" || $0.value == 0x7F })
        else {
            throw .invalid(name: template.placeholders.first?.path ?? "", reason: "can't be part of an address")
        }
        return segment
    }

    func queryValue(_ value: RequestTemplate.QueryValue) throws(RenderingError) -> String? {
        switch value {
        case .text(let template):
            return try text(template)
        case .query(let query):
            let filled = try query.filled(refusing: refuse) { hole throws(RenderingError) in try filling(hole) }
            if !listsAll, !values.reachOnlyCallersRecords, query.hasLostValues(in: filled) {
                let fields = [query.condition, query.having].flatMap { $0?.searchedFields ?? [] }
                throw .nothingToSearchBy(fields.map(spokenName).uniqued)
            }
            return filled.text
        case .search(let search):
            return try search.filled(refusing: refuse) { hole throws(RenderingError) in try filling(hole) }.text
        }
    }

    private func refuse(_ error: FillingError) -> RenderingError {
        switch error {
        case .missing(let placeholder): .missingArgument(placeholder.path)
        case .unusable(let placeholder, let reason): .invalid(name: placeholder.path, reason: reason)
        }
    }

    /// What a caller would call a field that is searched.
    private func spokenName(_ field: FieldPath) -> String {
        for case .parameter(let parameter) in bindings.values.map(\.reference) where parameter.name == field.text {
            return parameter.spokenName
        }
        let words = field.names.map(\.text.asWords).joined(separator: " ")
        return words.hasSuffix("phone") ? "phone number" : words
    }

    // MARK: Holes of queries

    private func filling(_ hole: Hole) throws(RenderingError) -> Filling {
        let binding = try binding(hole.placeholder)
        guard let value = try values.value(of: binding.reference) else { return .nothing }
        switch hole.kind {
        case .text, .pattern:
            let text = try checkedText(value, hole.placeholder)
            guard text.unicodeScalars.count <= QueryLimits.stringLength else {
                return .unusable(reason: "is longer than \(QueryLimits.stringLength) characters")
            }
            return try filtered(text, binding, hole.placeholder)
        case .searchTerm, .searchText:
            let text = try checkedText(value, hole.placeholder)
            guard text.unicodeScalars.count <= QueryLimits.searchTermLength else {
                return .unusable(reason: "is longer than \(QueryLimits.searchTermLength) characters")
            }
            guard text.count(where: { $0.isLetter || $0.isNumber }) > 1 else {
                return .unusable(reason: "needs at least two letters or digits")
            }
            // Salesforce indexes a number's digits; its punctuation would only make more words to match.
            return .text(PhoneNumber(text)?.nationalDigits ?? text)
        case .literal, .listElements:
            let elements = value.array ?? [value]
            guard elements.count <= QueryLimits.listLength else {
                return .unusable(reason: "has more than \(QueryLimits.listLength) elements")
            }
            var literals: [Literal] = []
            for element in elements {
                literals.append(try literal(element, type: binding.reference.elementType, hole.placeholder))
            }
            return .literals(literals)
        case .count:
            guard let count = value.integer, count >= 0 else { return .unusable(reason: "is not a whole number") }
            return .count(count)
        case .name:
            guard case .parameter(let parameter) = binding.reference, let name = value.string,
                parameter.allowedValues.contains(name)
            else { return .unusable(reason: "is not one of the allowed names") }
            return .text(name)
        }
    }

    private func filtered(
        _ text: String,
        _ binding: Binding,
        _ placeholder: Placeholder
    ) throws(RenderingError) -> Filling {
        switch binding.filter {
        case nil, .note?:
            return .text(text)
        case .phone?:
            if let number = PhoneNumber(text) { return .pattern(number.pattern) }
            // "Find this caller" must not turn into anything else because the number came out strange.
            if case .variable(let variable) = binding.reference { throw .missingVariable(variable) }
            return .unusable(reason: "is not a phone number")
        case .caseNumber?:
            return Filter.caseNumber(text).map(Filling.text) ?? .unusable(reason: "is not a case number")
        }
    }

    private func literal(
        _ value: JSONValue,
        type: Parameter.ValueType,
        _ placeholder: Placeholder
    ) throws(RenderingError) -> Literal {
        let invalid = { (reason: String) in RenderingError.invalid(name: placeholder.path, reason: reason) }
        switch (type, value) {
        case (.boolean, .boolean(let value)): return .boolean(value)
        case (.integer, .number(let number)), (.number, .number(let number)):
            guard !number.text.contains(where: { $0 == "e" || $0 == "E" }) else {
                throw invalid("is not a plain number")
            }
            return .number(number.text)
        case (.date, .string(let text)):
            guard DateShape.isDate(text) else { throw invalid("is not a date") }
            return .date(text)
        case (.dateTime, .string(let text)):
            guard DateShape.isDateTime(text) else { throw invalid("is not a date and time") }
            return .dateTime(text)
        case (.id, .string(let text)):
            guard RecordID.isWellFormed(text) else { throw invalid("is not a record id from a search result") }
            return .string(StringLiteral(text))
        case (.integer, _), (.number, _): throw invalid("is not a number")
        case (.boolean, _): throw invalid("is neither true nor false")
        default:
            return .string(StringLiteral(try checkedText(value, placeholder)))
        }
    }

    // MARK: Bodies

    func body(_ template: BodyTemplate) throws(RenderingError) -> JSONValue? {
        switch template {
        case .constant(let value): return value
        case .hole(let placeholder): return try bodyValue(placeholder)
        case .text(let template): return try text(template).map(JSONValue.string)
        case .array(let elements):
            var kept: [JSONValue] = []
            for element in elements {
                if let value = try body(element) { kept.append(value) }
            }
            return kept.isEmpty && !elements.isEmpty ? nil : .array(kept)
        case .object(let members):
            var object = JSONObject()
            for member in members {
                if let value = try body(member.value) { object[member.key] = value }
            }
            return object.isEmpty ? nil : .object(object)
        }
    }

    private func bodyValue(_ placeholder: Placeholder) throws(RenderingError) -> JSONValue? {
        let binding = try binding(placeholder)
        guard let value = try values.value(of: binding.reference) else { return nil }
        if binding.filter == .note { return .string(Filter.note(try checkedText(value, placeholder))) }
        if case .string = value {
            let text = try checkedText(value, placeholder)
            guard binding.reference.type != .id || RecordID.isWellFormed(text) else {
                throw .invalid(name: placeholder.path, reason: "is not a record id from a search result")
            }
            return .string(text)
        }
        return value
    }

    // MARK: Text

    private func binding(_ placeholder: Placeholder) throws(RenderingError) -> Binding {
        guard let binding = bindings[placeholder] else { throw .missingArgument(placeholder.path) }
        return binding
    }

    /// The text with its holes filled; nil when one got no value.
    private func text(_ template: TextTemplate) throws(RenderingError) -> String? {
        var text = ""
        for piece in template.segments {
            switch piece {
            case .text(let part): text += part
            case .placeholder(let placeholder):
                guard let part = try self.text(of: placeholder) else { return nil }
                text += part
            }
        }
        return text
    }

    private func text(of placeholder: Placeholder) throws(RenderingError) -> String? {
        guard let value = try values.value(of: try binding(placeholder).reference) else { return nil }
        return try checkedText(value, placeholder)
    }

    private func checkedText(_ value: JSONValue, _ placeholder: Placeholder) throws(RenderingError) -> String {
        let text: String
        switch value {
        case .string(let string): text = string
        case .number(let number): text = number.text
        case .boolean(let boolean): text = boolean ? "true" : "false"
        case .null, .array, .object:
            throw .invalid(name: placeholder.path, reason: "is not a single value")
        }
        guard !text.utf8.contains(0) else {
            throw .invalid(name: placeholder.path, reason: "contains a character that can't be stored")
        }
        return text
    }
}

/// What Salesforce accepts in one query (SOQL and SOSL Reference, "SOQL and SOSL Limits").
private enum QueryLimits {
    static let stringLength = 4000
    /// Beyond 4,000 characters Salesforce drops operators; nobody speaks a search half that long.
    static let searchTermLength = 1000
    static let listLength = 200
}

extension Condition {
    /// What is compared with values, in the order it is written in.
    fileprivate var searchedFields: [FieldPath] {
        switch self {
        case _ where !searchesByValue: []
        case .all(let members), .any(let members): members.flatMap(\.searchedFields)
        case .not: []
        case .comparison(let comparison):
            if case .subquery(let query) = comparison.value {
                query.condition?.searchedFields ?? []
            } else if case .field(let path) = comparison.subject {
                [path]
            } else {
                []
            }
        }
    }
}

extension Reference {
    fileprivate var elementType: Parameter.ValueType {
        if case .list(let element)? = type { element } else { type ?? .string }
    }
}
