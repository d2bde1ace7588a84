import SOQL
import Testing

struct LiteralParsingTests {
    private func literal(_ text: String) throws -> Literal {
        let condition = try Query(parsing: "SELECT Id FROM X WHERE a = \(text)").condition
        guard case .comparison(let comparison)? = condition, case .literal(let literal) = comparison.value else {
            throw NotALiteral()
        }
        return literal
    }

    private struct NotALiteral: Error {}

    @Test(
        arguments: [
            ("null", .null),
            ("True", .boolean(true)),
            ("FALSE", .boolean(false)),
            ("0", .number("0")),
            ("-12.50", .number("-12.50")),
            ("+3", .number("+3")),
            (".5", .number(".5")),
            ("2024-02-29", .date("2024-02-29")),
            ("2026-01-31T10:00:00Z", .dateTime("2026-01-31T10:00:00Z")),
            ("2026-01-31T10:00:00.123+0000", .dateTime("2026-01-31T10:00:00.123+0000")),
            ("2026-01-31T10:00:00-08:00", .dateTime("2026-01-31T10:00:00-08:00")),
            ("10:00:00.000Z", .time("10:00:00.000Z")),
            ("today", .dateLiteral("today", nil)),
            ("LAST_N_DAYS:30", .dateLiteral("LAST_N_DAYS", .number(30))),
            ("USD5000", .currency(code: "USD", amount: "5000")),
            ("eur0.01", .currency(code: "eur", amount: "0.01")),
            ("'it'", .string("it")),
        ] as [(String, Literal)]
    )
    func `a literal keeps what was written`(text: String, expected: Literal) throws {
        #expect(try literal(text) == expected)
    }

    @Test(
        arguments: [
            (#"''"#, StringLiteral("")),
            (#"'O\'Brien \"Bob\" \\ \n\N\r\R\t\T\b\B\f\F'"#, "O'Brien \"Bob\" \\ \n\n\r\r\t\t\u{8}\u{8}\u{C}\u{C}"),
            (#"'caf\u00e9 \uD834\uDD1E'"#, "café 𝄞"),
            (
                #"'50\% a\_b'"#,
                StringLiteral(pieces: [.text("50"), .escaped("%"), .text(" a"), .escaped("_"), .text("b")])
            ),
            (#"'{{not_a_template}}'"#, "{{not_a_template}}"),
            (#"'/* -- ; '"#, "/* -- ; "),
        ] as [(String, StringLiteral)]
    )
    func `a string is unescaped`(text: String, expected: StringLiteral) throws {
        #expect(try literal(text) == .string(expected))
    }

    @Test(
        arguments: [
            #"'a\x'"#, #"'a\U00e9'"#, #"'a\u00g9'"#, #"'a\u00'"#, #"'a\uD834'"#, #"'a\uDD1E'"#, #"'\uD834\u0041'"#,
            "-.", #"'a\'"#, "'a\nb'",
            "'O''Brien'", "\"a\"", "'a", "2026-13-01", "2026-00-10", "2026-02-29", "1900-02-29", "2026-04-31",
            "2026-1-1", "2026-01-31T24:00:00Z", "2026-01-31T10:60:00Z", "2026-01-31T10:00:00", "2026-01-31T10:00Z",
            "2026-01-31T10:00:00 01:00", "2026-01-31T10:00:00.Z", "2026-01-31T10:00:00+1:00", "10:00:00", "25:00:00Z",
            "12abc", "1.", "1e5", "--1", "+", "TODAY:5", "LAST_N_DAYS", "LAST_N_DAYS:x", "LAST_N_DAYS:-1", "SomeWord",
            "USD", "USD5.x", "('a')", "99999 9",
        ]
    )
    func `what is no literal is refused`(text: String) {
        #expect(throws: SyntaxError.self) { try literal(text) }
    }

    @Test
    func `a date literal has a count exactly when its name asks for one`() throws {
        for dateLiteral in DateLiteral.allCases {
            let text = dateLiteral.rawValue
            let wanted: Literal = .dateLiteral(Name(text), dateLiteral.takesCount ? .number(2) : nil)
            #expect(try literal(dateLiteral.takesCount ? "\(text):2" : text) == wanted)
            #expect(throws: SyntaxError.self) { try literal(dateLiteral.takesCount ? text : "\(text):2") }
        }
    }
}
