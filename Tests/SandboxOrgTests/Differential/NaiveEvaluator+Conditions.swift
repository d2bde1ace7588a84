import Foundation
import JSON
import SOQL

@testable import SandboxOrg

extension NaiveEvaluator {
    func holds(_ condition: Condition, _ subject: Subject) throws -> Bool {
        switch condition {
        case .all(let members): try members.allSatisfy { try holds($0, subject) }
        case .any(let members): try members.contains { try holds($0, subject) }
        case .not(let negated): try !holds(negated, subject)
        case .comparison(let comparison): try holds(comparison, subject)
        }
    }

    private func holds(_ comparison: Comparison, _ subject: Subject) throws -> Bool {
        let operand = try operand(comparison.subject, subject)
        if case .subquery(let query) = comparison.value {
            let found = try run(query).compactMap { $0.object?.map(\.value).first?.string }
            return found.contains(operand.value.string ?? "") == (comparison.operator == .in)
        }
        let literals = try Self.literals(comparison.value)
        switch comparison.operator {
        case .equal: return try equals(operand, literals[0])
        case .notEqual: return try !equals(operand, literals[0])
        case .in: return try literals.contains { try equals(operand, $0) }
        case .notIn: return try !literals.contains { try equals(operand, $0) }
        case .like: return Self.isLike(operand.value.string, literals[0])
        case .includes: return Self.includes(operand.value.string, literals)
        case .excludes: return !Self.includes(operand.value.string, literals)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return try inequality(comparison.operator, operand, literals[0])
        }
    }

    private static func literals(_ value: Value) throws -> [Literal] {
        switch value {
        case .literal(let literal): return [literal]
        case .list(let values): return try values.flatMap(literals)
        case .subquery, .placeholder: throw Unsupported(what: "value")
        }
    }

    private func equals(_ operand: Operand, _ literal: Literal) throws -> Bool {
        if case .dateLiteral(let name, let count) = literal {
            guard let text = operand.value.string else { return false }
            let (start, end) = try bounds(name, count, operand.type)
            return start <= Self.comparable(text) && Self.comparable(text) < end
        }
        let value = try constant(literal)
        if operand.type == .boolean {
            // A check box nobody has set is not checked, and so is that of a record that is not there.
            return (operand.value.boolean ?? false) == (value.boolean ?? false)
        }
        if operand.value.isNull || value.isNull { return operand.value.isNull && value.isNull }
        return try order(operand.value, value, operand.type) == 0
    }

    private func inequality(_ sign: Comparison.Operator, _ operand: Operand, _ literal: Literal) throws -> Bool {
        guard !operand.value.isNull else { return false }
        if case .dateLiteral(let name, let count) = literal, let text = operand.value.string {
            let (start, end) = try bounds(name, count, operand.type)
            let value = Self.comparable(text)
            return switch sign {
            case .less: value < start
            case .lessOrEqual: value < end
            case .greater: value >= end
            default: value >= start
            }
        }
        let value = try constant(literal)
        guard !value.isNull else { return false }
        let order = try order(operand.value, value, operand.type)
        return switch sign {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
    }

    /// A date literal's first moment and the one after its last; for a date, as the beginnings of days in UTC.
    private func bounds(
        _ name: Name,
        _ count: Count?,
        _ type: FieldDefinition.FieldType
    ) throws -> (start: Double, end: Double) {
        var number: Int?
        if case .number(let given)? = count { number = given }
        guard let range = dates.range(name.text, number) else { throw Unsupported(what: name.text) }
        if type == .datetime {
            return (
                (range.start.timeIntervalSince1970 * 1000).rounded(), (range.end.timeIntervalSince1970 * 1000).rounded()
            )
        }
        let last = dates.localDay(range.end.addingTimeInterval(-0.001))
        return (Self.comparable(dates.localDay(range.start)), Self.comparable(last) + 86_400_000)
    }

    private static func comparable(_ text: String) -> Double {
        Double(NaiveDates.milliseconds(text) ?? 0)
    }

    private func constant(_ literal: Literal) throws -> JSONValue {
        switch literal {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .number(let text):
            guard let number = JSONNumber(Double(text) ?? 0) else { throw Unsupported(what: text) }
            return .number(number)
        case .string(let string):
            let text = string.plainText ?? ""
            return text.isEmpty ? .null : .string(text)
        case .date(let text), .dateTime(let text): return .string(text)
        default: throw Unsupported(what: "literal")
        }
    }

    /// Below zero when the left value comes first.
    func order(_ left: JSONValue, _ right: JSONValue, _ type: FieldDefinition.FieldType) throws -> Int {
        func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : left > right ? 1 : 0 }
        switch type {
        case .boolean: return sign(left.boolean == true ? 1 : 0, right.boolean == true ? 1 : 0)
        case .int, .double, .currency, .percent: return sign(left.number?.double ?? 0, right.number?.double ?? 0)
        case .date, .datetime: return sign(Self.comparable(left.string ?? ""), Self.comparable(right.string ?? ""))
        // The long form of an id only repeats the case of the short one.
        case .id, .reference: return sign((left.string ?? "").prefix(15), (right.string ?? "").prefix(15))
        default:
            let (left, right) = (Self.folded(left.string ?? ""), Self.folded(right.string ?? ""))
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        }
    }

