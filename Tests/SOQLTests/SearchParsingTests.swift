import SOQL
import Testing

struct SearchParsingTests {
    @Test
    func `each clause has its place in the tree`() throws {
        let search = try Search(
            parsing: """
                find {Smith} in name fields returning Contact(Id, toLabel(Status) s where Email != null \
                using ListView = Recent order by Name limit 5 offset 2), Account \
                with division = 'Global' with snippet (target_length=120) with network in ('a', 'b') \
                with pricebookid = '01s' with metadata='LABELS' with highlight with spell_correction = false \
                limit 20 update viewstat
                """
        )
        let expected = Search(
            term: .word(SearchText("Smith")),
            scope: .name,
            returning: [
                Search.Returning(
                    "Contact",
                    fields: [
                        .field("Id", alias: nil),
                        .function(FunctionCall("toLabel", [.expression(.field("Status"))]), alias: "s"),
                    ],
                    condition: .comparison(Comparison(.field("Email"), .notEqual, .literal(.null))),
                    listView: "Recent",
                    ordering: [Ordering(.field("Name"))],
                    limit: .number(5),
                    offset: .number(2)
                ),
                Search.Returning("Account"),
            ],
            options: [
                .division("Global"), .snippet(targetLength: 120), .network(["a", "b"]), .priceBook("01s"),
                .metadata("LABELS"), .highlight, .spellCorrection(false),
            ],
            limit: .number(20),
            updates: [.viewStatistics]
        )
        #expect(search == expected)
    }

    private static func word(_ text: String) -> SearchTerm { .word(SearchText(text)) }

    @Test(
        arguments: [
            ("{Smith}", word("Smith")),
            ("{ Smith\t}", word("Smith")),
            ("{a b}", .all([word("a"), word("b")])),
            ("{a AND b c}", .all([word("a"), word("b"), word("c")])),
            ("{a or b OR c}", .any([word("a"), word("b"), word("c")])),
            ("{a b OR c}", .any([.all([word("a"), word("b")]), word("c")])),
            ("{a (b OR c)}", .all([word("a"), .any([word("b"), word("c")])])),
            ("{(a b) c}", .all([.all([word("a"), word("b")]), word("c")])),
            ("{a AND NOT (b OR c) d}", .all([word("a"), .not(.any([word("b"), word("c")])), word("d")])),
            (#"{"New York" "and"}"#, .all([.phrase(SearchText("New York")), .phrase(SearchText("and"))])),
            (
                "{Jo* Sm?th}",
                .all([
                    .word(SearchText(pieces: [.text("Jo"), .anyCharacters])),
                    .word(SearchText(pieces: [.text("Sm"), .anyCharacter, .text("th")])),
                ])
            ),
            (#"{\{1\+1\}\:2}"#, word("{1+1}:2")),
            (#"{me@example.com}"#, word("me@example.com")),
            (#"{Größe}"#, word("Größe")),
            (#"{returning}"#, word("returning")),
        ] as [(String, SearchTerm)]
    )
    func `a term is made of words, phrases and operators`(text: String, term: SearchTerm) throws {
        #expect(try Search(parsing: "FIND \(text)").term == term)
        #expect(try Search(parsing: "FIND\(text)RETURNING Contact").term == term)
    }

    @Test(
        arguments: [
            "FIND", "FIND {", "FIND {}", "FIND { }", "FIND {a", "FIND {a AND}", "FIND {AND}", "FIND {NOT a}",
            "FIND {a NOT b}", "FIND {a OR OR b}", "FIND {(a}", "FIND {a)}", "FIND {()}", #"FIND {"a}"#, #"FIND {""}"#,
            "FIND {a|b}", "FIND {a-b}", "FIND {it's}", #"FIND {a\b}"#, #"FIND {a\"#, "FIND {a}}", "FIND {{a}}",
            "FIND Smith",
            "FIND {a} IN", "FIND {a} IN NAME", "FIND {a} IN FAX FIELDS", "FIND {a} RETURNING",
            "FIND {a} RETURNING Contact(",
            "FIND {a} RETURNING Contact()", "FIND {a} RETURNING Contact(Id", "FIND {a} RETURNING Contact(WHERE Id = 1)",
            "FIND {a} RETURNING Contact((SELECT Id FROM Tasks))", "FIND {a} WITH", "FIND {a} WITH DIVISION",
            "FIND {a} WITH DIVISION = Global", "FIND {a} WITH SNIPPET (length=1)", "FIND {a} WITH SPELL_CORRECTION = 1",
            "FIND {a} WITH NETWORK IN ()", "FIND {a} LIMIT", "FIND {a} UPDATE", "FIND {a} LIMIT 5 RETURNING Contact",
            "SELECT Id FROM Contact", "",
        ]
    )
    func `what is no search is refused`(text: String) {
        #expect(throws: SyntaxError.self) { try Search(parsing: text) }
    }

    @Test(
        arguments: [
            "FIND 'Smith'", "FIND :name", "FIND {a} USING PHRASE SEARCH",
            "FIND {a} IN ALL FIELDS USING ADVANCED SEARCH",
            "FIND {a} RETURNING Contact(Id WHERE Name = :name)", "FIND {a} LIMIT :n", "FIND {a} WITH USER_MODE",
            "FIND {a} WITH HIGHLIGHT WITH SYSTEM_MODE",
        ]
    )
    func `a form of Apex is refused as such`(text: String) {
        let error = #expect(throws: SyntaxError.self) { try Search(parsing: text) }
        #expect(error?.kind == .apexOnly)
    }
}
