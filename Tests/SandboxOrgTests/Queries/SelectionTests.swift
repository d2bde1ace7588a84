import JSON
import Testing

@testable import SandboxOrg

@Suite struct SelectionTests {
    @Test func `a record begins with its attributes and spells names as the schema does`() throws {
        let result = try SampleOrg.open().result(
            "select ID, name, annualrevenue from ACCOUNT where name = 'acme corporation'"
        )
        #expect(result.totalSize == 1)
        #expect(
            result.records.map { $0.serializedText() } == [
                #"{"attributes":{"type":"Account","url":"/services/data/v59.0/sobjects/Account/001000000000001AAA"},"#
                    + #""Id":"001000000000001AAA","Name":"Acme Corporation","AnnualRevenue":1.39E8}"#
            ]
        )
    }

    @Test func `parents are nested with attributes of their own`() throws {
        let query = "SELECT Name, Account.Owner.Name, Account.Name FROM Contact WHERE LastName = 'Johnson'"
        #expect(
            try SampleOrg.open().result(query).records.map { $0.serializedText() } == [
                #"{"attributes":{"type":"Contact","url":"/services/data/v59.0/sobjects/Contact/003000000000001AAA"},"#
                    + #""Name":"Sarah Johnson","Account":{"attributes":{"type":"Account","#
                    + #""url":"/services/data/v59.0/sobjects/Account/001000000000001AAA"},"Owner":{"attributes":"#
                    + #"{"type":"User","url":"/services/data/v59.0/sobjects/User/005000000000001AAA"},"Name":"Uma Agent"},"#
                    + #""Name":"Acme Corporation"}}"#
            ]
        )
    }

    @Test func `what a polymorphic reference leads to is called Name`() throws {
        let query = "SELECT Who.Name FROM Task WHERE Subject = 'Meet'"
        let record = try #require(try SampleOrg.open().result(query).records.first)
        #expect(record["Who"]?["attributes"]?["type"] == "Name")
        #expect(record["Who"]?["attributes"]?["url"] == "/services/data/v59.0/sobjects/Lead/00Q000000000001EAA")
        #expect(record["Who"]?["Name"] == "Lee Adler")
    }

    @Test(arguments: [
        (
            "SELECT Name, Account.Name FROM Contact WHERE LastName = 'Åström'",
            [#"{"Name":"ÅSTRÖM","Account":null}"#]
        ),
        (
            "SELECT Name, (SELECT LastName, Owner.Alias FROM Contacts ORDER BY LastName) FROM Account WHERE Name LIKE 'Acme%'",
            [
                #"{"Name":"Acme Corporation","Contacts":{"totalSize":2,"done":true,"records":"#
                    + #"[{"LastName":"Johnson","Owner":{"Alias":"uma"}},{"LastName":"O'Brien","Owner":{"Alias":null}}]}}"#
            ]
        ),
        (
            "SELECT Name, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Initech'",
            [#"{"Name":"Initech","Contacts":null}"#]
        ),
        (
            "SELECT Id, (SELECT Name FROM Contacts ORDER BY Name DESC LIMIT 1) FROM Account WHERE Name LIKE 'Acme%'",
            [
                #"{"Id":"001000000000001AAA","Contacts":{"totalSize":1,"done":true,"records":[{"Name":"Seán O'Brien"}]}}"#
            ]
        ),
        (
            "SELECT Account.Name, (SELECT Contact.LastName FROM Account.Contacts WHERE FirstName = 'SARAH') FROM Account "
                + "WHERE Id = '001000000000001'",
            [
                #"{"Name":"Acme Corporation","Contacts":{"totalSize":1,"done":true,"records":[{"LastName":"Johnson"}]}}"#
            ]
        ),
        (
            "SELECT c.Name, a.Name, u.Alias FROM Contact c, c.Account a, a.Owner u WHERE a.Industry = 'technology' AND "
                + "c.FirstName = 'Sarah'",
            [#"{"Name":"Sarah Johnson","Account":{"Name":"Acme Corporation","Owner":{"Alias":"uma"}}}"#]
        ),
        (
            "SELECT Name, (SELECT ShareType FROM ContentDocumentLinks) FROM Account a WHERE a.Name = 'Acme Corporation'",
            [
                #"{"Name":"Acme Corporation","ContentDocumentLinks":{"totalSize":1,"done":true,"records":"#
                    + #"[{"ShareType":"V"}]}}"#
            ]
        ),
        (
            "SELECT Name, (SELECT c.LastName FROM Contacts c WHERE c.FirstName LIKE 'sar%') FROM Account "
                + "WHERE Name = 'Acme Corporation'",
            [
                #"{"Name":"Acme Corporation","Contacts":{"totalSize":1,"done":true,"records":[{"LastName":"Johnson"}]}}"#
            ]
        ),
        (
            "SELECT CaseNumber, ContactPhone, ContactEmail FROM Case ORDER BY CaseNumber",
            [
                #"{"CaseNumber":"00001001","ContactPhone":"(555) 234-5678","ContactEmail":"sarah.johnson@acme.example"}"#,
                #"{"CaseNumber":"00001002","ContactPhone":null,"ContactEmail":null}"#,
            ]
        ),
        (
            "SELECT BillingAddress FROM Account WHERE Id IN ('001000000000001AAA', '001000000000003AAA')",
            [
                #"{"BillingAddress":{"city":"Chicago","country":"USA","geocodeAccuracy":null,"latitude":null,"#
                    + #""longitude":null,"postalCode":null,"state":null,"street":null}}"#,
                #"{"BillingAddress":null}"#,
            ]
        ),
        (
            "SELECT Title, Content FROM ContentNote",
            [#"{"Title":"Plan","Content":"/services/data/v59.0/sobjects/ContentNote/069000000000001AAA/Content"}"#]
        ),
        (
            "SELECT Birthdate, CreatedDate, IsEmailBounced FROM Contact WHERE LastName = 'Johnson'",
            [#"{"Birthdate":"1980-05-17","CreatedDate":"2025-12-29T12:00:00.000+0000","IsEmailBounced":false}"#]
        ),
        (
            "SELECT Subject, Owner.Name, Owner.Type, What.Name, What.Type, Who.Type, Who.Email FROM Task ORDER BY Id",
            [
                #"{"Subject":"Call","Owner":{"Name":"Uma Agent","Type":"User"},"What":{"Name":"Acme Corporation","#
                    + #""Type":"Account"},"Who":{"Type":"Contact","Email":"sarah.johnson@acme.example"}}"#,
                #"{"Subject":"Meet","Owner":{"Name":"Colin League","Type":"User"},"What":null,"Who":{"Type":"Lead","Email":null}}"#,
                #"{"Subject":"Remind","Owner":{"Name":"Billing Support","Type":"Queue"},"What":{"Name":"Acme renewal","#
                    + #""Type":"Opportunity"},"Who":null}"#,
            ]
        ),
        (
            "SELECT TYPEOF What WHEN Account THEN Phone, Owner.Name WHEN Opportunity THEN Amount ELSE Name END FROM Task "
                + "ORDER BY Id",
            [
                #"{"What":{"Phone":"+1 555 111 2222","Owner":{"Name":"Uma Agent"}}}"#,
                #"{"What":null}"#,
                #"{"What":{"Amount":1000.0}}"#,
            ]
        ),
        (
            "SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END, Subject FROM Task WHERE Subject = 'Remind'",
            [#"{"What":{"Name":"Acme renewal"},"Subject":"Remind"}"#]
        ),
        (
            "SELECT Owner.Profile.Name FROM Task WHERE Owner.Profile.Name LIKE 'system%'",
            [#"{"Owner":{"Profile":{"Name":"System Administrator"}}}"#]
        ),
        (
            "SELECT FORMAT(AnnualRevenue) revenue, FORMAT(CreatedDate), toLabel(Industry), convertCurrency(AnnualRevenue) "
                + "FROM Account WHERE Name LIKE 'Globex%'",
            [
                #"{"revenue":"$2,500.50","CreatedDate":"12/31/2025, 7:00 AM","Industry":"Agriculture","AnnualRevenue":2500.5}"#
            ]
        ),
    ])
    func `fields come out in the order selected`(query: String, expected: [String]) throws {
        #expect(try SampleOrg.open().records(query) == expected)
    }

    @Test func `FIELDS selects groups of fields`() throws {
        let org = try SampleOrg.open()
        let all = try #require(try org.result("SELECT FIELDS(ALL) FROM Contact LIMIT 1").records.first?.object)
        let account = try #require(org.engine.schema.object("Contact"))
        #expect(all.keys == ["attributes"] + account.fields.map(\.name))
        let standard = try #require(try org.result("SELECT FIELDS(STANDARD) FROM Contact").records.first?.object)
        #expect(standard.keys == all.keys)
        #expect(
            try org.result("SELECT FIELDS(CUSTOM) FROM Contact LIMIT 1").records.first?.object?.keys == ["attributes"]
        )
    }

    @Test func `subqueries nest one level, and five from version 58 on`() throws {
        let query =
            "SELECT Name, (SELECT Name, (SELECT Name FROM Contacts) FROM ChildAccounts) FROM Account WHERE Name LIKE 'Acme%'"
        let org = try SampleOrg.open()
        #expect(
            try org.records(query) == [
                #"{"Name":"Acme Corporation","ChildAccounts":{"totalSize":1,"done":true,"records":"#
                    + #"[{"Name":"Globex 100%_off","Contacts":null}]}}"#
            ]
        )
        let refusal = try org.refusal(of: query, .sample(apiVersion: "57.0"))
        #expect(refusal?.code == "MALFORMED_QUERY")
    }

    @Test func `deleted records are found by queryAll only`() throws {
        let org = try SampleOrg.open()
        let query = "SELECT Name, IsDeleted FROM Account WHERE Name = 'Gone'"
        #expect(try org.records(query) == [])
        #expect(try org.records(query, .sample(includesDeleted: true)) == [#"{"Name":"Gone","IsDeleted":true}"#])
    }

    @Test func `archived activities are found by queryAll only`() throws {
        let org = try SampleOrg.open()
        let query = "SELECT Subject FROM Task WHERE Subject = 'Ancient'"
        #expect(try org.records(query) == [])
        #expect(try org.records(query, .sample(includesDeleted: true)) == [#"{"Subject":"Ancient"}"#])
        #expect(try org.record("00T000000000009EAA", of: "Task", fields: ["Subject"])?["Subject"] == "Ancient")
    }

    @Test func `one record is read by its id`() throws {
        let org = try SampleOrg.open()
        let record = try org.record(
            "500000000000001",
            of: "Case",
            fields: ["CaseNumber", "Contact.Account.Name", "id"]
        )
        #expect(
            record?.serializedText()
                == #"{"CaseNumber":"00001001","Contact":{"Account":{"Name":"Acme Corporation"}},"Id":"500000000000001AAA"}"#
        )
        #expect(try org.record("500000000000009AAA", of: "Case", fields: nil) == nil)
        let link = try org.record("06A000000000001EAA", of: "ContentDocumentLink", fields: ["ShareType"])
        #expect(link?["ShareType"] == "V")
    }

    @Test func `a record is not read by fields it does not have`() throws {
        let org = try SampleOrg.open()
        let error = #expect(throws: SalesforceError.self) {
            try org.record(SampleOrg.sarah, of: "Contact", fields: ["Name", "Foo"])
        }
        #expect(error?.code == "INVALID_FIELD")
        #expect(error?.message == "No such column 'Foo' on sobject of type Contact")
    }
}
