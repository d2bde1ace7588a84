import JSON
import Testing

@testable import SandboxOrg

/// The errors of the REST API as they come over HTTP: status, code, text and fields.
struct ErrorTableTests {
    struct Case: Sendable {
        var method = "GET"
        var target: String
        var body: String?
        var status = 400
        var code: String
        /// What the message is, or ends with where it begins with `…`.
        var message: String
        var fields: [String]?

        init(
            _ method: String,
            _ target: String,
            _ body: String?,
            _ status: Int,
            _ code: String,
            _ message: String,
            _ fields: [String]? = nil
        ) {
            (self.method, self.target, self.body) = (method, target, body)
            (self.status, self.code, self.message, self.fields) = (status, code, message, fields)
        }

        init(
            _ method: String,
            _ target: String,
            _ status: Int,
            _ code: String,
            _ message: String,
            _ fields: [String]? = nil
        ) {
            self.init(method, target, nil, status, code, message, fields)
        }

        func matches(_ text: String) -> Bool {
            message.hasPrefix("…") ? text.hasSuffix(message.dropFirst()) : text == message
        }
    }

    private static let missing = "The requested resource does not exist"
    private static let nobody = "003000000000001AAA"

    static func noKey(_ name: String) -> String {
        "Provided external ID field does not exist or is not accessible: \(name)"
    }

    static let discovery: [Case] = [
        Case("GET", "nothing", 404, "NOT_FOUND", missing),
        Case("GET", "sobjects/Nothing", 404, "NOT_FOUND", missing),
        Case("GET", "sobjects/Nothing/describe", 404, "NOT_FOUND", missing),
        Case("POST", "sobjects/Nothing", "{}", 404, "NOT_FOUND", missing),
        Case("GET", "/services/data/v99.0/limits", 404, "NOT_FOUND", missing),
        Case("GET", "/services/data/vX/limits", 404, "NOT_FOUND", missing),
        Case(
            "GET",
            "/services/data/v30.0/limits",
            410,
            "GONE",
            "The requested resource is no longer available"
        ),
        Case("GET", "/services/apexrest/x", 404, "NOT_FOUND", missing),
        Case(
            "PATCH",
            "sobjects/Account",
            "{}",
            405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method 'PATCH' not allowed. Allowed are GET,HEAD,POST"
        ),
        Case(
            "PUT",
            "sobjects/Account/001000000000001AAA",
            "{}",
            405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method 'PUT' not allowed. Allowed are GET,HEAD,PATCH,DELETE"
        ),
        Case("POST", "query", "{}", 405, "METHOD_NOT_ALLOWED", "HTTP Method 'POST' not allowed. Allowed are GET,HEAD"),
        Case("DELETE", "limits", 405, "METHOD_NOT_ALLOWED", "HTTP Method 'DELETE' not allowed. Allowed are GET,HEAD"),
        Case("PUT", "/services/data", 405, "METHOD_NOT_ALLOWED", "HTTP Method 'PUT' not allowed. Allowed are GET,HEAD"),
        Case(
            "GET",
            "composite/batch",
            405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method 'GET' not allowed. Allowed are POST"
        ),
    ]

