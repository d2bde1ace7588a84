import FoundationEssentials
import GRDB
import SOQL

extension QueryCompiler {
    /// Characters of a string in a condition.
    private static let maximumStringLength = 4_000

    /// The single constant on the right of a comparison.
    func literal(_ value: Value) throws(QueryFault) -> Literal {
        switch value {
        case .literal(let literal): return literal
        case .placeholder(let placeholder): throw .unfilled(placeholder)
        case .list, .subquery: throw .malformed("unexpected token: '('")
        }
    }

    /// The constants of an `IN` list.
    func literals(_ value: Value) throws(QueryFault) -> [Literal] {
        guard case .list(let values) = value else { return [try literal(value)] }
        var literals: [Literal] = []
        for value in values { literals.append(try literal(value)) }
        return literals
    }

    func plainText(of string: StringLiteral) throws(QueryFault) -> String {
        if let text = string.plainText {
            guard text.unicodeScalars.count <= Self.maximumStringLength else {
                throw .malformed(
                    "A string in a condition can not be longer than \(Self.maximumStringLength) characters"
                )
            }
            return text
        }
        for case .placeholder(let placeholder) in string.pieces { throw .unfilled(placeholder) }
        return ""
    }

    /// The stored form of a constant that is compared with a field; null for null and for empty text.
    func argument(_ literal: Literal, for subject: Operand) throws(QueryFault) -> DatabaseValue {
        switch (literal, subject.type) {
        case (.null, _):
            return .null
        case (.string(let string), let type) where type.isId:
            let text = try plainText(of: string)
            guard !text.isEmpty else { return .null }
            guard let id = RecordId(text) else {
                throw QueryFault(.invalidFilterOperator, "invalid ID field: \(text)", at: subject.position)
            }
            return id.text.databaseValue
        case (.string(let string), .multipicklist):
            let text = try plainText(of: string)
            return text.isEmpty ? .null : ";\(text);".databaseValue
        case (.string(let string), let type) where type.isText:
            let text = try plainText(of: string)
            return text.isEmpty ? .null : text.databaseValue
        case (.boolean(let value), .boolean):
            return value.databaseValue
        case (.number(let text), let type) where type.isNumber,
            (.currency(_, let text), let type) where type.isNumber:
            if let integer = Int64(text) { return integer.databaseValue }
            return Double(text)?.databaseValue ?? .null
        case (.date(let text), .date):
            return text.databaseValue
        case (.dateTime(let text), .datetime):
            return DateTimeText.milliseconds(parsing: text)?.databaseValue ?? .null
        case (.time(let text), .time):
            return DateTimeText.millisecondsOfDay(parsing: text)?.databaseValue ?? .null
        default:
            throw wrongLiteral(literal, for: subject)
        }
    }

    private func wrongLiteral(_ literal: Literal, for subject: Operand) -> QueryFault {
        let wantsQuotes = subject.type.isText || subject.type.isId
        return .wrongLiteral(
            for: subject.field?.field.name ?? subject.name,
            type: subject.type.isText ? "string" : subject.type.nameInMessages,
            isQuoted: !wantsQuotes,
            at: subject.position
        )
    }

    /// The bounds in stored form, the upper one excluded, of a date literal; nil for other constants.
    func range(
        of literal: Literal,
        for subject: Operand
    ) throws(QueryFault) -> (lower: DatabaseValue, upper: DatabaseValue)? {
        guard case .dateLiteral(let name, let count) = literal else { return nil }
        guard subject.type.isDate else { throw wrongLiteral(literal, for: subject) }
        let now = Int((context.now.timeIntervalSince1970 * 1_000).rounded(.down))
        let today = DateTimeText.split(now, in: context.timeZone).day
        guard let range = DateRange(name.text, count: try count?.filled(), today: today) else {
            throw .malformed("unexpected token: '\(name.text)'", at: name.position)
        }
        if subject.type == .date { return (range.start.description.databaseValue, range.end.description.databaseValue) }
        let lower = DateTimeText.milliseconds(atStartOf: range.start, in: context.timeZone)
        let upper = range.endsNow ? now + 1 : DateTimeText.milliseconds(atStartOf: range.end, in: context.timeZone)
        return (lower.databaseValue, upper.databaseValue)
    }
}
