import JSON
import Synchronization
import Testing

@testable import SandboxOrg

struct SeedTests {
    private static let org = Result { try Org.open(seed: .demo) }

    @Test(arguments: [
        ("SELECT COUNT() FROM Contact WHERE FirstName = 'Sarah'", 2),
        ("SELECT COUNT() FROM Contact WHERE LastName = 'O\\'Brien'", 2),
        ("SELECT COUNT() FROM Account WHERE Name LIKE '100\\%\\_off%'", 1),
        ("SELECT COUNT() FROM Case WHERE Subject LIKE '%C:\\\\path%'", 1),
        ("SELECT COUNT() FROM QueueSobject WHERE SobjectType = 'Case'", 2),
        ("SELECT COUNT() FROM User WHERE IsActive = false", 1),
        ("SELECT COUNT() FROM KnowledgeArticleVersion WHERE PublishStatus = 'Draft'", 2),
        ("SELECT COUNT() FROM Knowledge__kav WHERE PublishStatus = 'Online'", 8),
    ])
    func `the demo company has the records its stories need`(query: String, count: Int) async throws {
        let org = try Self.org.get()
        let result = try await org.query(query, as: nil, apiVersion: "59.0", includesDeleted: false)
        #expect(result.totalSize == count)
    }

    @Test func `every stage of the sale has an opportunity`() async throws {
        let rows = try await Self.org.get().query("SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName")
        #expect(rows.count == 10)
    }

    @Test func `an empty org has a user, stages and the standard price book, and no contacts`() async throws {
        let org = try Org.open(seed: .empty)
        #expect(try await org.query("SELECT Id FROM Contact").isEmpty)
        #expect(try await org.query("SELECT Id FROM OpportunityStage").count == 10)
        #expect(try await org.query("SELECT Id FROM Pricebook2 WHERE IsStandard = true").count == 1)
    }

    @Test func `generated records are the same in every run, and say how far they are`() async throws {
        let progress = Mutex<[Double]>([])
        let first = try Org.open(
            seed: .generated(contacts: 300),
            onProgress: { done, all in progress.withLock { $0.append(Double(done) / Double(all)) } }
        )
        let second = try Org.open(seed: .generated(contacts: 300))
        let query =
            "SELECT Id, Name, Email, Phone, Account.Name FROM Contact WHERE Account.AccountNumber LIKE 'GA-%' ORDER BY Id"
        let contacts = try await first.query(query)
        #expect(contacts.count == 300)
        #expect(try await second.query(query) == contacts)
        let shares = progress.withLock { $0 }
        #expect(shares == shares.sorted() && shares.last == 1 && shares.contains { (0.5..<1).contains($0) })
        #expect(try await first.query("SELECT Id FROM Case WHERE IsClosed = true AND ClosedDate = null").isEmpty)
    }
}
