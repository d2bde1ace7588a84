import Foundation
import JSON
import Synchronization
import Testing

@testable import SandboxOrg

struct OrgTests {
    @Test func `an org in a file keeps its records, and is seeded once`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("org.sqlite").path
        let id = try await Org.open(.file(path: path)).create("Account", ["Name": "Kept"])
        let reopened = try Org.open(.file(path: path), seed: .demo)
        #expect(try await reopened.record("Account", id)["Name"] == "Kept")
        #expect(try await reopened.query("SELECT Id FROM Account").count == 1)
        let next = try await reopened.create("Account", ["Name": "Next"])
        #expect(next > id)
    }

    @Test func `a change that fails leaves nothing behind`() async throws {
        let org = try Org.open()
        let opportunity = try await org.create(
            "Opportunity",
            ["Name": "A", "StageName": "Prospecting", "CloseDate": "2026-01-01"]
        )
        let book = try #require(try await org.query("SELECT Id FROM Pricebook2")[0]["Id"])
        let product = try await org.create("Product2", ["Name": "P"])
        let entry = try await org.create(
            "PricebookEntry",
            ["Pricebook2Id": book, "Product2Id": .string(product), "UnitPrice": 1, "IsActive": true]
        )
        // The rule sets the opportunity's price book before it finds that there is no price.
        await #expect(throws: SalesforceError.self) {
            try await org.create(
                "OpportunityLineItem",
                ["OpportunityId": .string(opportunity), "PricebookEntryId": .string(entry), "Quantity": 1]
            )
        }
        #expect(try await org.record("Opportunity", opportunity)["Pricebook2Id"] == .null)
    }

    @Test func `a token that lies unused for two hours is worth nothing`() throws {
        let now = Mutex(Date(timeIntervalSince1970: 0))
        let sessions = SessionRegistry(
            organizationId: "00DSb0000000001EAA",
            configuration: OAuthConfiguration(),
            clock: { now.withLock { $0 } }
        )
        let token = sessions.begin(userId: "005")
        now.withLock { $0 += 7199 }
        #expect(try sessions.session(authorization: "Bearer \(token)").userId == "005")
        now.withLock { $0 += 7199 }
        #expect(try sessions.session(authorization: "OAuth \(token)").userId == "005")
        now.withLock { $0 += 7200 }
        #expect(throws: SalesforceError.invalidSession) { try sessions.session(authorization: "Bearer \(token)") }
    }

    @Test func `an allowance that is used up refuses requests`() throws {
        let usage = APIUsage(maximum: 1)
        try usage.countRequest()
        let error = #expect(throws: SalesforceError.self) { try usage.countRequest() }
        #expect(error?.status == 403)
        #expect(error?.code == "REQUEST_LIMIT_EXCEEDED")
        #expect(usage.header == "api-usage=1/1")
    }

    @Test func `many changes at once all happen`() async throws {
        let org = try Org.open()
        let account = try await org.create("Account", ["Name": "A"])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<40 {
                tasks.addTask {
                    _ = try await org.create("Case", ["AccountId": .string(account), "Subject": .string("\(number)")])
                }
            }
            try await tasks.waitForAll()
        }
        let numbers = try await org.query("SELECT CaseNumber FROM Case").compactMap { $0["CaseNumber"]?.string }
        #expect(Set(numbers).count == 40)
    }
}
