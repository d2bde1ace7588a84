import SOQL
import Testing

struct ConditionParsingTests {
    private static func isOne(_ field: FieldPath) -> Condition {
        .comparison(Comparison(.field(field), .equal, .literal(.number("1"))))
    }

    private static let a = isOne("a")
    private static let b = isOne("b")
    private static let c = isOne("c")

    @Test(
        arguments: [
            ("a = 1", a),
            ("(((a = 1)))", a),
            ("a = 1 AND b = 1 and c = 1", .all([a, b, c])),
            ("a = 1 OR b = 1 OR c = 1", .any([a, b, c])),
            ("a = 1 AND (b = 1 OR c = 1)", .all([a, .any([b, c])])),
            ("(a = 1 AND b = 1) AND c = 1", .all([.all([a, b]), c])),
            ("(a = 1 AND b = 1) OR c = 1", .any([.all([a, b]), c])),
            ("NOT a = 1", .not(a)),
            ("NOT(a = 1 OR b = 1)", .not(.any([a, b]))),
            ("(NOT a = 1) AND b = 1", .all([.not(a), b])),
            ("a = 1 AND (NOT b = 1)", .all([a, .not(b)])),
            ("NOT (NOT a = 1)", .not(.not(a))),
        ] as [(String, Condition)]
    )
    func `AND, OR and NOT keep the groups that parentheses make`(text: String, condition: Condition) throws {
        #expect(try Query(parsing: "SELECT Id FROM X WHERE \(text)").condition == condition)
    }

    @Test(
        arguments: [
            ("a = 1 AND b = 1 OR c = 1", 40, "OR"),
            ("a = 1 OR b = 1 AND c = 1", 39, "AND"),
            ("NOT a = 1 AND b = 1", 34, "AND"),
            ("a = 1 AND NOT b = 1", 34, "NOT"),
            ("NOT NOT a = 1", 28, "NOT"),
            ("(a = 1 OR b = 1 AND c = 1)", 40, "AND"),
        ]
    )
    func `mixed operators need parentheses`(text: String, column: Int, found: String) {
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: "SELECT Id FROM X WHERE \(text)") }
        #expect(error?.kind == .mixedOperators(found: found))
        #expect(error?.position.column == column)
        #expect(error?.message.contains("parentheses") == true)
    }

    @Test(
        arguments: [
            ("=", .equal), ("!=", .notEqual), ("<>", .notEqual), ("<", .less), ("<=", .lessOrEqual), (">", .greater),
            (">=", .greaterOrEqual),
        ] as [(String, Comparison.Operator)]
    )
    func `an operator compares with one value`(text: String, comparisonOperator: Comparison.Operator) throws {
        let condition = try Query(parsing: "SELECT Id FROM X WHERE a\(text)-1").condition
        #expect(condition == .comparison(Comparison(.field("a"), comparisonOperator, .literal(.number("-1")))))
    }

    @Test(
        arguments: [
            ("IN ('x', null, 1)", .in, .list([.literal(.string("x")), .literal(.null), .literal(.number("1"))])),
            ("not in (TODAY)", .notIn, .list([.literal(.dateLiteral("TODAY", nil))])),
            ("INCLUDES ('a;b', 'c')", .includes, .list([.literal(.string("a;b")), .literal(.string("c"))])),
            ("EXCLUDES('a')", .excludes, .list([.literal(.string("a"))])),
            ("LIKE 'a%'", .like, .literal(.string("a%"))),
            (
                "IN (SELECT AccountId FROM Contact)", .in,
                .subquery(Query(selection: [.field("AccountId", alias: nil)], sources: [Query.Source("Contact")]))
            ),
        ] as [(String, Comparison.Operator, Value)]
    )
    func `list operators take lists, subqueries and patterns`(
        text: String,
        comparisonOperator: Comparison.Operator,
        value: Value
    ) throws {
        let condition = try Query(parsing: "SELECT Id FROM X WHERE a \(text)").condition
        #expect(condition == .comparison(Comparison(.field("a"), comparisonOperator, value)))
    }
}
