import GRDB
import JSON

/// Reads single records as the REST API shows them.
struct RecordReader {
    let schema: Schema
    let tables: RecordTables
    let renderer: RecordRenderer
    let db: Database

    /// All fields of a record in describe's order; nil when there is none or it is deleted.
    func record(_ object: ObjectDefinition, _ id: String) throws -> JSONValue? {
        guard let row = try row(object, id) else { return nil }
        guard var record = renderer.record(row, of: object).object else { return nil }
        for field in object.fields {
            guard let formula = field.formula else { continue }
            record[field.name] = try value(at: path(formula), of: object, row: row)
        }
        return .object(record)
    }

    /// The fields of a record at some paths, and its id.
    func record(_ object: ObjectDefinition, _ id: String, fields: [String]) throws -> JSONValue? {
        guard let row = try row(object, id) else { return nil }
        return try record(object, row: row, paths: fields.map(path) + [["Id"]])
    }

    private func record(_ object: ObjectDefinition, row: Row, paths: [[String]]) throws -> JSONValue {
        let id = row["Id"] as String? ?? ""
        var record: JSONObject = ["attributes": renderer.attributes(of: object.name, id: id)]
        var related: [String: [[String]]] = [:]
        for path in paths {
            guard let name = path.first else { continue }
            if path.count == 1 {
                guard let field = object.field(name) else { throw noSuchField(name, object) }
                record[field.name] = try value(at: [name], of: object, row: row)
            } else {
                guard let reference = object.reference(named: name), let key = reference.relationshipName else {
                    throw noSuchField(name, object)
                }
                related[key, default: []].append(Array(path.dropFirst()))
                record[key] = .null
            }
        }
        for (key, paths) in related {
            guard let (target, row) = try target(of: key, object, row) else { continue }
            record[key] = try self.record(target, row: row, paths: paths)
        }
        return .object(record)
    }

    private func value(at path: [String], of object: ObjectDefinition, row: Row) throws -> JSONValue {
        guard let name = path.first else { return .null }
        if path.count > 1 {
            guard let (target, row) = try target(of: name, object, row) else { return .null }
            return try value(at: Array(path.dropFirst()), of: target, row: row)
        }
        guard let field = object.field(name) else { throw noSuchField(name, object) }
        if let formula = field.formula { return try value(at: self.path(formula), of: object, row: row) }
        if field.type == .address {
            return renderer.address(field, of: object) { row[$0.name] as DatabaseValue? ?? .null }
        }
        let id = row["Id"] as String? ?? ""
        return renderer.value(row[field.name] as DatabaseValue? ?? .null, of: field, in: object.name, id: id)
    }

    /// The record a reference points at, deleted or not.
    private func target(
        of relationship: String,
        _ object: ObjectDefinition,
        _ row: Row
    ) throws -> (ObjectDefinition, Row)? {
        guard let reference = object.reference(named: relationship), let id = row[reference.name] as String? else {
            return nil
        }
        for name in reference.referenceTo {
            guard let target = schema.object(name), target.keyPrefix == String(id.prefix(3)) else { continue }
            if let row = try tables.table(of: name)?.row(id, in: db) { return (target, row) }
        }
        return nil
    }

    private func row(_ object: ObjectDefinition, _ id: String) throws -> Row? {
        guard let row = try tables.table(of: object.name)?.row(id, in: db), row["IsDeleted"] as Bool? != true else {
            return nil
        }
        return row
    }

    private func path(_ text: String) -> [String] { text.split(separator: ".").map(\.trimmed) }

    private func noSuchField(_ name: String, _ object: ObjectDefinition) -> SalesforceError {
        .invalidField("No such column '\(name)' on sobject of type \(object.name)")
    }
}
