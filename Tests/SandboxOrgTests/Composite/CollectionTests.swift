import JSON
import Testing

@testable import SandboxOrg

struct CollectionTests {
    private func contacts(_ names: [String], allOrNone: Bool = false) -> String {
        let records = names.map { name in
            #"{"attributes":{"type":"Contact"},"LastName":"\#(name)"}"#
        }
        return #"{"allOrNone":\#(allOrNone),"records":[\#(records.joined(separator: ","))]}"#
    }

    @Test func `records are created one by one, and those that fail say why`() async throws {
        try await withSandboxServer { sandbox in
            let answer = try await SandboxClient(sandbox)
                .send("POST", "composite/sobjects", contacts(["Ada", "", "Grace"]))
            #expect(answer.status == 200)
            let rows = try #require(answer.json?.array)
            #expect(rows.map { $0["success"] } == [true, false, true])
            #expect(rows[0].object?.keys == ["id", "success", "errors"])
            #expect(
                rows[1] == [
                    "success": false,
                    "errors": [
                        [
                            "statusCode": "REQUIRED_FIELD_MISSING",
                            "message": "Required fields are missing: [LastName]", "fields": ["LastName"],
                        ]
                    ],
                ]
            )
            #expect(try await sandbox.org.query("SELECT Id FROM Contact WHERE LastName IN ('Ada','Grace')").count == 2)
        }
    }

    @Test func `all or none rolls the good ones back`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let answer = try await client.send(
                "POST",
                "composite/sobjects",
                contacts(["Ada", "", "Grace"], allOrNone: true)
            )
            #expect(answer.status == 200)
            let codes = answer.json?.array?.map { $0["errors"]?[0]?["statusCode"]?.string }
            #expect(
                codes == [
                    "ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING", "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                ]
            )
            #expect(try await sandbox.org.query("SELECT Id FROM Contact WHERE LastName IN ('Ada','Grace')").isEmpty)
        }
    }

    @Test func `records are changed, read and deleted by their ids`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let ids = try await [
                sandbox.org.create("Account", ["Name": "One"]), sandbox.org.create("Account", ["Name": "Two"]),
            ]
            let update = """
                {"records":[{"attributes":{"type":"Account"},"id":"\(ids[0])","Phone":"1"},
                 {"attributes":{"type":"Account"},"Id":"001000000000001AAA","Phone":"2"},
                 {"attributes":{"type":"Account"},"Phone":"3"}]}
                """
            let updated = try await client.send("PATCH", "composite/sobjects", update).json
            let codes = updated?.array?.map { $0["errors"]?[0]?["statusCode"]?.string }
            #expect(codes == [nil, "INVALID_CROSS_REFERENCE_KEY", "MISSING_ARGUMENT"])

            let wanted = #"{"ids":["\#(ids[0])","001000000000001AAA","\#(ids[1])"],"fields":["Phone"]}"#
            let read = try await client.send("POST", "composite/sobjects/Account", wanted).json
            #expect(read?.array?.map { $0["Phone"] } == ["1", nil, .null])
            #expect(read?[1] == .null)
            let same = try await client.send(
                "GET",
                "composite/sobjects/Account?ids=\(ids[0]),001000000000001AAA,\(ids[1])&fields=Phone"
            )
            #expect(same.json == read)

            let deleted = try await client.send("DELETE", "composite/sobjects?ids=\(ids[0]),x,\(ids[1])").json
            #expect(deleted?.array?.map { $0["success"] } == [true, false, true])
            #expect(deleted?[1]?["errors"]?[0]?["statusCode"] == "MALFORMED_ID")
            let again = try await client.send("DELETE", "composite/sobjects?ids=\(ids[0])&allOrNone=true").json
            #expect(again?[0]?["errors"]?[0]?["statusCode"] == "ENTITY_IS_DELETED")
        }
    }

    @Test func `an upsert says which records are new`() async throws {
        try await withSandboxServer { sandbox in
            try await sandbox.org.create("Contact", ["LastName": "Old", "Email": "old@acme.example"])
            let body = """
                {"records":[{"attributes":{"type":"Contact"},"LastName":"Older","Email":"OLD@acme.example"},
                 {"attributes":{"type":"Contact"},"LastName":"New","Email":"new@acme.example"}]}
                """
            let rows = try await SandboxClient(sandbox).send("PATCH", "composite/sobjects/Contact/Email", body).json
            #expect(rows?.array?.map { $0["created"] } == [false, true])
            #expect(try await sandbox.org.query("SELECT Id FROM Contact WHERE LastName = 'Older'").count == 1)
        }
    }

    @Test func `no more than 200 records are taken, and a hundred take no time`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let names = (0..<201).map { "Crowd\($0)" }
            let refused = try await client.send("POST", "composite/sobjects", contacts(names))
            #expect(refused.status == 400)
            #expect(refused.error?["errorCode"] == "EXCEEDED_ID_LIMIT")
            let answer = try await client.send("POST", "composite/sobjects", contacts(Array(names.prefix(100))))
            #expect(answer.json?.array?.count == 100)
            #expect(answer.json?.array?.allSatisfy { $0["success"] == true } == true)
        }
    }

    @Test func `a tree is created with its children, level by level`() async throws {
        try await withSandboxServer { sandbox in
            let body = """
                {"records":[{"attributes":{"type":"Account","referenceId":"a1"},"Name":"Tree",
                  "Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"c1"},"LastName":"Leaf"}]}},
                 {"attributes":{"type":"Account","referenceId":"a2"},"Name":"Bush"}]}
                """
            let answer = try await SandboxClient(sandbox).send("POST", "composite/tree/Account", body)
            #expect(answer.status == 201)
            #expect(answer.json?["hasErrors"] == false)
            #expect(answer.json?["results"]?.array?.map { $0["referenceId"] } == ["a1", "a2", "c1"])
            let found = try await sandbox.org.query("SELECT Account.Name FROM Contact WHERE LastName = 'Leaf'")
            #expect(found.first?["Account"]?["Name"] == "Tree")
        }
    }

    @Test func `a tree with one bad record leaves nothing behind`() async throws {
        try await withSandboxServer { sandbox in
            let body = """
                {"records":[{"attributes":{"type":"Account","referenceId":"a1"},"Name":"Felled",
                  "Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"c1"},"LastName":"A",
                   "Email":"123"}]}}]}
                """
            let answer = try await SandboxClient(sandbox).send("POST", "composite/tree/Account", body)
            #expect(answer.status == 400)
            #expect(
                answer.json == [
                    "hasErrors": true,
                    "results": [
                        [
                            "referenceId": "c1",
                            "errors": [
                                [
                                    "statusCode": "INVALID_EMAIL_ADDRESS",
                                    "message": "Email: invalid email address: 123", "fields": ["Email"],
                                ]
                            ],
                        ]
                    ],
                ]
            )
            #expect(try await sandbox.org.query("SELECT Id FROM Account WHERE Name = 'Felled'").isEmpty)
        }
    }
}
