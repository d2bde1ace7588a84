import JSON
import Testing

@testable import SandboxOrg

struct RowTests {
    @Test func `a record is created, read, changed and deleted over HTTP`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let created = try await client.send(
                "POST",
                "sobjects/Contact/",
                #"{"LastName":"O'Brien","FirstName":"Pat"}"#
            )
            #expect(created.status == 201)
            #expect(created.json?["success"] == true)
            let id = try #require(created.json?["id"]?.string)
            #expect(RecordId(id)?.text == id)
            let path = "sobjects/Contact/\(id)"
            let read = try await client.send("GET", path + "?fields=Name,Owner.Name")
            #expect(read.json?["Name"] == "Pat O'Brien")
            #expect(read.json?["Owner"]?["Name"] == "Alex Admin")
            let changed = try await client.send("PATCH", path, #"{"FirstName":null}"#)
            #expect(changed.status == 204)
            #expect(changed.body.isEmpty)
            #expect(try await client.send("GET", path).json?["Name"] == "O'Brien")
            #expect(try await client.send("DELETE", path).status == 204)
            #expect(try await client.send("GET", path).status == 404)
            let again = try await client.send("DELETE", path)
            #expect(again.error?["errorCode"] == "ENTITY_IS_DELETED")
        }
    }
}
