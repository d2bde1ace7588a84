import JSON
import SOQL

@testable import SandboxOrg

extension NaiveEvaluator {
    static let aggregates: Set<String> = ["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "GROUPING"]

    func groups(_ found: [Row], _ query: Query, _ object: String) throws -> [JSONValue] {
        let keys = query.grouping?.keys ?? []
        var groups: [Subject] = []
        for active in Self.sets(of: keys, query.grouping?.kind ?? .plain) {
            var members: [[String]: Subject] = [:]
            if keys.isEmpty || active.isEmpty, query.grouping == nil || !found.isEmpty || query.grouping?.kind != .plain
            {
                members[[]] = Subject(object: object, rows: [], keys: [:])
            }
            for row in found {
                let one = Subject(object: object, rows: [row])
                var values: [String: JSONValue] = [:]
                for key in keys where active.contains(Self.identity(key)) {
                    values[Self.identity(key)] = try operand(key, one).value
                }
                let identity = values.sorted { $0.key < $1.key }.map { $0.value.serializedText().inCapitals }
                members[identity, default: Subject(object: object, rows: [], keys: values)].rows.append(row)
            }
            groups += members.values
        }
        if let having = query.having { groups = try groups.filter { try holds(having, $0) } }
        return try groups.map { try group($0, query) }
    }

    private static func sets(of keys: [SOQL.Expression], _ kind: Query.Grouping.Kind) -> [Set<String>] {
        let names = keys.map(identity)
        switch kind {
        case .plain: return [Set(names)]
        case .rollup: return (0...names.count).map { Set(names.prefix($0)) }
        case .cube:
            return names.reduce(into: [[]]) { sets, name in sets += sets.map { $0.union([name]) } }
        }
    }

    private func group(_ subject: Subject, _ query: Query) throws -> JSONValue {
        var record = JSONObject()
        var unnamed = 0
        for item in query.selection {
            switch item {
            case .field(let path, let alias):
                record[alias?.text ?? path.names.last?.text ?? ""] = try operand(.field(path), subject).value
            case .function(let call, let alias):
                record[alias?.text ?? "expr\(unnamed)"] = try operand(.function(call), subject).value
                if alias == nil { unnamed += 1 }
            default: throw Unsupported(what: "SELECT")
            }
        }
        return .object(record)
    }

    func aggregate(_ call: FunctionCall, _ subject: Subject) throws -> Operand {
        let name = call.name.text.uppercased()
        guard case .expression(let argument)? = call.arguments.first else {
            return Operand(value: .number(JSONNumber(subject.rows.count)), type: .int)
        }
        if name == "GROUPING" {
            let isActive = subject.keys?[Self.identity(argument)] != nil
            return Operand(value: .number(JSONNumber(isActive ? 0 : 1)), type: .int)
        }
        let operands = try subject.rows.map { try operand(argument, Subject(object: subject.object, rows: [$0])) }
        let type = try operands.first?.type ?? operand(argument, Subject(object: subject.object, rows: [[:]])).type
        let values = operands.map(\.value).filter { !$0.isNull }
        let numbers = values.compactMap { $0.number?.double }
        switch name {
        case "COUNT": return Operand(value: .number(JSONNumber(values.count)), type: .int)
        case "COUNT_DISTINCT":
            let distinct = Set(values.map { $0.serializedText().inCapitals })
            return Operand(value: .number(JSONNumber(distinct.count)), type: .int)
        case "SUM": return Operand(value: Self.number(numbers.isEmpty ? nil : numbers.reduce(0, +)), type: .double)
        case "AVG":
            let average = numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
            return Operand(value: Self.number(average), type: .double)
        default:
            let sorted = try values.sorted { try order($0, $1, type) < 0 }
            return Operand(value: (name == "MIN" ? sorted.first : sorted.last) ?? .null, type: type)
        }
    }

    private static func number(_ number: Double?) -> JSONValue {
        number.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null
    }
}

extension String {
    var inCapitals: String { NaiveEvaluator.capitals(self) }
}