    /// By capitals, but only of letters that have one of their own.
    static func folded(_ text: String) -> [UInt32] {
        text.unicodeScalars.map { scalar in
            let capital = scalar.properties.uppercaseMapping
            return capital.unicodeScalars.count == 1 ? capital.unicodeScalars.first?.value ?? 0 : scalar.value
        }
    }

    static func capitals(_ text: String) -> String {
        String(String.UnicodeScalarView(folded(text).compactMap { Unicode.Scalar($0) }))
    }

    // MARK: LIKE and INCLUDES

    private static func isLike(_ text: String?, _ literal: Literal) -> Bool {
        guard case .string(let pattern) = literal else { return false }
        let pieces: [Character?] = pattern.pieces.flatMap { piece -> [Character?] in
            switch piece {
            case .text(let text): text.map { $0 }
            // A zero byte before a character that stands for itself.
            case .escaped(let text): text.flatMap { [nil, $0] }
            case .placeholder: []
            }
        }
        guard let text else { return pieces.isEmpty }
        return matches(Array(capitals(text))[...], pieces[...])
    }

    private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character?>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case nil:
            guard let plain = rest.first ?? nil, text.first == Character(capitals(String(plain))) else { return false }
            return matches(text.dropFirst(), rest.dropFirst())
        case "%"?: return (text.startIndex...text.endIndex).contains { matches(text[$0...], rest) }
        case "_"?: return !text.isEmpty && matches(text.dropFirst(), rest)
        case let plain?:
            let plain = Array(capitals(String(plain)))
            return text.starts(with: plain) && matches(text.dropFirst(plain.count), rest)
        }
    }

    private static func includes(_ text: String?, _ literals: [Literal]) -> Bool {
        let selected = Set((text ?? "").split(separator: ";").map { folded(String($0)) })
        return literals.contains { literal in
            guard case .string(let string) = literal else { return false }
            return (string.plainText ?? "").split(separator: ";").allSatisfy { selected.contains(folded(String($0))) }
        }
    }

    // MARK: ORDER BY

    func sort(_ subjects: [Subject], by orderings: [Ordering]) throws -> [Subject] {
        let keyed = try subjects.map { subject in (subject, try orderings.map { try operand($0.key, subject) }) }
        return try keyed.sorted { left, right in
            for (index, ordering) in orderings.enumerated() {
                let order = try order(left.1[index], right.1[index], ordering)
                if order != 0 { return order < 0 }
            }
            return (left.0.rows.first?["Id"]?.string ?? "") < (right.0.rows.first?["Id"]?.string ?? "")
        }
        .map(\.0)
    }

    private func order(_ left: Operand, _ right: Operand, _ ordering: Ordering) throws -> Int {
        if left.value.isNull || right.value.isNull {
            guard left.value.isNull != right.value.isNull else { return 0 }
            let isReference = left.type == .id || left.type == .reference
            return left.value.isNull == (ordering.nulls != .last || isReference) ? -1 : 1
        }
        var result: Int
        if left.picklist.isEmpty {
            result = try order(left.value, right.value, left.type)
        } else {
            func place(_ operand: Operand) -> Int {
                operand.picklist.firstIndex { Self.folded($0) == Self.folded(operand.value.string ?? "") }
                    ?? operand.picklist.count
            }
            result = place(left) - place(right)
        }
        if ordering.direction == .descending { result = -result }
        return result
    }
}
