import Testing

@testable import Platforms

struct FieldNameTests {
    @Test(arguments: [
        ("LastName", "last name"), ("AccountId", "account"), ("Account.Name", "account name"), ("Id", "record"),
        ("OwnerId", "owner"), ("Service_Level__c", "service level"), ("acme__Renewal_Date__c", "renewal date"),
        ("Parent__r.Name", "parent name"), ("SLAExpirationDate", "SLA expiration date"), ("Name", "name"),
        ("NumberOfEmployees", "number of employees"), ("Pricebook2Id", "price book"), ("Contact.Id", "contact"),
        ("Address_2__c", "address 2"), ("", ""),
    ])
    func `a field's name becomes words`(_ name: String, _ words: String) {
        #expect(FieldName.spoken(name) == words)
    }

    @Test(arguments: [
        ([], ""), (["LastName"], "last name"), (["LastName", "Email"], "last name and email"),
        (["LastName", "Email", "LastName"], "last name and email"), (["A", "B", "C"], "a, b and c"),
        (["A", "B", "C", "D", "E"], "a, b, c and other details"),
    ])
    func `several names become a list`(_ names: [String], _ words: String) {
        #expect(FieldName.list(names) == words)
    }
}
