import SOQL
import Testing

@testable import SandboxOrg

@Suite struct QueryErrorTests {
    private static let describe = " Please reference your WSDL or the describe call for the appropriate names."

    @Test(arguments: [
        (
            "SELECT Asdf FROM Contact", "INVALID_FIELD",
            "\nSELECT Asdf FROM Contact\n       ^\nERROR at Row:1:Column:8\nNo such column 'Asdf' on entity 'Contact'. If "
                + "you are attempting to use a custom field, be sure to append the '__c' after the custom field name."
                + describe
        ),
        (
            "SELECT Id FROM no_such_object", "INVALID_TYPE",
            "\nSELECT Id FROM no_such_object\n               ^\nERROR at Row:1:Column:16\nsObject type 'no_such_object' is "
                + "not supported. If you are attempting to use a custom object, be sure to append the '__c' after the "
                + "entity name." + describe
        ),
        (
            "SELECT Id, Foo.Name FROM Contact", "INVALID_FIELD",
            "\nSELECT Id, Foo.Name FROM Contact\n           ^\nERROR at Row:1:Column:12\nDidn't understand relationship "
                + "'Foo' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' "
                + "after the custom relationship name." + describe
        ),
        (
            "SELECT Id, (SELECT Id FROM Foos) FROM Account", "INVALID_TYPE",
            "\nSELECT Id, (SELECT Id FROM Foos) FROM Account\n                           ^\nERROR at Row:1:Column:28\nDidn't "
                + "understand relationship 'Foos' in FROM part of query call. If you are attempting to use a custom "
                + "relationship, be sure to append the '__r' after the custom relationship name." + describe
        ),
        (
            "SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD",
            "\nSELECT Id FROM Contact WHERE Description = 'x'\n                             ^\nERROR at Row:1:Column:30\n"
                + "field 'Description' can not be filtered in a query call"
        ),
        (
            "SELECT Id, Name\nFROM Contact\nORDER BY Description", "INVALID_FIELD",
            "\nSELECT Id, Name\nFROM Contact\nORDER BY Description\n                                      ^\nERROR at Row:3:Column:10\n"
                + "field 'Description' can not be sorted in a query call"
        ),
        ("SELECT Id, Id FROM Contact", "INVALID_FIELD", "duplicate field selected: Id"),
        ("SELECT Account.Name, account.name FROM Contact", "INVALID_FIELD", "duplicate field selected: Account.Name"),
        ("", "MALFORMED_QUERY", "A query string has to be specified"),
        (
            "SELECT Id FROM Contact WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY",
            "unexpected token: OR"
        ),
        ("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000"),
        (
            "SELECT Id FROM ContentDocumentLink WHERE ShareType = 'V'", "MALFORMED_QUERY",
            "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or "
                + "LinkedEntityId using the equals operator or multiple Id's using the IN operator."
        ),
        (
            "SELECT SUM(Amount) FROM Opportunity LIMIT 5", "MALFORMED_QUERY",
            "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
        ),
    ])
    func `an error has Salesforce's code and text`(query: String, code: String, message: String) throws {
        let refusal = try SampleOrg.open().refusal(of: query)
        #expect(refusal == SalesforceError(status: 400, code: code, message: message))
    }