    static let rows: [Case] = [
        Case("GET", "sobjects/Contact/\(nobody)", 404, "NOT_FOUND", missing),
        Case("PATCH", "sobjects/Contact/\(nobody)", #"{"Phone":"1"}"#, 404, "NOT_FOUND", missing),
        Case(
            "DELETE",
            "sobjects/Contact/\(nobody)",
            404,
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
            []
        ),
        Case("GET", "sobjects/Account/\(nobody)", 404, "NOT_FOUND", missing),
        Case("GET", "sobjects/Lead/00Q7zzz000Kj4Jn9", 404, "NOT_FOUND", noKey("00Q7zzz000Kj4Jn9")),
        Case("DELETE", "sobjects/Lead/x", 404, "NOT_FOUND", noKey("x")),
        Case("GET", "sobjects/Account/Namez/a", 404, "NOT_FOUND", noKey("Namez")),
        Case("PATCH", "sobjects/Contact/LastName/a", "{}", 404, "NOT_FOUND", noKey("LastName")),
        Case("GET", "sobjects/Contact/Email/nobody@nowhere.example", 404, "NOT_FOUND", missing),
        Case(
            "PATCH",
            "sobjects/Contact/Email/a@b.example",
            #"{"LastName":"A","Email":"a@b.example"}"#,
            400,
            "INVALID_FIELD",
            "The Email field should not be specified in the sobject data."
        ),
        Case("GET", "sobjects/Contact/\(nobody)/Account", 404, "NOT_FOUND", missing),
        Case("GET", "sobjects/ContentNote/069000000000001AAA/Content", 404, "NOT_FOUND", missing),
        Case("POST", "sobjects/Account", "", 400, "JSON_PARSER_ERROR", "…[line:1, column:1]"),
        Case("POST", "sobjects/Account", "{Name:1}", 400, "JSON_PARSER_ERROR", "…[line:1, column:2]"),
        Case(
            "POST",
            "sobjects/Account",
            "[]",
            400,
            "JSON_PARSER_ERROR",
            "…or request may be missing a required field at [line:1, column:1]"
        ),
        Case(
            "POST",
            "sobjects/Opportunity",
            #"{"Name":"A","StageName":"Closed Won","CloseDate":"2026-01-01","Amount":"N010000000"}"#,
            400,
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of double from VALUE_STRING value N010000000 or request may be missing a "
                + "required field at [line:1, column:72]"
        ),
        Case(
            "POST",
            "sobjects/Event",
            #"{"StartDateTime":"2017-10-17 00:00:00"}"#,
            400,
            "JSON_PARSER_ERROR",
            "Cannot deserialize instance of datetime from VALUE_STRING value 2017-10-17 00:00:00 or request may be "
                + "missing a required field at [line:1, column:18]"
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"FirstName":"A"}"#,
            400,
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [LastName]",
            ["LastName"]
        ),
        Case(
            "POST",
            "sobjects/Opportunity",
            "{}",
            400,
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [Name, StageName, CloseDate]",
            ["Name", "StageName", "CloseDate"]
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","foo":1}"#,
            400,
            "INVALID_FIELD",
            "No such column 'foo' on sobject of type Contact"
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","id":"\#(nobody)"}"#,
            400,
            "INVALID_FIELD",
            "The Id field should not be specified in the sobject data."
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","Name":"B"}"#,
            400,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "Unable to create/update fields: Name. Please check the security settings of this field and verify that it "
                + "is read/write for your profile or permission set.",
            ["Name"]
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","Email":"123"}"#,
            400,
            "INVALID_EMAIL_ADDRESS",
            "Email: invalid email address: 123",
            ["Email"]
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","Salutation":"12345678901234567890123456789012345678901"}"#,
            400,
            "STRING_TOO_LONG",
            "Salutation: data value too large: 12345678901234567890123456789012345678901 (max length=40)",
            ["Salutation"]
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","AccountId":"001x"}"#,
            400,
            "MALFORMED_ID",
            "Account ID: id value of incorrect type: 001x",
            ["AccountId"]
        ),
        Case(
            "POST",
            "sobjects/Contact",
            #"{"LastName":"A","AccountId":"001000000000001AAA"}"#,
            400,
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
            []
        ),
        Case(
            "POST",
            "sobjects/Task",
            #"{"WhoId":"001000000000001AAA"}"#,
            400,
            "FIELD_INTEGRITY_EXCEPTION",
            "Name ID: id value of incorrect type: 001000000000001AAA",
            ["WhoId"]
        ),
        Case(
            "POST",
            "sobjects/Task",
            #"{"CallType":"Sideways"}"#,
            400,
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            "…bad value for restricted picklist field: Sideways",
            ["CallType"]
        ),
        Case(
            "POST",
            "sobjects/Event",
            #"{"StartDateTime":"2026-01-01T10:00:00Z","DurationInMinutes":1441}"#,
            400,
            "FIELD_INTEGRITY_EXCEPTION",
            "Duration must be between 0 and 1440 minutes: Duration",
            ["DurationInMinutes"]
        ),
        Case("POST", "sobjects/ContentDocument", "{}", 400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "…Document", []),
        Case("POST", "sobjects/Profile", "{}", 400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "…inserted: Profile", []),
        Case(
            "GET",
            "sobjects/Account/001000000000001AAA/describe/x",
            404,
            "NOT_FOUND",
            missing
        ),
    ]

