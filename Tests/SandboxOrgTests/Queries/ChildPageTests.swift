import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// The pages of results whose records have children.
struct ChildPageTests {
    private static let options = ["Sforce-Query-Options": "batchSize=200"]

    @Test func `children count towards a page, and go on at an address of their own`() async throws {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        try await withSandboxServer(configuration) { sandbox in
            let counts = [150, 450, 0]
            for (number, count) in counts.enumerated() {
                let account = try await sandbox.org.create("Account", ["Name": .string("Account \(number)")])
                for child in 0..<count {
                    let contact: JSONValue = ["LastName": .string("\(child)"), "AccountId": .string(account)]
                    try await sandbox.org.create("Contact", contact)
                }
            }
            let client = SandboxClient(sandbox)
            let soql = "SELECT Name, (SELECT LastName FROM Contacts ORDER BY Id) FROM Account ORDER BY Id"
            var page = try #require(try await client.get("query", q: soql, headers: Self.options).json)
            #expect(page["totalSize"] == 3)
            #expect(page["records"]?.array?.count == 2)
            let complete = page["records"]?[0]?["Contacts"]
            #expect(complete?["totalSize"] == 150)
            #expect(complete?["done"] == true)
            #expect(complete?.object?.keys == ["totalSize", "done", "records"])
            var children = page["records"]?[1]?["Contacts"]
            #expect(children?["totalSize"] == 450)
            var names = children?["records"]?.array?.compactMap { $0["LastName"]?.string } ?? []
            #expect(names.count == 48)
            while let next = children?["nextRecordsUrl"]?.string {
                #expect(children?["done"] == false)
                children = try await client.send("GET", next, headers: Self.options).json
                names += children?["records"]?.array?.compactMap { $0["LastName"]?.string } ?? []
            }
            #expect(children?["done"] == true)
            #expect(names == (0..<450).map(String.init))
            let next = try #require(page["nextRecordsUrl"]?.string)
            #expect(next.hasSuffix("-2"))
            page = try #require(try await client.send("GET", next, headers: Self.options).json)
            #expect(page["done"] == true)
            #expect(page["records"]?[0]?["Name"] == "Account 2")
            #expect(page["records"]?[0]?["Contacts"] == .null)
        }
    }
}
