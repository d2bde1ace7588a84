import JSON
import Testing

@testable import SandboxOrg

@Suite struct RecordSearchTests {
    @Test func `a record is found as it was last written`() async throws {
        let org = try Org.open()
        let id = try await org.create("Contact", ["FirstName": "Grace", "LastName": "Hopper", "Phone": "212.555.0199"])
        func ids(_ sosl: String) async throws -> [String] {
            try await org.search(sosl).compactMap { $0["Id"]?.string }
        }
        #expect(try await ids("FIND {grace hopper} IN NAME FIELDS RETURNING Contact") == [id])
        #expect(try await ids(#"FIND {\(212\) 555\-0199} IN PHONE FIELDS RETURNING Contact"#) == [id])
        try await org.update("Contact", id, ["LastName": "Murray", "Phone": nil])
        #expect(try await ids("FIND {hopper} RETURNING Contact") == [])
        #expect(try await ids("FIND {grace murray} RETURNING Contact") == [id])
        #expect(try await ids(#"FIND {2125550199} RETURNING Contact"#) == [])
        try await org.delete("Contact", id)
        #expect(try await ids("FIND {grace} RETURNING Contact") == [])
    }

    @Test func `the demo company answers what people ask on the phone`() async throws {
        let org = try Org.open(seed: .demo)
        let sarah = "SELECT Id, Name, Account.Name FROM Contact WHERE Phone LIKE '%555%234%5678%'"
        #expect(try await org.query(sarah).first?["Account"]?["Name"] == "Acme Corporation")
        for term in [#"\+15552345678"#, "5552345678", #"\(555\) 234\-5678"#] {
            let found = try await org.search("FIND {\(term)} IN PHONE FIELDS RETURNING Contact(Name)")
            #expect(found.map { $0["Name"] } == ["Sarah Johnson"], "\(term)")
        }
        #expect(try await org.query("SELECT Id FROM Contact WHERE Name LIKE '%Sarah%'").count > 1)
        #expect(try await org.query(#"SELECT Id FROM Contact WHERE LastName = 'O\'Brien'"#).isEmpty == false)
        let queues = "SELECT Queue.Id, Queue.Name FROM QueueSobject WHERE SobjectType = 'Case' ORDER BY Queue.Name"
        #expect(
            try await org.query(queues).map { $0["Queue"]?["Name"] } == ["Billing Support", "Technical Support"]
        )
        let articles =
            "FIND {billing} RETURNING KnowledgeArticleVersion(Title WHERE PublishStatus = 'Online' AND Language = 'en_US')"
        #expect(try await org.search(articles).isEmpty == false)
    }
}
