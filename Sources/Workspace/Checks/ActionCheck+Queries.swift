import Actions
import Platforms
import SOQL

/// What names mean in one query.
private struct QueryNames {
    let object: ObjectDescription
    /// Names that stand for the object itself.
    let own: Set<String>
    /// Names given to results: there is nothing behind them to check.
    let results: Set<String>
    /// Names that stand for related objects; nil where it is not known which.
    var related: [String: ObjectDescription?] = [:]

    init(_ query: Query, _ object: ObjectDescription) {
        self.object = object
        own = Set([object.name.lowercased()] + [query.sources.first?.alias?.text.lowercased()].compactMap(\.self))
        results = Set(
            query.selection.compactMap { item in
                switch item {
                case .field(_, let alias), .function(_, let alias): alias?.text.lowercased()
                case .subquery, .typeOf: nil
                }
            }
        )
    }

    /// The object a path begins at, and the rest of the way; nil for a name behind which nothing can be checked.
    func start(of path: FieldPath) -> (object: ObjectDescription, path: FieldPath)? {
        guard let first = path.names.first?.text.lowercased() else { return nil }
        if results.contains(first) { return nil }
        guard path.names.count > 1, object.field(ofRelationship: first) == nil else { return (object, path) }
        let rest = FieldPath(Array(path.names.dropFirst()))
        if let known = related[first] { return known.map { ($0, rest) } }
        return own.contains(first) ? (object, rest) : (object, path)
    }
}

extension ActionCheck {
    /// Checks a query, or a subquery below an object.
    mutating func check(
        _ query: Query,
        below parent: ObjectDescription?,
        in template: RequestTemplate
    ) async throws(CRMError) {
        guard let object = try await subject(of: query, below: parent) else { return }
        var names = QueryNames(query, object)
        for source in query.sources.dropFirst() {
            let alias = source.alias ?? source.path.names.last
            if let alias { names.related[alias.text.lowercased()] = .some(try await relative(at: source.path, names)) }
        }
        for item in query.selection { try await check(item, names, template) }
        if let condition = query.condition { try await check(condition, names, template) }
        for key in query.grouping?.keys ?? [] { _ = try await check(key, names, template) }
        if let having = query.having { try await check(having, names, template) }
        for ordering in query.ordering {
            guard let field = try await check(ordering.key, names, template), !field.isSortable else { continue }
            warn(target, "Salesforce can't sort by `\(field.name)`.", at: ordering.key.position)
        }
    }

    /// The object a name after FROM leads to, as in `FROM Contact c, c.Account a`.
    private mutating func relative(
        at path: FieldPath,
        _ names: QueryNames
    ) async throws(CRMError) -> ObjectDescription? {
        guard let start = names.start(of: path) else { return nil }
        var object = start.object
        for name in start.path.names {
            let next: String
            if let reference = object.field(ofRelationship: name.text) {
                guard reference.referencedObjects.count == 1 else { return nil }
                next = reference.referencedObjects[0]
            } else if let child = object.childRelationships.first(where: {
                $0.name.lowercased() == name.text.lowercased()
            }) {
                next = child.object
            } else {
                let known = object.fields.compactMap(\.relationshipName) + object.childRelationships.map(\.name)
                let hint = Self.hint(name.text, among: known)
                warn(target, "\(object.name) has no relationship `\(name.text)`.\(hint)", at: name.position)
                return nil
            }
            guard let described = try await describe(next) else { return nil }
            object = described
        }
        return object
    }

    private mutating func subject(
        of query: Query,
        below parent: ObjectDescription?
    ) async throws(CRMError) -> ObjectDescription? {
        guard let name = query.sources.first?.path.names.last, case .text(let text) = name.content else { return nil }
        guard let parent else {
            guard let object = try await object(text, at: name.position) else { return nil }
            if !object.isQueryable {
                warn(target, "The org lets nobody query \(object.name).", at: name.position)
            }
            return object
        }
        let relationships = parent.childRelationships
        guard let child = relationships.first(where: { $0.name.lowercased() == text.lowercased() }) else {
            let hint = Self.hint(text, among: relationships.map(\.name))
            warn(target, "\(parent.name) has no child relationship `\(text)`.\(hint)", at: name.position)
            return nil
        }
        return try await describe(child.object)
    }

    private mutating func check(
        _ item: Query.SelectItem,
        _ names: QueryNames,
        _ template: RequestTemplate
    ) async throws(CRMError) {
        switch item {
        case .field(let path, _): _ = try await check(.field(path), names, template)
        case .function(let call, _): _ = try await check(.function(call), names, template)
        case .subquery(let query): try await check(query, below: names.object, in: template)
        case .typeOf(let typeOf):
            for branch in typeOf.branches {
                guard let object = try await object(branch.type.text, at: branch.type.position) else {
                    continue
                }
                for path in branch.fields { _ = try await field(path, of: object, in: target) }
            }
        }
    }

    /// Checks a field or a function; gives the field.
    private mutating func check(
        _ expression: Expression,
        _ names: QueryNames,
        _ template: RequestTemplate
    ) async throws(CRMError) -> FieldDescription? {
        switch expression {
        case .field(let path):
            guard let start = names.start(of: path) else { return nil }
            return try await field(start.path, of: start.object, in: target)
        case .function(let call):
            // FIELDS(ALL) names no field.
            guard call.name.text.uppercased() != "FIELDS" else { return nil }
            for case .expression(let inner) in call.arguments { _ = try await check(inner, names, template) }
            return nil
        }
    }

    private mutating func check(
        _ condition: Condition,
        _ names: QueryNames,
        _ template: RequestTemplate
    ) async throws(CRMError) {
        switch condition {
        case .all(let members), .any(let members):
            for member in members { try await check(member, names, template) }
        case .not(let member): try await check(member, names, template)
        case .comparison(let comparison):
            let field = try await check(comparison.subject, names, template)
            if let field, !field.isFilterable {
                let position = comparison.subject.position
                warn(target, "Salesforce can't filter by `\(field.name)`.", at: position)
            }
            try await check(comparison.value, comparison, field, template)
        }
    }

    private mutating func check(
        _ value: Value,
        _ comparison: Comparison,
        _ field: FieldDescription?,
        _ template: RequestTemplate
    ) async throws(CRMError) {
        switch value {
        case .subquery(let query): try await check(query, below: nil, in: template)
        case .list(let values):
            for value in values { try await check(value, comparison, field, template) }
        case .literal(.string(let text)):
            guard let field, comparison.operator != .like else { return }
            if let text = text.plainText {
                check(text, of: field, in: target, at: comparison.subject.position)
            } else if let parameter = text.onlyPlaceholder.flatMap(template.parameter) {
                check(parameter, against: field)
            }
        case .literal, .placeholder: return
        }
    }
}
