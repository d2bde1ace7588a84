import Actions
import JSON
import Platforms
import SOQL
import Workspace

/// Keeps an agent to the fields it may see and set.
struct FieldLimit: Sendable {
    let list: FieldAllowList
    var table = ObjectTable.salesforce

    /// Checks what can be told before a request goes out: every field it sets, and every field whose value would come
    /// back under another name.
    func check(_ request: CRMRequest) throws(LimitRefusal) {
        if request.method.isWrite {
            if list.writable != nil { try checkWrite(request) }
        } else if list.readable != nil {
            try checkRead(request)
        }
    }

    private func checkWrite(_ request: CRMRequest) throws(LimitRefusal) {
        let object: String
        switch try RequestSubject(of: request) {
        case .record(let name, _, _), .newRecord(let name): object = name
        case .query, .search: return
        }
        guard request.method != .delete else {
            guard list.allowsWriting(FieldAllowList.everyField, of: object) else { throw .protectedField(object) }
            return
        }
        for member in request.body?.object ?? [:] {
            guard list.allowsWriting(member.key, of: object) else { throw .protectedField(member.key) }
        }
    }

    private func checkRead(_ request: CRMRequest) throws(LimitRefusal) {
        switch try RequestSubject(of: request) {
        case .query(let text):
            let query: Query
            do { query = try Query(parsing: text) } catch { throw .unlimitable("a query that can't be read") }
            try check(query, of: query.sources[0].path.text)
        case .search(let text):
            let search: Search
            do { search = try Search(parsing: text) } catch { throw .unlimitable("a search that can't be read") }
            for returning in search.returning {
                try check(returning.fields, of: returning.object.text, isGrouped: false)
            }
        case .record(let object, _, let part?):
            guard list.allowsReading(part, of: object) else { throw .hiddenField(part) }
        case .record, .newRecord: return
        }
    }

    // MARK: Values under other names

    private func check(_ query: Query, of object: String) throws(LimitRefusal) {
        try check(query.selection, of: object, isGrouped: query.grouping != nil)
    }

    private func check(
        _ items: [Query.SelectItem],
        of object: String,
        isGrouped: Bool
    ) throws(LimitRefusal) {
        for item in items {
            switch item {
            case .field(let path, let alias):
                if isGrouped || alias != nil { try check(path, of: object) }
            case .function(let call, _): try check(call, of: object)
            case .subquery(let query):
                // The records of a subquery say of themselves what they are; only a function in it would not.
                try check(query, of: child(query.sources[0].path.text, of: object) ?? "")
            case .typeOf: continue
            }
        }
    }

    private func check(_ call: FunctionCall, of object: String) throws(LimitRefusal) {
        // `FIELDS(ALL)` gives each field under its own name.
        guard call.name.text.lowercased() != "fields" else { return }
        for case .expression(let expression) in call.arguments {
            switch expression {
            case .field(let path): try check(path, of: object)
            case .function(let inner): try check(inner, of: object)
            }
        }
    }

    private func check(_ path: FieldPath, of object: String) throws(LimitRefusal) {
        var object = object
        for relationship in path.names.dropLast() {
            switch table[name: object]?.parent(relationship.text) {
            case .object(let name)?, .part(let name)?: object = name
            case .mixed?, nil: throw .unknownRelationship(relationship.text, of: object)
            }
        }
        guard let field = path.names.last?.text, list.allowsReading(field, of: object) else {
            throw .hiddenField(path.text)
        }
    }

    private func child(_ relationship: String, of object: String) -> String? {
        switch table[name: object]?.child(relationship) {
        case .object(let name)?, .part(let name)?: name
        case nil: nil
        }
    }

    // MARK: Answers

    /// An answer with only what the agent may see.
    func shown(_ response: CRMResponse) -> CRMResponse {
        guard list.readable != nil, case .json(let json) = response.body else { return response }
        var response = response
        response.body = .json(shown(json))
        return response
    }

    private func shown(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(shown))
        case .object(let object):
            let kind = object["attributes"]?.recordKind
            var kept = JSONObject()
            for member in object {
                if member.key == "attributes" {
                    kept[member.key] = member.value
                } else if member.value["attributes"] != nil || member.value["records"] != nil {
                    kept[member.key] = shown(member.value)
                } else if let kind {
                    if list.allowsReading(member.key, of: kind) { kept[member.key] = member.value }
                } else {
                    kept[member.key] = shown(member.value)
                }
            }
            return .object(kept)
        default: return value
        }
    }
}

extension JSONValue {
    /// The object a record's attributes name; nil for a row of a grouped query, which is no record.
    fileprivate var recordKind: String? {
        guard let type = self["type"]?.string else { return "" }
        switch type {
        case "AggregateResult": return nil
        case "Name":
            // What a relationship to several kinds leads to says so only in its address.
            let path = self["url"]?.string?.split(separator: "/") ?? []
            return path.count > 1 ? String(path[path.count - 2]) : ""
        default: return type
        }
    }
}
