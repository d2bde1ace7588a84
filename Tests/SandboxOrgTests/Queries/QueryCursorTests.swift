import GRDB
import JSON
import Testing

@testable import SandboxOrg

struct QueryCursorTests {
    private static let query = """
        SELECT Id, Name, Account.Name, TYPEOF Owner WHEN User THEN Alias END
        FROM Contact WHERE Name LIKE '%a%' ORDER BY Name DESC, CreatedDate
        """

    @Test(arguments: [1, 7, 50]) func `the pages of a long result are the result`(size: Int) throws {
        let org = try Org.open(seed: .generated(contacts: 120))
        let engine = QueryEngine(schema: org.schema)
        try org.database.read { db in
            let whole = try engine.run(Self.query, in: db, context: .sample)
            #expect(whole.cursor == nil)
            let first = try engine.run(Self.query, in: db, context: .sample, page: .of(size))
            #expect(first.totalSize == whole.totalSize && first.records.count == size)
            let cursor = try #require(first.cursor)
            var records = first.records
            while records.count < whole.totalSize {
                // More rows than the page takes.
                let page = try engine.records(records.count..<whole.totalSize, of: cursor, page: .of(size), in: db)
                #expect(page.count == page.records.count && page.count == min(size, whole.totalSize - records.count))
                records += page.records
            }
            #expect(records == whole.records)
        }
    }

    @Test func `a result that fits has no cursor, and groups never do`() throws {
        let org = try SampleOrg.open()
        try org.rollingBack { db in
            let rows = try org.engine.run("SELECT Id FROM Contact", in: db, context: .sample)
            let fits = try org.engine.run("SELECT Id FROM Contact", in: db, context: .sample, page: .of(rows.totalSize))
            #expect(fits.cursor == nil)
            let groups = "SELECT Name FROM Contact GROUP BY Name"
            let grouped = try org.engine.run(groups, in: db, context: .sample, page: .of(1))
            #expect(grouped.cursor == nil && grouped.records.count == grouped.totalSize && grouped.totalSize > 1)
        }
    }
}

extension PageBudget {
    fileprivate static func of(_ size: Int) -> PageBudget { PageBudget(size) { _, offset in "next-\(offset)" } }
}
