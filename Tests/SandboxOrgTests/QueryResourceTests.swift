import JSON
import Testing

@testable import SandboxOrg

struct QueryResourceTests {
    @Test(arguments: ["query?q=", "query/?q="])
    func `a query is answered, whether its spaces are + or %20`(resource: String) async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            for space in ["+", "%20"] {
                let query = "SELECT Id FROM User WHERE Username = 'admin@sandbox.test'"
                    .split(separator: " ").joined(separator: space)
                let answer = try await client.send("GET", resource + query)
                #expect(answer.status == 200)
                #expect(answer.json?["totalSize"] == 1)
                #expect(answer.json?["done"] == true)
                #expect(answer.json?["nextRecordsUrl"] == nil)
            }
        }
    }
}
