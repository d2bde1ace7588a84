import SOQL
import Testing

struct PlaceholderTests {
    @Test(
        arguments: [
            ("{{name}}", Placeholder("name")),
            ("{{ name }}", Placeholder("name")),
            ("{{caller_phone|phone}}", Placeholder("caller_phone", filters: ["phone"])),
            ("{{ a | b | c }}", Placeholder("a", filters: ["b", "c"])),
            ("{{find.records[1].Id}}", Placeholder("find.records[1].Id")),
            ("{{Content}}", Placeholder("Content")),
        ]
    )
    func `a placeholder has a path and filters`(text: String, placeholder: Placeholder) throws {
        #expect(try Placeholder.split(text) == [.placeholder(placeholder)])
        #expect(try Placeholder.split(placeholder.description) == [.placeholder(placeholder)])
    }

    @Test(
        arguments: [
            ("", []),
            ("plain { text }", [.text("plain { text }")]),
            ("/a/{{id}}/b", [.text("/a/"), .placeholder(Placeholder("id")), .text("/b")]),
            ("{{a}}{{b}}", [.placeholder(Placeholder("a")), .placeholder(Placeholder("b"))]),
            ("{{{a}}}", [.text("{"), .placeholder(Placeholder("a")), .text("}")]),
            ("é{{a}}", [.text("é"), .placeholder(Placeholder("a"))]),
        ] as [(String, [Placeholder.Segment])]
    )
    func `any text splits into text and placeholders`(text: String, segments: [Placeholder.Segment]) throws {
        #expect(try Placeholder.split(text) == segments)
    }

    @Test(
        arguments: [
            ("{{", 3), ("{{}}", 3), ("{{a", 4), ("{{a}", 4), ("{{a b}}", 5), ("{{a..b}}", 5), ("{{.a}}", 3),
            ("{{a[x]}}", 5),
            ("{{a[1}}", 6), ("{{a|}}", 5), ("{{a|b c}}", 7), ("{{é}}", 3), ("{{a-b}}", 4), ("x {{a|b", 8),
        ]
    )
    func `anything else in braces is refused where it goes wrong`(text: String, column: Int) {
        let error = #expect(throws: SyntaxError.self) { try Placeholder.split(text) }
        #expect(error?.position.column == column)
        #expect(error?.message.contains("{{name|filter}}") == true)
    }

    @Test(
        arguments: [
            "SELECT {{field}}, Account.{{field}} FROM {{object}}",
            "SELECT COUNT({{field}}) FROM Contact GROUP BY {{field}} ORDER BY {{field}} DESC",
            "SELECT Id FROM Contact USING SCOPE {{scope}}",
            "SELECT Id FROM Contact WHERE {{field}} = {{value}}",
            "SELECT Id FROM Contact WHERE Name LIKE '%{{name}}%' AND Phone LIKE {{caller_phone|phone}}",
            "SELECT Id FROM Contact WHERE Id IN {{ids}} AND OwnerId NOT IN ({{owner}}, '005', {{other}})",
            "SELECT Id FROM Contact WHERE CreatedDate > LAST_N_DAYS:{{days}} LIMIT {{n}} OFFSET {{m}}",
            "SELECT Id FROM X WHERE DISTANCE(P__c, GEOLOCATION({{lat}}, {{lon}}), {{unit}}) < {{far}}",
            "SELECT Id FROM X WHERE DISTANCE(P__c, GEOLOCATION(1, 2), '{{unit}}') < 3",
            "SELECT TYPEOF {{a}} WHEN {{b}} THEN {{c}} END FROM Task",
        ]
    )
    func `a placeholder can stand for a name, a value or a part of a string`(template: String) throws {
        let query = try Query(template: template)
        #expect(query.text == template)
        if !template.contains("'") { #expect(throws: SyntaxError.self) { try Query(parsing: template) } }
    }

    @Test
    func `a string keeps the order of its text and placeholders`() throws {
        let query = try Query(template: #"SELECT Id FROM X WHERE a LIKE '%{{ b }}\%{{{c|d}}'"#)
        let pattern = StringLiteral(
            pieces: [
                .text("%"), .placeholder(Placeholder("b")), .escaped("%"), .text("{"),
                .placeholder(Placeholder("c", filters: ["d"])),
            ]
        )
        #expect(query.condition == .comparison(Comparison(.field("a"), .like, .literal(.string(pattern)))))
    }

    @Test
    func `a placeholder knows where it stands`() throws {
        let query = try Query(template: "SELECT Id FROM X\nWHERE a = {{b}}")
        guard case .comparison(let comparison)? = query.condition, case .placeholder(let b) = comparison.value else {
            Issue.record("a placeholder was expected")
            return
        }
        #expect(b.position == SourcePosition(offset: 27, line: 2, column: 11))
    }

    @Test(
        arguments: [
            "SELECT Id FROM {{object}}__c", "SELECT Id FROM My{{object}}", "SELECT {{a}}{{b}} FROM X",
            "SELECT {{a}}b FROM X", "SELECT Id FROM {{object}}Share", "SELECT Id FROM X WHERE a = {{n}}a5",
            "SELECT Id FROM X WHERE a = 5{{n}}", "SELECT Id FROM X WHERE a = {{n}}5", "SELECT {{f}}(Id) FROM X",
            "SELECT Id FROM X WHERE {{condition}}", "SELECT Id FROM X {{rest}}", "SELECT Id FROM X LIMIT 5 {{rest}}",
            "SELECT Id FROM X WHERE a = {b}", "{{query}}",
        ]
    )
    func `a placeholder cannot stand for a piece of syntax or of a name`(template: String) {
        #expect(throws: SyntaxError.self) { try Query(template: template) }
    }

    private static let term = Placeholder("term")

    @Test(
        arguments: [
            ("FIND {{{term}}}", .placeholder(term)),
            ("FIND {{term}}", .placeholder(term)),
            ("FIND { {{term}} }", .placeholder(term)),
            ("FIND {{{term}} Smith}", .all([.placeholder(term), .word(SearchText("Smith"))])),
            ("FIND {Smith OR {{term}}}", .any([.word(SearchText("Smith")), .placeholder(term)])),
            ("FIND {{{term}}*}", .word(SearchText(pieces: [.placeholder(term), .anyCharacters]))),
            (#"FIND {"{{term}} Ltd"}"#, .phrase(SearchText(pieces: [.placeholder(term), .text(" Ltd")]))),
            (#"FIND {\{{{term}}}"#, .word(SearchText(pieces: [.text("{"), .placeholder(term)]))),
        ] as [(String, SearchTerm)]
    )
    func `a placeholder can stand for a search term or a part of one`(template: String, term: SearchTerm) throws {
        let search = try Search(
            template: template + " IN ALL FIELDS RETURNING {{object}}(Id WHERE a = {{b}} LIMIT {{n}})"
        )
        #expect(search.term == term)
        #expect(search.returning.first?.limit == .placeholder(Placeholder("n")))
    }
}
