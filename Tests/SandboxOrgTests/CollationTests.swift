import JSON
import Testing

@testable import SandboxOrg

struct CollationTests {
    @Test func `names sort and compare without regard to case`() async throws {
        let org = try Org.open()
        for name in ["beta", "Alpha", "älva", "ALPHA 2", "Ålesund", "Beta 2"] {
            try await org.create("Account", ["Name": .string(name)])
        }
        let names = try await org.query("SELECT Name FROM Account ORDER BY Name").map { $0["Name"]?.string ?? "" }
        #expect(names == ["Alpha", "ALPHA 2", "beta", "Beta 2", "älva", "Ålesund"])
        #expect(try await org.query("SELECT Id FROM Account WHERE Name = 'ÅLESUND'").count == 1)
    }
}
