import Foundation
import JSON
import Testing

@Suite
struct RenderTests {
    @Test
    func `a name with an apostrophe is rendered as text of the query`() async throws {
        let run = try await CommandRun("render", "search_contact", "--arg", "search_term=O'Brien", "--json")
        #expect(run.status == 0)
        #expect(
            try run.json() == [
                "requests": [
                    [
                        "method": "GET", "path": "/services/data/v59.0/query/",
                        "query": [
                            "q": """
                            SELECT Id, FirstName, LastName, Title, Email, Phone, MobilePhone, AccountId, Account.Name \
                            FROM Contact WHERE Name LIKE '%O\\'Brien%' OR Email LIKE '%O\\'Brien%' \
                            ORDER BY LastModifiedDate DESC LIMIT 10
                            """
                        ],
                    ]
                ]
            ]
        )
    }

    @Test
    func `a note is rendered with the link that would follow it`() async throws {
        let run = try await CommandRun(
            "render",
            "create_note",
            "--arg",
            "Title=Call back",
            "--arg",
            "Content=It's <urgent>",
            "--arg",
            "record_id=003Wq000001AbCdIAK",
            "--json"
        )
        #expect(run.status == 0)
        let content = Data("<p>It&#39;s &lt;urgent&gt;</p>".utf8).base64EncodedString()
        #expect(
            try run.json() == [
                "requests": [
                    [
                        "method": "POST", "path": "/services/data/v59.0/sobjects/ContentNote/",
                        "body": ["Title": "Call back", "Content": .string(content)],
                    ],
                    [
                        "method": "POST", "path": "/services/data/v59.0/sobjects/ContentDocumentLink/",
                        "body": [
                            "ContentDocumentId": "<note.id>", "LinkedEntityId": "003Wq000001AbCdIAK", "ShareType": "V",
                        ],
                    ],
                ]
            ]
        )
    }

    @Test
    func `a note on no record is rendered without a link`() async throws {
        let run = try await CommandRun("render", "create_note", "--arg", "Title=Hello", "--json")
        #expect(try run.json()["requests"]?.array?.count == 1)
    }

    @Test
    func `as text a request is its line, its query and its body`() async throws {
        let search = try await CommandRun("render", "search_contact", "--arg", "search_term=O'Brien")
        #expect(search.lines.first == "GET /services/data/v59.0/query/")
        #expect(search.lines.last?.hasPrefix("  q=SELECT Id, FirstName,") == true)
        let creation = try await CommandRun("render", "create_contact", "--arg", "LastName=O'Brien")
        #expect(
            creation.output == """
                POST /services/data/v59.0/sobjects/Contact/
                  {
                    "LastName": "O'Brien"
                  }

                """
        )
    }

    @Test
    func `a date is read in the time zone that is given`() async throws {
        let run = try await CommandRun(
            "render",
            "schedule_event",
            "--arg",
            "Subject=Callback",
            "--arg",
            "StartDateTime=2026-07-01T10:00:00",
            "--arg",
            "EndDateTime=2026-07-01T10:30:00",
            "--time-zone",
            "Europe/Stockholm",
            "--json"
        )
        let body = try #require(try run.json()["requests"]?[0]?["body"])
        #expect(body["StartDateTime"] == "2026-07-01T08:00:00.000Z")
        #expect(body["EndDateTime"] == "2026-07-01T08:30:00.000Z")
    }

    @Test
    func `elements of a list are separated by commas`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.file(
            "own.yaml",
            holding: """
                name: find_several
                soql: SELECT Id FROM Contact WHERE Id IN ({{ids}})
                parameters:
                  - {name: ids, type: list, of: id, required: true}
                """
        )
        let ids = "ids=003Wq000001AbCdIAK,003Wq000001AbCeIAK"
        let run = try await CommandRun("render", "find_several", "--file", file, "--arg", ids)
        #expect(run.output.contains("WHERE Id IN ('003Wq000001AbCdIAK', '003Wq000001AbCeIAK')"))
    }

    @Test
    func `a variable is filled in from its option, and its number matches however it was typed`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try Self.callerFile(in: folder)
        let number = "caller_phone=+1 (555) 234-5678"
        let run = try await CommandRun("render", "find_customer", "--file", file, "--var", number)
        #expect(run.status == 0)
        #expect(run.output.contains("Phone LIKE '%555%234%5678%'"))
    }

    @Test
    func `a withheld number makes no request`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try Self.callerFile(in: folder)
        let run = try await CommandRun("render", "find_customer", "--file", file, "--json")
        #expect(run.status == 1)
        #expect(
            try run.json() == [
                "outcome": "refused", "say": "The caller's number is withheld, so I can't look them up by it.",
            ]
        )
    }

    @Test
    func `what is missing is said, and the status is 1`() async throws {
        let text = try await CommandRun("render", "create_case")
        #expect(text.status == 1)
        #expect(text.output == "I need at least one of subject or description.\n")
        let json = try await CommandRun("render", "create_case", "--json")
        #expect(json.status == 1)
        #expect(
            try json.json() == [
                "outcome": "invalid", "say": "I need at least one of subject or description.",
                "notes": ["The arguments are Subject, Description."],
            ]
        )
    }

    @Test
    func `a choice that is nearly right is answered with the right ones`() async throws {
        let run = try await CommandRun("render", "create_case", "--arg", "Subject=Help", "--arg", "Priority=Urgent")
        #expect(run.status == 1)
        #expect(run.output.contains("High, Medium or Low"))
    }

    @Test
    func `a value of an argument may contain an equals sign`() async throws {
        let run = try await CommandRun("render", "create_case", "--arg", "Subject=a=b", "--json")
        #expect(try run.json()["requests"]?[0]?["body"]?["Subject"] == "a=b")
    }

    private static func callerFile(in folder: TemporaryFolder) throws -> String {
        try folder.file(
            "own.yaml",
            holding: """
                name: find_customer
                soql: SELECT Id, Name FROM Contact WHERE Phone LIKE '{{caller_phone|phone}}'
                """
        )
    }
}
