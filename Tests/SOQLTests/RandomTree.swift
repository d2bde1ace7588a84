import SOQL
import TestSupport

/// Makes trees of every shape that the parser can produce.
struct RandomTree {
    private var generator: SplitMix64
    private var depth = 0

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    // MARK: Choices

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func one<Item>(of items: [Item]) -> Item { items[number(0...items.count - 1)] }

    mutating func list<Item>(_ count: ClosedRange<Int>, of make: (inout RandomTree) -> Item) -> [Item] {
        (0..<number(count)).map { _ in make(&self) }
    }

    mutating func maybe<Item>(_ percent: Int, _ make: (inout RandomTree) -> Item) -> Item? {
        chance(percent) ? make(&self) : nil
    }

    /// Goes deeper, or makes something flat when it is deep enough.
    mutating func nested<Item>(_ make: (inout RandomTree) -> Item, orElse flat: (inout RandomTree) -> Item) -> Item {
        guard depth < 4 else { return flat(&self) }
        depth += 1
        defer { depth -= 1 }
        return make(&self)
    }

    // MARK: Names and placeholders

    private static let words = [
        "Id", "Name", "Account", "c", "Custom__c", "ns__Field__c", "Owner", "Group", "Order", "Offset", "All", "Update",
        "For", "Data", "Fields", "Count", "Format", "Distance", "Today", "True", "When", "End", "Else", "Scope",
        "Rollup",
        "USD5", "View", "By", "Find", "Returning", "Security_Enforced",
    ]

    mutating func word() -> Name { Name(one(of: RandomTree.words)) }

    mutating func name() -> Name { chance(10) ? Name(placeholder()) : word() }

    mutating func path() -> FieldPath { FieldPath(list(1...3) { $0.name() }) }

    mutating func placeholder() -> Placeholder {
        Placeholder(
            one(of: ["name", "caller_phone", "search_contact.records[1].Id", "previousAction.Id", "0"]),
            filters: list(0...2) { $0.one(of: ["phone", "note", "case_number"]) }
        )
    }

    /// A word that can be an alias even where clauses follow.
    mutating func alias() -> Name { Name(one(of: ["a", "total", "year", "MIN", "View", "distinct", "Data", "x1__c"])) }

    mutating func count() -> Count { chance(20) ? .placeholder(placeholder()) : .number(number(0...200_000)) }

    // MARK: Text

    mutating func text() -> String {
        var text = ""
        for _ in 0..<number(0...12) { text.unicodeScalars.append(scalar()) }
        return text
    }

    private mutating func scalar() -> Unicode.Scalar {
        switch number(0...5) {
        case 0: one(of: Array(#"'"\%_{}{}[]()|&!*?+-:^~ "#.unicodeScalars))
        case 1: Unicode.Scalar(UInt8(number(0...127)))
        case 2: Unicode.Scalar(UInt32(number(0x80...0xD7FF))) ?? "é"
        case 3: Unicode.Scalar(UInt32(number(0xE000...0x10_FFFF))) ?? "𝄞"
        default: one(of: Array("abcdefgh ANDornot.,;".unicodeScalars))
        }
    }

    mutating func string() -> StringLiteral {
        StringLiteral(
            pieces: list(0...4) { random in
                switch random.number(0...3) {
                case 0: .escaped(random.one(of: ["%", "_", "%_%"]))
                case 1: .placeholder(random.placeholder())
                default: .text(random.text())
                }
            }
        )
    }

    // MARK: Values

    mutating func literal() -> Literal {
        switch number(0...9) {
        case 0: .null
        case 1: .boolean(chance(50))
        case 2: .number(one(of: ["0", "-12.5", "+3", ".5", "000", "99999999999999999999"]))
        case 3: .date(one(of: ["2026-01-31", "2024-02-29", "1700-01-01"]))
        case 4:
            .dateTime(one(of: ["2026-01-31T10:00:00Z", "2026-01-31T10:00:00.000+0000", "1999-12-31T23:59:59-08:00"]))
        case 5: .time(one(of: ["10:00:00.000Z", "23:59:59Z"]))
        case 6: .dateLiteral(Name(one(of: ["TODAY", "last_month", "Last_90_Days"])), nil)
        case 7: .dateLiteral(Name(one(of: ["LAST_N_DAYS", "n_weeks_ago", "NEXT_N_FISCAL_YEARS"])), count())
        case 8: .currency(code: one(of: ["USD", "eur"]), amount: one(of: ["5000", "0.01"]))
        default: .string(string())
        }
    }

    mutating func single() -> Value { chance(15) ? .placeholder(placeholder()) : .literal(literal()) }

    // MARK: Conditions

    mutating func condition() -> Condition {
        nested { random in
            switch random.number(0...5) {
            case 0: .all(random.list(2...4) { $0.condition() })
            case 1: .any(random.list(2...4) { $0.condition() })
            case 2: .not(random.condition())
            default: .comparison(random.comparison())
            }
        } orElse: {
            .comparison($0.comparison())
        }
    }

    private mutating func comparison() -> Comparison {
        let subject = expression()
        switch number(0...5) {
        case 0:
            return Comparison(subject, chance(50) ? .in : .notIn, chance(30) ? .placeholder(placeholder()) : inValue())
        case 1:
            return Comparison(subject, chance(50) ? .includes : .excludes, .list(list(1...3) { $0.single() }))
        case 2:
            return Comparison(subject, .like, chance(20) ? .placeholder(placeholder()) : .literal(.string(string())))
        default:
            let operators: [Comparison.Operator] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]
            return Comparison(subject, one(of: operators), single())
        }
    }

    private mutating func inValue() -> Value {
        nested { random in
            random.chance(30) ? .subquery(random.query()) : .list(random.list(1...4) { $0.single() })
        } orElse: { random in
            .list(random.list(1...4) { $0.single() })
        }
    }

    mutating func expression() -> Expression { chance(25) ? .function(function()) : .field(path()) }

    mutating func function() -> FunctionCall {
        switch number(0...3) {
        case 0: FunctionCall("COUNT")
        case 1: FunctionCall("Distance", [.expression(.field(path())), .expression(.function(geolocation())), unit()])
        default:
            nested { random in
                FunctionCall(
                    Name(random.one(of: ["COUNT", "max", "toLabel", "CALENDAR_YEAR", "convertTimezone", "FORMAT"])),
                    [.expression(random.expression())]
                )
            } orElse: { random in
                FunctionCall("toLabel", [.expression(.field(random.path()))])
            }
        }
    }

    private mutating func geolocation() -> FunctionCall {
        FunctionCall(
            "GEOLOCATION",
            [
                chance(30) ? .placeholder(placeholder()) : .literal(.number("37.775")),
                chance(30) ? .placeholder(placeholder()) : .literal(.number("-122.4")),
            ]
        )
    }

    private mutating func unit() -> FunctionCall.Argument {
        chance(20) ? .placeholder(placeholder()) : .literal(.string(one(of: ["mi", "KM"])))
    }
}