    @Test(arguments: [
        ("SELECT Id FROM Contact WHERE", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
        (
            "SELECT Id FROM Contact WHERE Name = \"x\"", "MALFORMED_QUERY",
            "line 1:36 no viable alternative at character '\"'"
        ),
        (
            "SELECT Id FROM Contact WHERE CreatedDate = '2026-01-01T00:00:00Z'", "INVALID_FIELD",
            "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Contact WHERE CreatedDate = 2026-01-01", "INVALID_FIELD",
            "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Contact WHERE Birthdate > '1980-01-01'", "INVALID_FIELD",
            "value of filter criterion for field 'Birthdate' must be of type date and should not be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Case WHERE CaseNumber = 1001", "INVALID_FIELD",
            "value of filter criterion for field 'CaseNumber' must be of type string and should be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Case WHERE IsClosed = 'true'", "INVALID_FIELD",
            "value of filter criterion for field 'IsClosed' must be of type boolean and should not be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Opportunity WHERE Amount > '5'", "INVALID_FIELD",
            "value of filter criterion for field 'Amount' must be of type double and should not be enclosed in quotes"
        ),
        (
            "SELECT Id FROM Account WHERE BillingAddress = 'x'", "INVALID_FIELD",
            "Address fields can only be filtered using Distance expressions"
        ),
        ("SELECT Id FROM Contact WHERE Id = 'ZZZ'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: ZZZ"),
        (
            "SELECT Id FROM Contact WHERE AccountId LIKE '001%'", "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on id field"
        ),
        (
            "SELECT Id FROM Case WHERE IsClosed > false", "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on boolean field"
        ),
        (
            "SELECT Id FROM Contact WHERE Name INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on string field"
        ),
        (
            "SELECT Id FROM ContentNote WHERE Content = 'x'", "INVALID_FIELD",
            "field 'Content' can not be filtered in a query call"
        ),
        (
            "SELECT CreatedDate, COUNT(Id) FROM Case GROUP BY CreatedDate", "INVALID_FIELD",
            "field 'CreatedDate' can not be grouped in a query call"
        ),
        (
            "SELECT Name, COUNT(Id) FROM Account GROUP BY Industry", "INVALID_FIELD",
            "Field must be grouped or aggregated: Name"
        ),
        ("SELECT SUM(Name) FROM Account", "MALFORMED_QUERY", "field Name does not support aggregate operator SUM"),
        (
            "SELECT COUNT(Id) FROM Account GROUP BY Industry ORDER BY Name", "INVALID_FIELD",
            "Ordered field must be grouped or aggregated: Name"
        ),
        (
            "SELECT Id, (SELECT Id FROM Contacts), (SELECT Name FROM Contacts) FROM Account", "MALFORMED_QUERY",
            "Cannot follow the same aggregate relationship twice: Contacts"
        ),
        (
            "SELECT Id FROM Account, Contact", "MALFORMED_QUERY",
            "all other entity types in the FROM clause must be relationships to the initial object. The driving object is "
                + "Account."
        ),
        ("SELECT Name n FROM Account", "MALFORMED_QUERY", "only aggregate expressions use field aliasing"),
        (
            "SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY",
            "The SOQL FIELDS function must have a LIMIT of at most 200"
        ),
        (
            "SELECT FIELDS(ALL) FROM Account LIMIT 201", "MALFORMED_QUERY",
            "The SOQL FIELDS function must have a LIMIT of at most 200"
        ),
        (
            "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)", "MALFORMED_QUERY",
            "Semi join sub-selects are not allowed with the 'OR' operator"
        ),
        (
            "SELECT Id FROM Account WHERE (NOT Id IN (SELECT AccountId FROM Contact))", "MALFORMED_QUERY",
            "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions."
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM Task)", "MALFORMED_QUERY",
            "Entity 'Task' is not supported for semi join inner selects"
        ),
        (
            "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)", "MALFORMED_QUERY",
            "The inner and outer selects should not be on the same object type"
        ),
        (
            "SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)", "MALFORMED_QUERY",
            "The left operand field in the where expression for outer query should be an id field, cannot use: 'Name'"
        ),
    ])
    func `an error ends with what is wrong`(query: String, code: String, text: String) throws {
        let refusal = try #require(try SampleOrg.open().refusal(of: query))
        #expect(refusal.status == 400)
        #expect(refusal.code == code)
        #expect(refusal.message.hasSuffix(text), "\(refusal.message)")
    }

    @Test func `a query follows at most five relationships in a row and 55 in all`() throws {
        let org = try SampleOrg.open()
        #expect(try org.refusal(of: "SELECT Account.Parent.Parent.Parent.Parent.Name FROM Contact") == nil)
        let deep = try org.refusal(of: "SELECT Account.Parent.Parent.Parent.Parent.Parent.Name FROM Contact")
        #expect(deep?.code == "INVALID_FIELD")
        let roots = ["Account", "ReportsTo", "ReportsTo.ReportsTo", "ReportsTo.Account"]
        let parents = ["Owner", "CreatedBy", "LastModifiedBy"]
        let paths = roots.flatMap { root in
            parents.flatMap { parent in
                ["Manager", "Profile", "UserRole", "CreatedBy", "LastModifiedBy"].map { "\(root).\(parent).\($0).Id" }
            }
        }
        let wide = try org.refusal(of: "SELECT \(paths.joined(separator: ", ")) FROM Contact")
        #expect(wide?.code == "MALFORMED_QUERY")
    }

    @Test func `a query has at most 20 subqueries for children`() throws {
        let subqueries = (0...20).map { "(SELECT Id FROM Contacts WHERE Name = 'x\($0)')" }.joined(separator: ", ")
        let refusal = try SampleOrg.open().refusal(of: "SELECT \(subqueries) FROM Account")
        #expect(refusal?.code == "MALFORMED_QUERY")
    }

    @Test func `a long query is shown around the error`() throws {
        let query =
            "SELECT Id, Image_Vendor__c FROM Opportunity WHERE Image_Vendor__c LIKE 'Getty%' AND Amount > 1000000 LIMIT 5"
        let snippet = ErrorSnippet.text(of: query, at: .init(offset: 50, line: 1, column: 51))
        let lines = snippet.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1] == "Image_Vendor__c FROM Opportunity WHERE Image_Vendor__c LIKE 'Getty%' AND Amount")
        #expect(lines[2] == String(repeating: " ", count: 39) + "^")
        #expect(lines[3] == "ERROR at Row:1:Column:51")
    }

    @Test func `a query too long is refused`() throws {
        let query = "SELECT Id FROM Contact WHERE Name = '" + String(repeating: "x", count: 100_000) + "'"
        let refusal = try SampleOrg.open().refusal(of: query)
        #expect(refusal?.message == "SOQL statements can not be longer than 100000 characters")
    }
}
