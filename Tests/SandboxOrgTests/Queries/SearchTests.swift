import GRDB
import JSON
import Testing

@testable import SandboxOrg

@Suite struct SearchTests {
    private func contacts(_ term: String, in scope: String = "ALL") throws -> [String] {
        try SampleOrg.open().search("FIND {\(term)} IN \(scope) FIELDS RETURNING Contact(LastName)")
            .compactMap { $0["LastName"]?.string }
    }

    @Test(
        arguments: [
            ("sarah", ["Johnson"]),
            ("SARAH johnson", ["Johnson"]),
            ("sarah AND obrien", []),
            ("sarah AND brien", []),
            ("johnson OR brien", ["Johnson", "O'Brien"]),
            ("acme AND NOT sarah", ["O'Brien"]),
            ("(johnson OR brien) AND sean", ["O'Brien"]),
            (#""Sarah Johnson""#, ["Johnson"]),
            (#""Johnson Sarah""#, []),
            (#"O\'Brien"#, ["O'Brien"]),
            ("john*", ["Johnson"]),
            ("jo*n", ["Johnson"]),
            ("j?hnson", ["Johnson"]),
            ("j?nson", []),
            ("astrom", ["ÅSTRÖM"]),
            ("sarah.johnson@acme.example", ["Johnson"]),
            (#""sarah.johnson""#, ["Johnson"]),
            ("operations", ["Johnson"]),
            (#"\+15552345678"#, ["Johnson"]),
            ("5552345678", ["Johnson"]),
            (#"\(555\) 234\-5678"#, ["Johnson"]),
            (#""555.234.5678""#, ["Johnson"]),
            (#"\+46701234567"#, ["O'Brien"]),
            ("0701234567", ["O'Brien"]),
            (#"070\-123 45 67"#, ["O'Brien"]),
            ("5552345679", []),
            ("2345678", ["Johnson"]),
            ("55523*", ["Johnson"]),
            (#"nothing \& nobody"#, []),
            (#"\- \+"#, nil),
            ("a", nil),
        ] as [(String, [String]?)]
    )
    func `words find contacts`(term: String, expected: [String]?) throws {
        guard let expected else {
            #expect(throws: SalesforceError.self) { try contacts(term) }
            return
        }
        #expect(try contacts(term).sorted() == expected)
    }

    @Test(arguments: [
        ("NAME", "operations", []), ("NAME", "sarah", ["Johnson"]), ("EMAIL", "sarah", ["Johnson"]),
        ("EMAIL", "5552345678", []), ("PHONE", "5552345678", ["Johnson"]), ("PHONE", "sarah", []),
        ("EMAIL", "acme", ["Johnson", "O'Brien"]),
    ])
    func `a scope limits the fields searched`(scope: String, term: String, expected: [String]) throws {
        #expect(try contacts(term, in: scope).sorted() == expected)
    }

    @Test func `without a field list only ids come back, object by object`() throws {
        let records = try SampleOrg.open().search("FIND {5552345678} RETURNING Lead, Contact")
        #expect(
            records.map { $0.serializedText() } == [
                #"{"attributes":{"type":"Lead","url":"/services/data/v59.0/sobjects/Lead/00Q000000000001EAA"},"#
                    + #""Id":"00Q000000000001EAA"}"#,
                #"{"attributes":{"type":"Contact","url":"/services/data/v59.0/sobjects/Contact/003000000000001AAA"},"#
                    + #""Id":"003000000000001AAA"}"#,
            ]
        )
    }

    @Test func `without RETURNING every object is searched`() throws {
        let types = try SampleOrg.open().search("FIND {call OR acme}").compactMap { $0["attributes"]?["type"]?.string }
        #expect(types == ["Account", "Contact", "Contact", "ContentNote", "Opportunity", "Task"])
    }

    @Test(arguments: [
        (
            "FIND {acme} RETURNING Contact(LastName, Account.Name WHERE FirstName = 'Sarah')",
            [#"{"LastName":"Johnson","Account":{"Name":"Acme Corporation"}}"#]
        ),
        (
            "FIND {acme} RETURNING Contact(LastName ORDER BY LastName DESC)",
            [#"{"LastName":"O'Brien"}"#, #"{"LastName":"Johnson"}"#]
        ),
        ("FIND {acme} RETURNING Contact(LastName ORDER BY LastName LIMIT 1 OFFSET 1)", [#"{"LastName":"O'Brien"}"#]),
        (
            "FIND {acme} RETURNING Account(Name), Contact(LastName ORDER BY LastName), Opportunity(Name) LIMIT 3",
            [#"{"Name":"Acme Corporation"}"#, #"{"LastName":"Johnson"}"#, #"{"Name":"Acme renewal"}"#]
        ),
        (
            "FIND {acme} RETURNING Account(Name), Contact(LastName ORDER BY LastName) LIMIT 3",
            [#"{"Name":"Acme Corporation"}"#, #"{"LastName":"Johnson"}"#, #"{"LastName":"O'Brien"}"#]
        ),
        ("FIND {zebra} RETURNING ContentNote(Title)", [#"{"Title":"Plan"}"#]),
        (
            "FIND {billing refunds} RETURNING KnowledgeArticleVersion(Title WHERE PublishStatus = 'Online' AND "
                + "Language = 'en_US')",
            [#"{"Title":"How billing works"}"#, #"{"Title":"Refunds"}"#]
        ),
        ("FIND {gone} RETURNING Account(Name)", []),
    ])
    func `what is returned can be chosen, filtered and sorted`(search: String, expected: [String]) throws {
        #expect(try SampleOrg.open().found(search) == expected)
    }

    @Test(arguments: [
        ("FIND Smith", "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces."),
        (
            "FIND {John|jane_gray@x.example} RETURNING Contact", "MALFORMED_SEARCH",
            "\nFIND {John|jane_gray@x.example} RETURNING Contact\n         ^\nERROR at Row:1:Column:10\nline 1:10 mismatched "
                + "character '|' expecting '}'"
        ),
        ("FIND {x} RETURNING Contact", "INVALID_SEARCH", "search term must be longer than one character"),
        (
            "FIND {John} RETURNING Contact(Name LIMIT 5 OFFSET 2001)", "NUMBER_OUTSIDE_VALID_RANGE",
            "SOSL offset should be between 0 to 2000"
        ),
    ])
    func `a faulty search is refused`(search: String, code: String, message: String) throws {
        let error = #expect(throws: SalesforceError.self) { try SampleOrg.open().search(search) }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test func `a changed record is found by its new words only`() throws {
        let org = try SampleOrg.open()
        let object = try #require(org.engine.schema.object("Contact"))
        try org.rollingBack { db in
            try SearchIndex.update(
                record: SampleOrg.ada,
                of: object,
                values: ["Name": "Grace Hopper".databaseValue, "Phone": "(212) 555-0199 x12".databaseValue],
                in: db
            )
            func ids(_ sosl: String) throws -> [String] {
                try org.engine.search(sosl, in: db, context: .sample).compactMap { $0["Id"]?.string }
            }
            #expect(try ids("FIND {hopper} RETURNING Contact") == [SampleOrg.ada])
            #expect(try ids(#"FIND {\+12125550199} RETURNING Contact"#) == [SampleOrg.ada])
            #expect(try ids("FIND {åström} RETURNING Contact") == [])
            try SearchIndex.remove(id: SampleOrg.ada, of: object, in: db)
            #expect(try ids("FIND {hopper} RETURNING Contact") == [])
        }
    }
}
