import GRDB
import JSON
import Testing

@testable import SandboxOrg

struct QueryLimitTests {
    @Test func `a string of a condition has four thousand characters at most`() throws {
        let org = try SampleOrg.open()
        let longest = String(repeating: "x", count: 4000)
        #expect(try org.refusal(of: "SELECT Id FROM Contact WHERE Name = '\(longest)'") == nil)
        let refusal = try org.refusal(of: "SELECT Id FROM Contact WHERE Name = '\(longest)x'")
        #expect(refusal?.code == "MALFORMED_QUERY")
        #expect(try org.refusal(of: "SELECT Id FROM Contact WHERE Name LIKE '\(longest)%'")?.code == "MALFORMED_QUERY")
    }

    @Test(arguments: [(2000, nil), (2001, "EXCEEDED_ID_LIMIT")]) func `a query has two thousand groups at most`(
        groups: Int,
        code: String?
    ) throws {
        let org = try SampleOrg.open()
        let grouped = "SELECT Name, COUNT(Id) FROM Product2 GROUP BY Name"
        try org.rollingBack { db in
            try db.execute(sql: "DELETE FROM \"Product2\"")
            for number in 0..<groups {
                try db.execute(
                    sql: "INSERT INTO \"Product2\" (\"Id\", \"Name\") VALUES (?, ?)",
                    arguments: [RecordId(prefix: "01t", number: number).text, "Product \(number)"]
                )
            }
            do throws(SalesforceError) {
                let result = try org.engine.run(grouped, in: db, context: .sample)
                #expect(code == nil && result.records.count == groups)
            } catch {
                #expect(error.code == code)
            }
            let limited = try org.engine.run(grouped + " LIMIT 2000", in: db, context: .sample)
            #expect(limited.records.count == 2000)
        }
    }
}
