import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// Custom objects and fields from schema files.
struct CustomSchemaTests {
    private static let invoices = """
        object: Contact
        fields:
          - Service_Level__c: picklist CU; values Gold | Silver; restricted; label Service Level
          - Customer_Number__c: string(20) CU; externalId; unique
        ---
        object: Invoice__c
        plural: Invoices
        fields:
          - Contact__c: reference CU; to Contact; children Invoices__r
          - Amount__c: currency CU
          - Due__c: date CU; required
          - Contact_Phone__c: phone; formula Contact__r.Phone
        """

    private static func schema(_ yaml: String = invoices) throws -> Schema {
        try Schema.loading([("custom.yaml", yaml)])
    }

    @Test func `custom fields and objects work like the standard ones`() async throws {
        let org = try Org.open(schema: try Self.schema(), seed: .demo)
        let contact = try await org.create(
            "Contact",
            ["LastName": "Custom", "Phone": "555", "Service_Level__c": "Gold", "Customer_Number__c": "C-1"]
        )
        let invoice = try await org.create(
            "Invoice__c",
            ["Contact__c": .string(contact), "Amount__c": "12.5", "Due__c": "2026-03-10"]
        )
        #expect(invoice.hasPrefix("a00"))
        let rows = try await org.query(
            """
            SELECT Name, Amount__c, Contact_Phone__c, Contact__r.Service_Level__c, Owner.Name FROM Invoice__c
            WHERE Contact__r.Customer_Number__c = 'c-1'
            """
        )
        #expect(rows.count == 1)
        #expect(rows.first?["Name"] == .string(invoice))
        #expect(rows.first?["Contact_Phone__c"] == "555")
        #expect(rows.first?["Contact__r"]?["Service_Level__c"] == "Gold")
        #expect(rows.first?["Owner"]?["Name"] == "Alex Admin")
        let parents = try await org.query(
            "SELECT Id, (SELECT Name FROM Invoices__r) FROM Contact WHERE Id = '\(contact)'"
        )
        #expect(parents.first?["Invoices__r"]?["totalSize"] == 1)
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("Contact", ["LastName": "A", "Service_Level__c": "Bronze"])
        }
        #expect(error?.code == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
    }

    @Test func `an org in a file gets the fields and objects that have come since`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("org.sqlite").path
        let old = try await Org.open(.file(path: path)).create("Contact", ["LastName": "Older"])
        let org = try Org.open(.file(path: path), schema: try Self.schema())
        try await org.update("Contact", old, ["Customer_Number__c": "C-2"])
        try await org.create("Invoice__c", ["Contact__c": .string(old), "Due__c": "2026-03-10", "Name": "First"])
        #expect(try await org.query("SELECT Id FROM Contact WHERE Customer_Number__c = 'C-2'").count == 1)
        #expect(try await org.search("FIND {First} RETURNING Invoice__c(Id)").count == 1)
    }

    @Test(arguments: [
        ("object: Contact\nfields:\n  - Level: string CU", "3:Level is no name of a custom field"),
        ("object: Contact\nfields:\n  - 1st__c: string CU", "3:1st__c is no name of a custom field"),
        ("object: Contact\nprefix: a11\nfields:\n  - A__c: string CU", "1:'prefix' can't be changed"),
        (
            "object: Contact\nfields:\n  - A__c: string CU\n---\nobject: contact\nfields:\n  - A__c: int CU",
            "7:Contact has the field A__c already"
        ),
        ("object: Invoice\nfields:\n  - A__c: string CU", "1:there is no object Invoice"),
        ("object: I__c\nprefix: \"003\"\nfields:\n  - A__c: string CU", "1:ids of another object begin with 003"),
        ("object: I__c\nprefix: a-1\nfields:\n  - A__c: string CU", "1:'a-1' is no prefix of ids"),
        ("object: I__c\nfields:\n  - A__c: string CU\n  - B__c: reference CU", "4:B__c points at nothing"),
        ("object: I__c\nfields:\n  - B__c: reference CU; to Nobody", "3:B__c points at Nobody"),
        ("object: I__c\nfields:\n  - B__c: address CU", "3:B__c: no custom field has the type address"),
        ("object: I__c\nfields:\n  - B__c: string; formula A__r.Name", "3:B__c: 'A__r.Name' leads to no field"),
        (
            "object: I__c\nfields:\n  - A__c: reference; to Contact; children Cases",
            "3:Contact has two relationships Cases"
        ),
        ("object: I__c\nfields: [\n\n", "4:did not find"), ("# nothing", "1:expected 'object:'"),
        ("object: I__c\nfields:\n  - A__c: string CU; shiny", "3:A__c: 'shiny' means nothing here"),
    ])
    func `a mistake is told with its file and line`(yaml: String, message: String) {
        let error = #expect(throws: SchemaFileError.self) { _ = try Self.schema(yaml) }
        #expect(error?.description.hasPrefix("custom.yaml:" + message) == true, "\(error?.description ?? "")")
    }

    @Test func `all users have the time zone that is asked for, also after a reset`() async throws {
        let zone = try #require(TimeZone(identifier: "Asia/Tokyo"))
        let org = try Org.open(seed: .demo, userTimeZone: zone)
        try await org.reset()
        let zones = Set(try await org.query("SELECT TimeZoneSidKey FROM User").map { $0["TimeZoneSidKey"] })
        #expect(zones == ["Asia/Tokyo"])
    }
}
