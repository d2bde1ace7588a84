import Foundation
import JSON
import SOQL

@testable import SandboxOrg

/// Answers a query the slow way: every row, one after the other, by what the SOQL reference says.
struct NaiveEvaluator {
    typealias Row = NaiveRows.Row

    /// What a condition looks at: one row, or the rows of a group.
    struct Subject {
        var object: String
        var rows: [Row]
        /// The keys that the group is of; nil where there are no groups. Keys left out of a subtotal are null.
        var keys: [String: JSONValue]?
    }

    struct Operand {
        var value: JSONValue
        var type: FieldDefinition.FieldType
        var picklist: [String] = []
    }

    struct Unsupported: Error {
        var what: String
    }

    let rows: NaiveRows
    let dates: NaiveDates

    func run(_ query: Query) throws -> [JSONValue] {
        let name = try self.name(of: query)
        let found = try (rows.rows[name] ?? []).filter { row in
            try query.condition.map { try holds($0, Subject(object: name, rows: [row])) } ?? true
        }
        let isGrouped =
            query.grouping != nil
            || query.selection.contains {
                if case .function(let call, _) = $0 {
                    Self.aggregates.contains(call.name.text.uppercased())
                } else {
                    false
                }
            }
        if isGrouped { return try groups(found, query, name) }
        let sorted = try sort(found.map { Subject(object: name, rows: [$0]) }, by: query.ordering)
        return try Self.page(sorted, of: query).map { try record($0, query) }
    }

    static func page<Element>(_ all: [Element], of query: Query) -> [Element] {
        var page = all[...]
        if case .number(let offset)? = query.offset { page = page.dropFirst(offset) }
        if case .number(let limit)? = query.limit { page = page.prefix(limit) }
        return Array(page)
    }

    private func name(of query: Query) throws -> String {
        guard let name = query.sources.first.flatMap({ rows.schema.object($0.path.text)?.name }) else {
            throw Unsupported(what: "FROM")
        }
        return name
    }

    // MARK: Values

    func value(_ path: FieldPath, of object: String, _ row: Row) throws -> Operand {
        var (definition, current): (ObjectDefinition?, Row?) = (rows.schema.object(object), row)
        var isPolymorphic = false
        for name in path.names.dropLast() {
            guard let reference = definition?.reference(named: name.text) else { throw Unsupported(what: path.text) }
            let target = rows.record(current?[reference.name]?.string)
            isPolymorphic = reference.referenceTo.count > 1
            definition = rows.schema.object(isPolymorphic ? target?.object ?? "" : reference.referenceTo[0])
            current = target?.row
        }
        let last = path.names.last?.text ?? ""
        if isPolymorphic {
            switch last.lowercased() {
            case "type": return Operand(value: definition.map { .string($0.name) } ?? .null, type: .string)
            case "name": return Operand(value: current?[definition?.nameField?.name ?? ""] ?? .null, type: .string)
            default: return Operand(value: current?["Id"] ?? .null, type: .id)
            }
        }
        guard let field = definition?.field(last) else { throw Unsupported(what: path.text) }
        return Operand(
            value: current?[field.name] ?? .null,
            type: field.type,
            picklist: field.picklist.map(\.value)
        )
    }

    func operand(_ expression: SOQL.Expression, _ subject: Subject) throws -> Operand {
        switch expression {
        case .function(let call) where Self.aggregates.contains(call.name.text.uppercased()):
            return try aggregate(call, subject)
        case .function(let call) where call.name.text.uppercased() == "DISTANCE":
            return try distance(call, subject)
        case .function(let call):
            let operand = try datePart(call, subject)
            guard let keys = subject.keys else { return operand }
            return Operand(value: keys[Self.identity(expression)] ?? .null, type: operand.type)
        case .field(let path):
            let operand = try value(path, of: subject.object, subject.rows.first ?? [:])
            guard let keys = subject.keys else { return operand }
            return Operand(
                value: keys[Self.identity(expression)] ?? .null,
                type: operand.type,
                picklist: operand.picklist
            )
        }
    }

    static func identity(_ expression: SOQL.Expression) -> String {
        switch expression {
        case .field(let path): path.text.lowercased()
        case .function(let call):
            call.name.text.lowercased() + "("
                + call.arguments.map { if case .expression(let inner) = $0 { identity(inner) } else { "" } }.joined()
        }
    }

