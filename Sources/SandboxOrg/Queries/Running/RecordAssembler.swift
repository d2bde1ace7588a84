import GRDB
import JSON

/// Builds the JSON of records from rows, by a shape.
struct RecordAssembler {
    let schema: Schema
    let renderer: RecordRenderer
    let formatter: ValueFormatter
    /// What finds the children of a record, by relationship.
    let children: [String: (String) throws -> JSONValue]

    /// One record, or null when its id is.
    func record(_ row: Row, as shape: RecordShape) throws -> JSONValue {
        var record = JSONObject()
        var id = ""
        if case .aggregate = shape.kind {
            record["attributes"] = ["type": "AggregateResult"]
        } else if let idColumn = shape.idColumn {
            guard let recordId = String.fromDatabaseValue(row[idColumn]) else { return .null }
            id = recordId
            record["attributes"] = attributes(of: id, as: shape.kind)
        } else if case .record(let object) = shape.kind {
            record["attributes"] = ["type": .string(object)]
        }
        for member in shape.members {
            record[member.key] = try value(of: member, row, id: id)
        }
        return .object(record)
    }

    private func attributes(of id: String, as kind: RecordShape.Kind) -> JSONValue {
        switch kind {
        case .record(let object): renderer.attributes(of: object, id: id)
        case .named: renderer.attributes(of: objectName(of: id), id: id, type: PolymorphicName.definition.name)
        case .typed: renderer.attributes(of: objectName(of: id), id: id)
        case .aggregate: ["type": "AggregateResult"]
        }
    }

    private func objectName(of id: String) -> String {
        schema.object(ofId: id)?.name ?? PolymorphicName.definition.name
    }

    private func value(of member: RecordShape.Member, _ row: Row, id: String) throws -> JSONValue {
        switch member.content {
        case .field(let column, let field, let object):
            renderer.value(row[column], of: field, in: object, id: id)
        case .value(let column, let type):
            (row[column] as DatabaseValue).isNull ? .null : renderer.value(row[column], as: type)
        case .label(let column, let labels):
            String.fromDatabaseValue(row[column]).map { .string(labels[$0] ?? $0) } ?? .null
        case .formatted(let column, let type):
            formatter.text(row[column], as: type).map(JSONValue.string) ?? .null
        case .address(let field, let object, let columns):
            renderer.address(field, of: object) { part in
                columns[part.name].map { row[$0] as DatabaseValue } ?? .null
            }
        case .parent(let shape):
            try record(row, as: shape)
        case .children:
            try children[member.key]?(id) ?? .null
        case .typeOf(let idColumn, let shapes, let otherwise):
            try chosen(row, idColumn: idColumn, among: shapes, otherwise: otherwise)
        }
    }

    private func chosen(
        _ row: Row,
        idColumn: Int,
        among shapes: [String: RecordShape],
        otherwise: RecordShape?
    ) throws -> JSONValue {
        guard let id = String.fromDatabaseValue(row[idColumn]), let shape = shapes[objectName(of: id)] ?? otherwise
        else {
            return .null
        }
        return try record(row, as: shape)
    }
}
