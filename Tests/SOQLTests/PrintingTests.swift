import SOQL
import Testing

struct PrintingTests {
    @Test(
        arguments: [
            (
                "select  Id ,Name n from Contact c where a=1 and(b<>null or c like 'x%')order by Name desc limit 5",
                "SELECT Id, Name n FROM Contact c WHERE a = 1 AND (b != NULL OR c LIKE 'x%') ORDER BY Name DESC LIMIT 5"
            ),
            (
                "SELECT count ( Id ) FROM A AS x GROUP BY cube( a,b ) HAVING not (count(Id)>1)",
                "SELECT count(Id) FROM A x GROUP BY CUBE(a, b) HAVING NOT count(Id) > 1"
            ),
            (
                "SELECT Id FROM A WHERE ((a=true)) AND (b in(1,2)) with data category x at (y)",
                "SELECT Id FROM A WHERE a = TRUE AND b IN (1, 2) WITH DATA CATEGORY x AT y"
            ),
        ]
    )
    func `a query is printed in one form`(query: String, printed: String) throws {
        #expect(try Query(parsing: query).text == printed)
        #expect(try Query(parsing: query).printed() == Array(printed.utf8))
    }

    @Test(
        arguments: [
            (
                #"find {a b or "c"} in name fields returning A(Id where x=1),B with snippet(target_length=5)"#,
                #"FIND {(a AND b) OR "c"} IN NAME FIELDS RETURNING A(Id WHERE x = 1), B WITH SNIPPET (target_length=5)"#
            ),
            ("FIND {{term}} WITH NETWORK IN ('a')", "FIND {{{term}}} WITH NETWORK = 'a'"),
            ("FIND {a AND NOT(b c)}", "FIND {a AND NOT (b AND c)}"),
        ]
    )
    func `a search is printed in one form`(search: String, printed: String) throws {
        #expect(try Search(template: search).text == printed)
    }

    @Test(
        arguments: [
            ("O'Brien", #"'O\'Brien'"#),
            (#"a\b"#, #"'a\\b'"#),
            ("a\nb\rc\td\u{8}e\u{C}f", #"'a\nb\rc\td\be\ff'"#),
            ("\u{0}\u{1F}\u{7F}", #"'\u0000\u001F\u007F'"#),
            ("{{name}} {x}", #"'\u007B{name}} {x}'"#),
            ("' OR Name != '", #"'\' OR Name != \''"#),
            ("é𝄞 100%_", "'é𝄞 100%_'"),
        ]
    )
    func `whatever is in a string stays in the string`(text: String, printed: String) {
        #expect(Literal.string(StringLiteral(text)).text == printed)
    }

    @Test
    func `wildcards that were meant literally are escaped`() {
        var pattern: StringLiteral = "%"
        pattern.appendLiterally("50%_a")
        #expect(Literal.string(pattern).text == #"'%50\%\_a'"#)
    }

    @Test(
        arguments: [
            ("and", #""and""#), ("New York", #""New York""#), ("+1 (555)", #""\+1 \(555\)""#),
            ("} RETURNING", #""\} RETURNING""#),
            ("android", "android"), (#"a"b'c\d"#, #"a\"b\'c\\d"#), ("{{x}}", #"\{\{x\}\}"#),
        ]
    )
    func `a word that could be read as more is quoted or escaped`(word: String, printed: String) {
        #expect(SearchTerm.word(SearchText(word)).text == printed)
    }

    @Test
    func `a group of one needs no parentheses`() {
        let a = Condition.comparison(Comparison(.field("a"), .equal, .literal(.null)))
        #expect(Condition.all([.any([a])]).text == "a = NULL")
    }
}