    private static func select(_ rest: String) -> String {
        let words = rest.split(separator: " ").joined(separator: "+")
        return "query?q=" + words.replacing("'", with: "%27").replacing("\"", with: "%22").replacing("<", with: "%3C")
    }

    private static let dateText =
        "…value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"

    static let queries: [Case] = [
        Case("GET", "query", 400, "MALFORMED_QUERY", "A query string has to be specified"),
        Case("GET", "query?q=", 400, "MALFORMED_QUERY", "A query string has to be specified"),
        Case("GET", "query/01g000000000001AAA-2000", 400, "INVALID_QUERY_LOCATOR", "invalid query locator"),
        Case("GET", "query/nonsense", 400, "INVALID_QUERY_LOCATOR", "invalid query locator"),
        Case(
            "GET",
            select("SELECT Asdf FROM Contact"),
            400,
            "INVALID_FIELD",
            "\nSELECT Asdf FROM Contact\n       ^\nERROR at Row:1:Column:8\nNo such column 'Asdf' on entity 'Contact'. "
                + "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
                + "Please reference your WSDL or the describe call for the appropriate names."
        ),
        Case(
            "GET",
            select("SELECT Id FROM no_such_object"),
            400,
            "INVALID_TYPE",
            "\nSELECT Id FROM no_such_object\n               ^\nERROR at Row:1:Column:16\nsObject type 'no_such_object' "
                + "is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the "
                + "entity name. Please reference your WSDL or the describe call for the appropriate names."
        ),
        Case("GET", select("SELECT Id, Id FROM Contact"), 400, "INVALID_FIELD", "…duplicate field selected: Id"),
        Case(
            "GET",
            select("SELECT Id FROM Case WHERE Description = 'x'"),
            400,
            "INVALID_FIELD",
            "…field 'Description' can not be filtered in a query call"
        ),
        Case("GET", select("SELECT Id FROM Case WHERE CreatedDate = '2026'"), 400, "INVALID_FIELD", dateText),
        Case(
            "GET",
            select("SELECT Name, COUNT(Id) FROM Account GROUP BY Industry"),
            400,
            "INVALID_FIELD",
            "…Field must be grouped or aggregated: Name"
        ),
        Case(
            "GET",
            select("SELECT Id FROM Account WHERE BillingAddress = 'x'"),
            400,
            "INVALID_FIELD",
            "…Address fields can only be filtered using Distance expressions"
        ),
        Case("GET", select("SELECT Id FROM Contact WHERE"), 400, "MALFORMED_QUERY", "…unexpected token: '<EOF>'"),
        Case(
            "GET",
            select("SELECT Id FROM Contact WHERE Name = 'a' AND Name = 'b' OR Name = 'c'"),
            400,
            "MALFORMED_QUERY",
            "…unexpected token: OR"
        ),
        Case(
            "GET",
            select("SELECT Id FROM Contact WHERE Id = 'ZZZ'"),
            400,
            "INVALID_QUERY_FILTER_OPERATOR",
            "…invalid ID field: ZZZ"
        ),
        Case(
            "GET",
            select("SELECT Id FROM Contact OFFSET 2001"),
            400,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "…Maximum SOQL offset allowed is 2000"
        ),
        Case(
            "GET",
            select("SELECT Id FROM ContentDocumentLink"),
            400,
            "MALFORMED_QUERY",
            "…requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or "
                + "multiple Id's using the IN operator."
        ),
        Case(
            "GET",
            "search?q=",
            400,
            "MALFORMED_SEARCH",
            "No search term found. The search term must be enclosed in braces."
        ),
        Case("GET", "parameterizedSearch", 400, "MALFORMED_SEARCH", "No search term found."),
        Case("GET", "sobjects/Contact/\(nobody)?fields=Foo", 404, "NOT_FOUND", missing),
    ]