    /// The angle between two places seen from the middle of the earth, times its radius.
    private func distance(_ call: FunctionCall, _ subject: Subject) throws -> Operand {
        guard case .expression(.field(let path)) = call.arguments[0],
            case .expression(.function(let place)) = call.arguments[1],
            case .literal(.string(let unit)) = call.arguments[2]
        else { throw Unsupported(what: call.name.text) }
        let prefix = path.names.dropLast().map(\.text) + [path.names.last?.text.replacing("Address", with: "") ?? ""]
        let own = try ["Latitude", "Longitude"].map { part in
            try value(
                FieldPath(stringLiteral: prefix.joined(separator: ".") + part),
                of: subject.object,
                subject.rows[0]
            )
            .value.number?.double
        }
        let given = place.arguments.map {
            if case .literal(.number(let text)) = $0 { Double(text) } else { nil } as Double?
        }
        guard let left = Self.direction(own), let right = Self.direction(given) else {
            return Operand(value: .null, type: .double)
        }
        let cosine = zip(left, right).map(*).reduce(0, +)
        let radius = unit.plainText?.lowercased() == "mi" ? 3958.7613 : 6371.0088
        let length = acos(max(-1, min(1, cosine))) * radius
        return Operand(value: JSONNumber(length).map(JSONValue.number) ?? .null, type: .double)
    }

    private static func direction(_ degrees: [Double?]) -> [Double]? {
        guard let latitude = degrees[0].map({ $0 * .pi / 180 }), let longitude = degrees[1].map({ $0 * .pi / 180 })
        else {
            return nil
        }
        return [cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)]
    }

    private func datePart(_ call: FunctionCall, _ subject: Subject) throws -> Operand {
        guard case .expression(var argument)? = call.arguments.first else { throw Unsupported(what: call.name.text) }
        var isLocal = false
        if case .function(let inner) = argument, inner.name.text.lowercased() == "converttimezone",
            case .expression(let converted)? = inner.arguments.first
        {
            isLocal = true
            argument = converted
        }
        var plain = subject
        plain.keys = nil
        let name = call.name.text.uppercased()
        let text = try operand(argument, plain).value.string
        let value = text.flatMap { dates.part(name, of: $0, isLocal: isLocal) } ?? .null
        return Operand(value: value, type: name == "DAY_ONLY" ? .date : .int)
    }

    // MARK: Records

    private func record(_ subject: Subject, _ query: Query) throws -> JSONValue {
        var record = JSONObject()
        for item in query.selection {
            switch item {
            case .field(let path, _):
                try insert(path.names[...], path, subject, at: subject.rows[0], subject.object, into: &record)
            case .subquery(let children):
                guard let object = rows.schema.object(subject.object),
                    let relationship = object.childRelationship(named: children.sources[0].path.text)
                else { throw Unsupported(what: "children") }
                let all = rows.rows[relationship.childObject]?
                    .filter { $0[relationship.field] == subject.rows[0]["Id"] }
                var inner = children
                inner.sources = [Query.Source(FieldPath([Name(relationship.childObject)]))]
                let found = try NaiveEvaluator(
                    rows: NaiveRows(rows, object: relationship.childObject, rows: all ?? []),
                    dates: dates
                ).run(inner)
                record[relationship.relationshipName ?? ""] =
                    found.isEmpty
                    ? .null
                    : [
                        "totalSize": .number(JSONNumber(found.count)), "done": true, "records": .array(found),
                    ]
            default: throw Unsupported(what: "SELECT")
            }
        }
        return .object(record)
    }

    private func insert(
        _ names: ArraySlice<Name>,
        _ path: FieldPath,
        _ subject: Subject,
        at row: Row,
        _ object: String,
        into record: inout JSONObject
    ) throws {
        guard let first = names.first, let definition = rows.schema.object(object) else { return }
        guard names.count > 1 else {
            let field = definition.field(first.text)?.name ?? first.text
            record[field] = try value(FieldPath([first]), of: object, row).value
            return
        }
        guard let reference = definition.reference(named: first.text), let key = reference.relationshipName else {
            throw Unsupported(what: path.text)
        }
        guard let target = rows.record(row[reference.name]?.string) else {
            record[key] = .null
            return
        }
        var parent = record[key]?.object ?? JSONObject()
        if reference.referenceTo.count > 1, let last = names.last {
            parent[last.text] = try value(FieldPath([first, last]), of: object, row).value
        } else {
            try insert(names.dropFirst(), path, subject, at: target.row, target.object, into: &parent)
        }
        record[key] = .object(parent)
    }
}
