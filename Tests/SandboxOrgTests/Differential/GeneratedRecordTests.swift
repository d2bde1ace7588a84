import Foundation
import GRDB
import JSON
import Testing

@testable import SandboxOrg

/// Generated records are stored without the rules of the org; what is stored must be what the rules would have made.
struct GeneratedRecordTests {
    private static let now = Date(timeIntervalSince1970: 1_767_225_600)
    private static let contacts = 60

    @Test func `generated records are stored as the API would have stored them`() throws {
        let generated = try Org.open(seed: .generated(contacts: Self.contacts), clock: { Self.now })
        let created = try Org.open(seed: .demo, clock: { Self.now })
        try created.database.write { db in
            let tables = try RecordTables(created.schema)
            var transaction = Transaction(
                db: db,
                schema: created.schema,
                tables: tables,
                rules: .standard,
                now: Int(Self.now.timeIntervalSince1970) * 1000,
                userId: created.administratorId
            )
            transaction.isSeeding = true
            let owners = try String.fetchAll(db, sql: "SELECT Id FROM User WHERE IsActive = 1 ORDER BY Id")
            var generator = try RecordGenerator(
                owners: owners,
                now: transaction.now,
                lastId: try transaction.lastNumber("id"),
                lastCaseNumber: try transaction.lastNumber("CaseNumber")
            )
            for number in 0..<Self.contacts {
                try generator.makeContact(number) { record in
                    let object = try #require(created.schema.object(record.object))
                    let id = try transaction.create(object, record.given)
                    #expect(id == record.id)
                }
            }
        }
        for object in generated.schema.objects {
            let names = [object.name] + (object.isSearchable ? [SearchIndex.tableName(for: object.name)] : [])
            for name in names {
                #expect(try Self.rows(of: name, in: generated) == Self.rows(of: name, in: created), "\(name)")
            }
        }
        let sequences = OrgDatabase.sequenceTable
        #expect(try Self.rows(of: sequences, in: generated) == Self.rows(of: sequences, in: created))
    }

    @Test func `a new file is at its path only when it is complete, and is not filled twice`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(component: "org-\(UInt64.random(in: 0...(.max)))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(component: "org.sqlite").path
        var wasThere = false
        #expect(throws: SalesforceError.self) {
            try OrgDatabase.make(at: path) { db in
                try db.execute(sql: "CREATE TABLE half (done)")
                wasThere = FileManager.default.fileExists(atPath: path)
                throw SalesforceError.notFound
            }
        }
        #expect(!wasThere)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        let first = try Org.open(.file(path: path), seed: .generated(contacts: 5))
        let id = try await first.create("Contact", ["LastName": "Lovelace"])
        let second = try Org.open(.file(path: path), seed: .generated(contacts: 5))
        let found = try await second.query("SELECT Id FROM Contact WHERE LastName = 'Lovelace'")
        #expect(found.map { $0["Id"]?.string } == [id])
    }

    private static func rows(of table: String, in org: Org) throws -> [String] {
        try org.database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table.quotedAsName) ORDER BY 1").map { row in
                row.map { "\($0)=\($1.storage)" }.joined(separator: ", ")
            }
        }
    }
}
