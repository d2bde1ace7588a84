import JSON
import Testing

@testable import SandboxOrg

/// The errors of creating and changing records, by status, code, text and fields.
struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var object: String
        var body: String
        var status = 400
        var code: String
        var message: String
        var fields: [String]?

        var testDescription: String { "\(object) \(body)" }
    }

    private static let org = Result { try Org.open(seed: .demo) }

    static let creations: [Case] = [
        Case(
            object: "Contact",
            body: #"{"FirstName":"Ada"}"#,
            code: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [LastName]",
            fields: ["LastName"]
        ),
        Case(
            object: "Lead",
            body: #"{"LastName":"","Company":"  "}"#,
            code: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [LastName, Company]",
            fields: ["LastName", "Company"]
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","foo":1}"#,
            code: "INVALID_FIELD",
            message: "No such column 'foo' on sobject of type Contact"
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","Id":"003000000000001AAA"}"#,
            code: "INVALID_FIELD",
            message: "The Id field should not be specified in the sobject data."
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","Name":"B"}"#,
            code: "INVALID_FIELD_FOR_INSERT_UPDATE",
            message:
                "Unable to create/update fields: Name. Please check the security settings of this field and verify "
                + "that it is read/write for your profile or permission set.",
            fields: ["Name"]
        ),
        Case(
            object: "Account",
            body: #"{"Name":"A","BillingCity":"12345678901234567890123456789012345678901"}"#,
            code: "STRING_TOO_LONG",
            message: "Billing City: data value too large: 12345678901234567890123456789012345678901 (max length=40)",
            fields: ["BillingCity"]
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","Email":"123"}"#,
            code: "INVALID_EMAIL_ADDRESS",
            message: "Email: invalid email address: 123",
            fields: ["Email"]
        ),
        Case(
            object: "Event",
            body: #"{"Subject":"A","ShowAs":"Asleep","StartDateTime":"2026-01-01T10:00:00Z","DurationInMinutes":5}"#,
            code: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            message: "Show Time As: bad value for restricted picklist field: Asleep",
            fields: ["ShowAs"]
        ),
        Case(
            object: "Opportunity",
            body: #"{"Name":"A","StageName":"Prospecting","CloseDate":"2026-02-30"}"#,
            code: "JSON_PARSER_ERROR",
            message:
                "Cannot deserialize instance of date from VALUE_STRING value 2026-02-30 or request may be missing a "
                + "required field at [line:1, column:51]"
        ),
        Case(
            object: "Opportunity",
            body: #"{"Amount":"N010000000"}"#,
            code: "JSON_PARSER_ERROR",
            message:
                "Cannot deserialize instance of double from VALUE_STRING value N010000000 or request may be missing "
                + "a required field at [line:1, column:11]"
        ),
        Case(
            object: "Event",
            body: #"{"StartDateTime":"2017-10-17 00:00:00"}"#,
            code: "JSON_PARSER_ERROR",
            message:
                "Cannot deserialize instance of datetime from VALUE_STRING value 2017-10-17 00:00:00 or request may "
                + "be missing a required field at [line:1, column:18]"
        ),
        Case(
            object: "Case",
            body: #"{"IsEscalated":"perhaps"}"#,
            code: "JSON_PARSER_ERROR",
            message:
                "Cannot deserialize instance of boolean from VALUE_STRING value perhaps or request may be missing a "
                + "required field at [line:1, column:16]"
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","AccountId":"001XX"}"#,
            code: "MALFORMED_ID",
            message: "Account ID: id value of incorrect type: 001XX",
            fields: ["AccountId"]
        ),
        Case(
            object: "Contact",
            body: #"{"LastName":"A","AccountId":"001000000000001"}"#,
            code: "INVALID_CROSS_REFERENCE_KEY",
            message: "invalid cross reference id",
            fields: []
        ),
        Case(
            object: "Opportunity",
            body: #"{"Name":"A","StageName":"Prospecting","CloseDate":"2026-01-01","Probability":1000}"#,
            code: "NUMBER_OUTSIDE_VALID_RANGE",
            message: "Probability (%): value outside of valid range on numeric field: 1000",
            fields: ["Probability"]
        ),
        Case(
            object: "Event",
            body: #"{"StartDateTime":"2026-01-01T10:00:00Z"}"#,
            code: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [DurationInMinutes]",
            fields: ["DurationInMinutes"]
        ),
        Case(
            object: "Event",
            body: #"{"StartDateTime":"2026-01-01T10:00:00Z","DurationInMinutes":1441}"#,
            code: "FIELD_INTEGRITY_EXCEPTION",
            message: "Duration must be between 0 and 1440 minutes: Duration",
            fields: ["DurationInMinutes"]
        ),
        Case(
            object: "Event",
            body: #"{"StartDateTime":"2026-01-02T10:00:00Z","EndDateTime":"2026-01-01T10:00:00Z"}"#,
            code: "FIELD_INTEGRITY_EXCEPTION",
            message: "Duration must be between 0 and 1440 minutes: Duration",
            fields: ["EndDateTime"]
        ),
        Case(
            object: "ContentDocument",
            body: #"{"Title":"A"}"#,
            code: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            message: "entity type cannot be inserted: ContentDocument",
            fields: []
        ),
        Case(
            object: "Nothing",
            body: "{}",
            status: 404,
            code: "NOT_FOUND",
            message: "The requested resource does not exist"
        ),
    ]

    @Test(arguments: creations)
    func `a record that is wrong is refused in Salesforce's words`(expected: Case) async throws {
        let org = try Self.org.get()
        let text = Array(expected.body.utf8)
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create(expected.object, JSONValue(parsing: text), text: text)
        }
        #expect(
            error
                == SalesforceError(
                    status: expected.status,
                    code: expected.code,
                    message: expected.message,
                    fields: expected.fields
                )
        )
    }

    @Test func `an account's id is no id of a task's person`() async throws {
        let org = try Self.org.get()
        let account = try #require(await org.query("SELECT Id FROM Account LIMIT 1")[0]["Id"]?.string)
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("Task", ["WhoId": .string(account)])
        }
        #expect(error?.code == "FIELD_INTEGRITY_EXCEPTION")
        #expect(error?.message == "Name ID: id value of incorrect type: \(account)")
        #expect(error?.fields == ["WhoId"])
    }

    @Test func `what is no id in a path is taken for an external id`() async throws {
        let org = try Self.org.get()
        let error = await #expect(throws: SalesforceError.self) { try await org.record("Contact", "00Q7zzz000Kj4Jn1") }
        #expect(error?.status == 404)
        #expect(error?.message == "Provided external ID field does not exist or is not accessible: 00Q7zzz000Kj4Jn1")
    }

    @Test func `a contact with cases is not deleted`() async throws {
        let org = try Org.open()
        let contact = try await org.create(
            "Contact",
            ["Salutation": "Mr.", "FirstName": "Josh", "LastName": "Davis"]
        )
        try await org.create("Case", ["ContactId": .string(contact)])
        let error = await #expect(throws: SalesforceError.self) { try await org.delete("Contact", contact) }
        #expect(error?.code == "DELETE_FAILED")
        #expect(
            error?.message
                == "Your attempt to delete Mr. Josh Davis could not be completed because it is associated with the "
                + "following cases.: 00001001\n"
        )
        #expect(error?.fields == [])
    }
}
