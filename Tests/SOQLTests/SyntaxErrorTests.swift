import SOQL
import Testing

struct SyntaxErrorTests {
    @Test(
        arguments: [
            ("", "1:1 expected SELECT, but the text ends here"),
            ("SELECT", "1:7 expected a field or function, but the text ends here"),
            (
                "SELECT Id FORM Contact",
                "1:16 expected FROM or a comma, but found Contact; FORM was read as an alias of Id"
            ),
            ("SELECT Id,\nFROM Contact", "2:1 expected a field or function, but found FROM"),
            ("SELECT Id FROM Contact WHERE", "1:29 expected a field or function, but the text ends here"),
            (
                "SELECT Id FROM Contact WHERE Name",
                "1:34 expected an operator such as =, !=, <, LIKE or IN, but the text ends here"
            ),
            (
                "SELECT Id FROM Contact WHERE Name = Smith",
                "1:37 expected a value after =, but found Smith; text stands in single quotes"
            ),
            (#"SELECT Id FROM Contact WHERE Name = "x""#, "1:37 text stands in single quotes, not in double quotes"),
            (
                "SELECT Id FROM Contact WHERE Name = 'O''Brien'",
                #"1:40 '' does not stand for a quote in a string; write \'"#
            ),
            ("SELECT Id FROM Contact WHERE Name = 'x", "1:37 the string that starts here is never closed with '"),
            (
                "SELECT Id FROM Contact WHERE a = 1 AND b = 2 OR c = 3",
                "1:46 AND and OR cannot stand side by side; put parentheses around the terms that belong together"
            ),
            (
                "SELECT Id FROM Contact WHERE a = 1 AND NOT b = 2",
                "1:40 put NOT and what it negates in parentheses, as in a = 1 AND (NOT b = 2)"
            ),
            (
                "SELECT Id FROM Contact WHERE a = ('x')",
                "1:34 expected one value, but found (; use IN to compare with a list"
            ),
            ("SELECT Id FROM Contact WHERE a IN 'x'", "1:35 expected ( and a list or subquery after IN, but found 'x'"),
            (
                "SELECT Id FROM Contact LIMIT 5 WHERE a = 1",
                """
                1:32 expected the end of the query, but found WHERE; clauses stand in the order SELECT, FROM, USING SCOPE, \
                WHERE, WITH, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, FOR, UPDATE
                """
            ),
            (
                "SELECT Id FROM Contact LIMIT -1",
                "1:30 expected the number of rows after LIMIT, but found -1; it is a whole number, not less than 0"
            ),
            ("SELECT Id FROM Contact;", "1:23 a query ends without a semicolon"),
            ("SELECT Name AS n FROM Contact", "1:13 expected an alias, but found AS; it stands without AS"),
            (
                "SELECT Name (SELECT Id FROM Contacts) FROM Account",
                "1:13 expected a comma or the next clause, but found (; Name is not a function of SOQL"
            ),
            ("SELECT Id FROM Contact WHERE a = {{b}}", "1:34 a placeholder can stand only in a template"),
            (
                "SELECT Id FROM Contact WHERE d = 2026-13-01",
                "1:34 this is not a date of the calendar, written as in 2026-01-31"
            ),
            ("SELECT Id FROM Contact WHERE d = TODAY:5", "1:39 TODAY takes no count, so : cannot follow it"),
            ("SELECT Id FROM Contact WHERE a + b > 1", "1:32 SOQL cannot calculate, so + means nothing here"),
            (
                "SELECT FIELDS(Id) FROM Contact",
                "1:15 expected ALL, STANDARD or CUSTOM in FIELDS( ), but found Id"
            ),
            ("SELECT Id FROM Contact WHERE fields(ALL) = 1", "1:30 FIELDS can stand only in the selection"),
            (
                "SELECT Id FROM Contact WITH a = 1 WITH b = 2",
                """
                1:35 expected the end of the query, but found WITH; clauses stand in the order SELECT, FROM, USING SCOPE, \
                WHERE, WITH, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, FOR, UPDATE
                """
            ),
            (
                "SELECT Id FROM Contact WITH RecordVisibilityContext (a = b)",
                "1:58 expected a number, true or false, but found b"
            ),
            (
                "SELECT Id FROM Contact c 'a text that is too long to be shown in a message'",
                "1:26 expected the end of the query, but found 'a text that is too long to be shown in …"
            ),
            ("SELECT * FROM Contact", "1:8 * means nothing here; name the fields, or select FIELDS(STANDARD)"),
            ("SELECT Id FROM Contact WHERE a = 1 && b = 2", "1:36 & means nothing here; write AND or OR"),
            (
                "SELECT Id FROM Contact WHERE a IS NULL",
                "1:32 expected an operator, but found IS; write = NULL or != NULL"
            ),
            (
                "SELECT Id FROM Contact WHERE a NOT LIKE 'x'",
                "1:36 expected IN after NOT, but found LIKE; NOT stands before the whole condition, as in NOT Name LIKE 'A%'"
            ),
            (
                "SELECT Id FROM Contact WHERE a = ‘x’",
                "1:34 text stands in straight single quotes, so ‘ means nothing here"
            ),
            ("SELECT\u{A0}Id FROM Contact", "1:7 the character U+00A0 means nothing outside quotes"),
            ("SELECT Id FROM Contact WHERE a é 1", "1:32 the character é means nothing outside quotes"),
        ]
    )
    func `an error says where, what and how to mend it`(query: String, message: String) {
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: query) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            (
                "SELECT Id FROM X WHERE a = :b",
                "a bind variable such as :name is an Apex-only form; write the value itself"
            ),
            (
                "SELECT Id FROM X WHERE a IN :b",
                "a bind variable such as :name is an Apex-only form; write the value itself"
            ),
            ("SELECT Id FROM X LIMIT :n", "a bind variable such as :name is an Apex-only form; write the value itself"),
            (
                "SELECT Id FROM X WITH SECURITY_ENFORCED",
                """
                WITH SECURITY_ENFORCED is an Apex-only form; over REST, the rights of the connected user always count
                """
            ),
            (
                "SELECT Id FROM X WITH user_mode",
                "WITH user_mode is an Apex-only form; over REST, the rights of the connected user always count"
            ),
            (
                "SELECT Id FROM X LIMIT 1 ALL ROWS",
                "ALL ROWS is an Apex-only form; over REST, deleted rows come from the queryAll resource"
            ),
        ]
    )
    func `a form of Apex is named`(query: String, message: String) {
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: query) }
        #expect(error?.kind == .apexOnly)
        #expect(error?.message == message)
    }

    @Test(
        arguments: [
            ("FIND Smith", "1:6 expected a search term in braces, as in FIND {Smith}"),
            ("FIND {}", "1:7 expected something to search for between { and }"),
            ("FIND {a|b}", #"1:8 | has a meaning of its own in a search term; write \| for itself"#),
            ("FIND {a NOT b}", #"1:9 NOT stands only in AND NOT; to search for the word, write "not""#),
            ("FIND {a", "1:8 the search term is never closed with }"),
            (
                "FIND 'a'",
                "1:6 FIND 'text' is an Apex-only form; over REST the search term stands in braces, as in FIND {Smith}"
            ),
        ]
    )
    func `an error in a search says where, what and how to mend it`(search: String, message: String) {
        let error = #expect(throws: SyntaxError.self) { try Search(parsing: search) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            ("SELECT Id FROM", "<EOF>"), ("SELECT Id FROM Contact fds x", "x"), ("SELECT Id FROM X WHERE 5 = 5", "5"),
            ("SELECT Id FROM X LIMIT 'foo'", "'foo'"),
        ]
    )
    func `an unexpected token is found as written`(query: String, found: String) {
        let error = #expect(throws: SyntaxError.self) { try Query(parsing: query) }
        #expect(error?.kind == .unexpected(found: found))
    }
}
