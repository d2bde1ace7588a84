package import Actions
import JSON
package import Platforms
import SOQL

/// Compares an action with what an org says about its objects and fields.
///
/// What it finds are warnings: an org changes, and only the org knows what it takes.
package struct ActionCheck {
    private let org: any OrgDescriber
    private var described: [String: ObjectDescription?] = [:]
    private var warnings: [WorkspaceProblem] = []
    /// The request the checked part belongs to, as a way from the action: `then[0].`
    private var place = ""
    /// The member that says where the request goes: `soql`.
    private(set) var target = ""
    /// The parameters without which the request is not sent.
    private(set) var given: [String] = []

    private init(_ org: any OrgDescriber) { self.org = org }

    /// What an org would not take as it is meant, in the order of the action's requests.
    ///
    /// - Parameters:
    ///   - definition: What the action was compiled from.
    ///   - names: The names of the workspace's actions, whose results this one may build on.
    package static func warnings(
        of action: Action,
        from definition: ActionDefinition,
        on org: any OrgDescriber,
        besides names: [String]
    ) async throws(CRMError) -> [WorkspaceProblem] {
        var check = ActionCheck(org)
        for (index, (request, source)) in zip(action.requests, definition.requests).enumerated() {
            check.place = index == 0 ? "" : "then[\(index - 1)]."
            check.given = index == 0 ? [] : request.onlyWith
            check.checkNeeds(of: request.template, among: names)
            try await check.check(request.template, from: source)
            guard let undo = request.failure.undo, let source = source.undo.first else { continue }
            check.place += "on_failure.undo."
            try await check.check(undo, from: source)
        }
        return check.warnings
    }

    // MARK: Saying

    mutating func warn(_ member: String, _ message: String, at position: SourcePosition? = nil) {
        // The place in an encoded endpoint is not that in what was decoded from it.
        let position = member == "soql" || member == "sosl" ? position : nil
        let warning = WorkspaceProblem(
            member: place + member,
            line: position?.line,
            column: position?.column,
            message
        )
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    static func hint(_ name: String, among names: [String]) -> String {
        Spelling.nearest(to: name, in: names).map { " Did you mean `\($0)`?" } ?? ""
    }

    private mutating func checkNeeds(of template: RequestTemplate, among names: [String]) {
        for name in template.neededActions.sorted() where !names.contains(name) {
            warn("", "It builds on `\(name)`, and there is no such action.\(Self.hint(name, among: names))")
        }
    }

    // MARK: Requests

    private mutating func check(
        _ template: RequestTemplate,
        from source: RequestDefinition
    ) async throws(CRMError) {
        target = source.endpoint.part.rawValue
        for item in template.query {
            switch item.value {
            case .query(let query):
                try await check(query, below: nil, in: template)
            case .search(let search):
                for returning in search.returning {
                    try await check(returning.query, below: nil, in: template)
                }
            case .text: continue
            }
        }
        guard let name = template.objectInPath, let object = try await object(name) else { return }
        try await checkPath(of: template, object)
        if let body = template.body { try await checkBody(body, of: template, object) }
    }

    private mutating func checkPath(of template: RequestTemplate, _ object: ObjectDescription) async throws(CRMError) {
        switch template.method {
        case .post where !object.isCreateable: warn("method", "The org lets nobody create a \(object.name).")
        case .patch where !object.isUpdateable: warn("method", "The org lets nobody change a \(object.name).")
        case .delete where !object.isDeletable: warn("method", "The org lets nobody delete a \(object.name).")
        default: break
        }
        if template.segments.count > 6, let key = template.segments[5].constant {
            let field = try await field(FieldPath([Name(key)]), of: object, in: target)
            if let field, !field.isExternalID, field.name != "Id" {
                warn(
                    target,
                    "`\(field.name)` of \(object.name) is no external id, so no record can be found by it."
                )
            }
        }
        for item in template.query where item.name == "fields" {
            guard case .text(let text) = item.value, let names = text.constant else { continue }
            for name in names.split(separator: ",") {
                let path = FieldPath(stringLiteral: name.filter { !$0.isWhitespace })
                _ = try await field(path, of: object, in: target)
            }
        }
    }

    // MARK: Objects and fields

    /// An object by name; nil after a warning when there is none.
    mutating func object(
        _ name: String,
        at position: SourcePosition? = nil
    ) async throws(CRMError) -> ObjectDescription? {
        if let object = try await describe(name) { return object }
        let names = try await org.objectNames()
        warn(target, "The org has no object `\(name)`.\(Self.hint(name, among: names))", at: position)
        return nil
    }

    mutating func describe(_ name: String) async throws(CRMError) -> ObjectDescription? {
        let key = name.lowercased()
        if let known = described[key] { return known }
        let description = try await org.describe(name)
        described[key] = .some(description)
        return description
    }

    /// The field a path leads to; nil after a warning when there is none, and where nothing can be said.
    mutating func field(
        _ path: FieldPath,
        of object: ObjectDescription,
        in member: String
    ) async throws(CRMError) -> FieldDescription? {
        var object = object
        for name in path.names.dropLast() {
            guard case .text(let text) = name.content else { return nil }
            guard let reference = object.field(ofRelationship: text) else {
                let names = object.fields.compactMap(\.relationshipName)
                let hint = Self.hint(text, among: names)
                warn(member, "\(object.name) has no relationship `\(text)`.\(hint)", at: name.position)
                return nil
            }
            // Where it may lead to several objects, only the fields they share can be named.
            let isOne = reference.referencedObjects.count == 1
            guard let next = try await describe(isOne ? reference.referencedObjects[0] : "Name") else { return nil }
            object = next
        }
        guard let name = path.names.last, case .text(let text) = name.content else { return nil }
        if let field = object.field(text) { return field }
        let hint = Self.hint(text, among: object.fields.map(\.name))
        warn(member, "\(object.name) has no field `\(text)`.\(hint)", at: name.position)
        return nil
    }

    /// Warns of a value that cannot be chosen for a field.
    mutating func check(
        _ value: String,
        of field: FieldDescription,
        in member: String,
        at position: SourcePosition? = nil
    ) {
        guard field.type == "picklist" || field.type == "multipicklist", !field.picklistValues.isEmpty else { return }
        let values = field.type == "picklist" ? [value] : value.split(separator: ";").map(String.init)
        for value in values where !field.picklistValues.contains(where: { $0.lowercased() == value.lowercased() }) {
            let hint = Self.hint(value, among: field.picklistValues)
            let known = field.picklistValues.prefix(8).joined(separator: ", ")
            warn(
                member,
                "`\(value)` is no value of \(field.name).\(hint.isEmpty ? " There are: \(known)." : hint)",
                at: position
            )
        }
    }

    /// Warns of values a parameter lets through and a field does not.
    mutating func check(_ parameter: Parameter, against field: FieldDescription) {
        let place = self.place
        defer { self.place = place }
        self.place = ""
        for value in parameter.allowedValues { check(value, of: field, in: "parameters") }
        if let value = parameter.defaultValue?.string { check(value, of: field, in: "parameters") }
        if let maximum = parameter.maximumLength, field.length > 0, maximum > field.length {
            warn(
                "parameters",
                "`\(parameter.name)` may have \(maximum) characters, and \(field.name) takes \(field.length)."
            )
        }
    }
}

extension RequestTemplate {
    /// The object whose records the path is about.
    fileprivate var objectInPath: String? {
        guard segments.count > 4, segments[3].constant?.lowercased() == "sobjects",
            let name = segments[4].constant, !name.isEmpty
        else { return nil }
        return name
    }
}

extension Search.Returning {
    /// The same as a query.
    fileprivate var query: Query {
        Query(
            selection: fields,
            sources: [Query.Source(FieldPath([object]))],
            condition: condition,
            ordering: ordering
        )
    }
}