    private static let crowd = [String](repeating: #"{"attributes":{"type":"Account"}}"#, count: 201)

    static let many: [Case] = [
        Case("POST", "composite/sobjects", "{}", 400, "JSON_PARSER_ERROR", "…[line:1, column:1]"),
        Case("POST", "composite/sobjects", #"{"records":1}"#, 400, "JSON_PARSER_ERROR", "…[line:1, column:1]"),
        Case(
            "POST",
            "composite/sobjects",
            #"{"records":[\#(crowd.joined(separator: ","))]}"#,
            400,
            "EXCEEDED_ID_LIMIT",
            "record limit reached. cannot submit more than 200 records into this call"
        ),
        Case("POST", "composite/sobjects", #"{"records":[{}]}"#, 400, "INVALID_FIELD", "…has to name its type"),
        Case("DELETE", "composite/sobjects", 400, "MISSING_ARGUMENT", "The ids parameter has to be specified"),
        Case(
            "PATCH",
            "composite/sobjects/Contact/Namez",
            #"{"records":[]}"#,
            404,
            "NOT_FOUND",
            noKey("Namez")
        ),
        Case("GET", "composite/sobjects/Nothing?ids=1&fields=Id", 404, "NOT_FOUND", missing),
        Case("GET", "composite/sobjects/Account?ids=1&fields=Id", 400, "MALFORMED_ID", "malformed id 1"),
        Case(
            "GET",
            "composite/sobjects/Account?ids=001000000000001AAA",
            400,
            "MISSING_ARGUMENT",
            "The fields parameter has to be specified"
        ),
        Case("POST", "composite/tree/Nothing", "{}", 404, "NOT_FOUND", missing),
        Case(
            "POST",
            "composite/tree/Account",
            #"{"records":[{"attributes":{"type":"Account"},"Name":"A"}]}"#,
            400,
            "INVALID_INPUT",
            "Include a reference ID for each record in the request.",
            []
        ),
        Case("POST", "composite/batch", "{}", 400, "JSON_PARSER_ERROR", "…[line:1, column:1]"),
        Case("GET", "sobjects/Lead/updated", 400, "MISSING_ARGUMENT", "The start parameter has to be specified"),
        Case(
            "GET",
            "sobjects/Lead/deleted?start=x&end=y",
            400,
            "INVALID_REPLICATION_DATE",
            "start: invalid date: x"
        ),
    ]

    @Test func `errors have Salesforce's status, code, text and fields`() async throws {
        let cases = Self.discovery + Self.rows + Self.queries + Self.many
        #expect(cases.count >= 60)
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            for expected in cases {
                let answer = try await client.send(expected.method, expected.target, expected.body)
                let name = "\(expected.method) \(expected.target.prefix(120))"
                #expect(answer.status == expected.status, "\(name)")
                let error = try #require(answer.error, "\(name): \(answer.text)")
                #expect(error["errorCode"]?.string == expected.code, "\(name)")
                let message = error["message"]?.string ?? ""
                #expect(expected.matches(message), "\(name): \(message)")
                #expect(error["fields"]?.array?.map(\.string) == expected.fields.map { $0 }, "\(name)")
            }
        }
    }

    @Test func `what a request is not allowed to be is said before anything else`() async throws {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        try await withSandboxServer(configuration) { sandbox in
            var client = SandboxClient(sandbox)
            let xml = try await client.send(
                "POST",
                "sobjects/Account",
                "<a/>",
                headers: ["Content-Type": "application/xml"]
            )
            #expect(xml.status == 415)
            #expect(xml.error?["errorCode"] == "UNSUPPORTED_MEDIA_TYPE")
            client.scheme = "Basic"
            #expect(try await client.send("GET", "limits").error?["errorCode"] == "INVALID_AUTH_HEADER")
            client.scheme = "OAuth"
            client.token = "wrong"
            let stale = try await client.send("GET", "limits")
            #expect(stale.status == 401)
            #expect(
                stale.json == [["message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"]]
            )
        }
    }
}
