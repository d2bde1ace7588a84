import JSON
import Testing

@testable import SandboxOrg

@Suite struct OrderingTests {
    @Test(arguments: [
        ("Contact", "LastName", ["Johnson", "O'Brien", "ÅSTRÖM"]),
        ("Contact", "FirstName", ["ÅSTRÖM", "Johnson", "O'Brien"]),
        ("Contact", "FirstName DESC", ["ÅSTRÖM", "O'Brien", "Johnson"]),
        ("Contact", "FirstName DESC NULLS LAST", ["O'Brien", "Johnson", "ÅSTRÖM"]),
        ("Contact", "FirstName ASC NULLS LAST", ["Johnson", "O'Brien", "ÅSTRÖM"]),
        ("Contact", "AccountId NULLS LAST, LastName DESC", ["ÅSTRÖM", "O'Brien", "Johnson"]),
        ("Contact", "Account.Name NULLS LAST, LastName", ["Johnson", "O'Brien", "ÅSTRÖM"]),
        ("Contact", "CreatedDate DESC LIMIT 2", ["ÅSTRÖM", "O'Brien"]),
        ("Contact", "LastName LIMIT 1 OFFSET 1", ["O'Brien"]),
        ("Contact", "LastName OFFSET 2", ["ÅSTRÖM"]),
        ("Contact", "LastName LIMIT 0", []),
    ])
    func `records come in the order asked for`(object: String, ordering: String, expected: [String]) throws {
        let records = try SampleOrg.open().result("SELECT LastName FROM \(object) ORDER BY \(ordering)").records
        #expect(records.compactMap { $0["LastName"]?.string } == expected)
    }

    @Test func `picklists sort as they were set up`() throws {
        let org = try SampleOrg.open()
        #expect(
            try org.records("SELECT Priority FROM Case ORDER BY Priority") == [
                #"{"Priority":"High"}"#, #"{"Priority":"Low"}"#,
            ]
        )
        #expect(
            try org.records("SELECT Rating FROM Account ORDER BY Rating NULLS LAST") == [
                #"{"Rating":"Hot"}"#, #"{"Rating":"Warm"}"#, #"{"Rating":null}"#,
            ]
        )
        #expect(
            try org.records("SELECT Status FROM Case ORDER BY Status DESC") == [
                #"{"Status":"Closed"}"#, #"{"Status":"New"}"#,
            ]
        )
    }

    @Test(arguments: [
        "SELECT Id FROM Contact WHERE Email = 'sean@acme.example'",
        "SELECT Id FROM Contact WHERE Phone IN ('a', 'b')",
        "SELECT Id FROM Contact WHERE LastName LIKE 'Jo%'",
        "SELECT Id FROM Contact WHERE AccountId = '001000000000001AAA'",
        "SELECT Id FROM Case WHERE CaseNumber = '00001001'",
        "SELECT Id FROM Task WHERE WhoId = '003000000000001AAA' ORDER BY ActivityDate DESC",
        "SELECT Id FROM Opportunity WHERE CloseDate = THIS_MONTH",
        "SELECT Id FROM Case WHERE CreatedDate > 2026-01-01T00:00:00Z",
        "SELECT Id FROM Contact WHERE Id = '003000000000001'",
        "SELECT Id, Account.Name FROM Contact WHERE Id = '003000000000001'",
        "SELECT Id, What.Name, Who.Name FROM Task WHERE OwnerId = '005000000000001AAA'",
        "SELECT Id FROM Contact ORDER BY LastName LIMIT 5",
    ])
    func `common queries use an index`(query: String) throws {
        let plan = try SampleOrg.open().plan(of: query)
        let scansWithoutIndex = plan.split(separator: "\n").filter { $0.hasPrefix("SCAN") && !$0.contains("USING") }
        #expect(scansWithoutIndex.isEmpty, "\(plan)")
    }
}
