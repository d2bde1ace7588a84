import GRDB
import SOQL

extension QueryCompiler {
    /// Finds what an expression means for one row.
    mutating func operand(_ expression: Expression) throws(QueryFault) -> Operand {
        switch expression {
        case .field(let path): Operand(try scope.resolve(path))
        case .function(let call): try function(call)
        }
    }

    private mutating func function(_ call: FunctionCall) throws(QueryFault) -> Operand {
        let name = call.name.text.uppercased()
        if let part = DatePart(rawValue: name) { return try datePart(part, call) }
        if let aggregate = Aggregate(rawValue: name) { return try self.aggregate(aggregate, call) }
        switch name {
        case "TOLABEL":
            var operand = try argument(of: call)
            guard let field = operand.field else { throw unexpected(call) }
            let labels = Dictionary(field.field.picklist.map { ($0.value, $0.label) }) { first, _ in first }
            operand.presentation = .label(labels)
            operand.expression = labelExpression(field, labels: field.field.picklist)
            operand.standsFor = field
            operand.field = nil
            operand.type = .string
            return operand
        case "FORMAT":
            var operand = try argument(of: call)
            operand.presentation = .formatted
            operand.standsFor = operand.field ?? operand.standsFor
            operand.field = nil
            return operand
        case "CONVERTCURRENCY":
            // An org with one currency has nothing to convert.
            var operand = try argument(of: call)
            operand.standsFor = operand.field
            operand.field = nil
            return operand
        case "DISTANCE": return try distance(call)
        default:
            throw unexpected(call)
        }
    }

    func unexpected(_ call: FunctionCall) -> QueryFault {
        .malformed("Invalid function: \(call.name.text)", at: call.name.position)
    }

    /// The one expression a function takes.
    private mutating func argument(of call: FunctionCall) throws(QueryFault) -> Operand {
        guard call.arguments.count == 1, case .expression(let expression) = call.arguments[0] else {
            throw unexpected(call)
        }
        return try operand(expression)
    }

    private func labelExpression(_ field: ResolvedField, labels: [FieldDefinition.PicklistValue]) -> SQLFragment {
        let renamed = labels.filter { $0.label != $0.value }
        guard !renamed.isEmpty else { return field.expression }
        let branches = renamed.map { value -> SQLFragment in "WHEN \(value: value.value) THEN \(value: value.label)" }
        return """
            (CASE \(field.expression) \(SQLFragment(branches, separator: " ")) ELSE \(field.expression) END) \
            COLLATE salesforce
            """
    }

    /// A part of a date. The clock of a date and time is UTC's, or the user's inside `convertTimezone`.
    private mutating func datePart(_ part: DatePart, _ call: FunctionCall) throws(QueryFault) -> Operand {
        guard call.arguments.count == 1, case .expression(var expression) = call.arguments[0] else {
            throw unexpected(call)
        }
        var zone: String?
        if case .function(let inner) = expression, inner.name.text.lowercased() == "converttimezone" {
            guard inner.arguments.count == 1, case .expression(let converted) = inner.arguments[0] else {
                throw unexpected(inner)
            }
            expression = converted
            zone = context.timeZoneName
        }
        let operand = try operand(expression)
        let isDateTime = operand.type == .datetime
        let needsTime = zone != nil || part == .hourInDay || part == .dayOnly
        guard let field = operand.field, isDateTime || (operand.type == .date && !needsTime) else {
            throw .malformed(
                "field '\(operand.name)' does not support the date function \(call.name.text)",
                at: operand.position
            )
        }
        var result = Operand(
            "soql_date_part(\(value: part.rawValue), \(field.expression), \(value: zone?.databaseValue ?? .null))",
            type: part == .dayOnly ? .date : .int,
            name: "\(part.rawValue)(\(zone == nil ? field.path : "convertTimezone(\(field.path))"))",
            position: call.name.position
        )
        result.standsFor = field
        return result
    }

    /// A function of a group of rows.
    enum Aggregate: String {
        case count = "COUNT"
        case countDistinct = "COUNT_DISTINCT"
        case average = "AVG"
        case sum = "SUM"
        case minimum = "MIN"
        case maximum = "MAX"
        case grouping = "GROUPING"
    }

    private mutating func aggregate(_ aggregate: Aggregate, _ call: FunctionCall) throws(QueryFault) -> Operand {
        if aggregate == .count, call.arguments.isEmpty {
            return Operand("count(*)", type: .int, name: "COUNT()", position: call.name.position, isAggregate: true)
        }
        let operand = try argument(of: call)
        guard !operand.isAggregate else { throw unexpected(call) }
        let expression: SQLFragment
        let type: FieldDefinition.FieldType
        switch aggregate {
        case .count: (expression, type) = ("count(\(operand.expression))", .int)
        case .countDistinct: (expression, type) = ("count(DISTINCT \(operand.expression))", .int)
        case .average: (expression, type) = ("avg(\(operand.expression))", .double)
        case .sum: (expression, type) = ("sum(\(operand.expression))", operand.type == .int ? .int : .double)
        case .minimum: (expression, type) = ("min(\(operand.expression))", operand.type)
        case .maximum: (expression, type) = ("max(\(operand.expression))", operand.type)
        case .grouping:
            guard let grouping, let isActive = grouping.isActive(operand) else {
                throw .malformed("Field must be grouped or aggregated: \(operand.name)", at: operand.position)
            }
            (expression, type) = (isActive ? "0" : "1", .int)
        }
        let isAllowed: Bool =
            switch aggregate {
            case .average, .sum: operand.type.isNumber
            case .minimum, .maximum: operand.type != .boolean && operand.type != .multipicklist
            case .count, .countDistinct, .grouping: true
            }
        guard isAllowed, operand.type != .address, operand.type != .base64 else {
            throw .malformed(
                "field \(operand.name) does not support aggregate operator \(aggregate.rawValue)",
                at: operand.position
            )
        }
        return Operand(
            type.isText ? "\(expression) COLLATE salesforce" : expression,
            type: type,
            name: "\(aggregate.rawValue)(\(operand.name))",
            position: call.name.position,
            isAggregate: true
        )
    }
}
