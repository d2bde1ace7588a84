import Actions
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

/// An action says which lookup field ties a company's own object to the caller.
struct CustomObjectTests {
    private static let own = "a0W000000000001AAA"
    private static let others = "a0W000000000002AAA"

    private let org = ScriptedOrg { request throws(CRMError) in
        guard request.method == .get else { return CRMResponse(status: 204, body: .empty) }
        let query = request.query.first?.value ?? ""
        if query.contains("FROM Contact") {
            return .found([["Id": "003000000000001AAA", "AccountId": "001000000000001AAA", "Phone": "555-234-5678"]])
        }
        // Whose a record is, the org is asked with the condition that it is the caller's.
        return .found(query.contains(Self.others) ? [] : [["Id": .string(Self.own)]])
    }

    private func call(_ objects: String) async throws -> Call {
        let call = Call(
            agent: try .catalogued(
                adding: """
                    - name: identify_customer
                      soql: SELECT Id, AccountId, Phone FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
                    - name: warranties
                      soql: SELECT Id, Contact__r.Name FROM Warranty__c ORDER BY Name LIMIT 5
                      scope: caller
                      custom_objects: \(objects)
                    - name: end_warranty
                      method: PATCH
                      endpoint: sobjects/Warranty__c/{{record_id}}
                      body: {Status__c: Ended}
                      confirm: false
                      scope: caller
                      custom_objects: \(objects)
                    """
            ),
            callerPhone: "+15552345678",
            reportsTurns: false,
            send: org.send
        )
        #expect(await call.invoke("identify_customer", [:]).outcome.status == .completed)
        return call
    }

    @Test func `its records are searched among the caller's`() async throws {
        let call = try await call("[{name: Warranty__c, ids: a0W, contact: Contact__c, account: Account__c}]")
        let outcome = await call.invoke("warranties", [:]).outcome
        #expect(outcome.status == .completed, "\(outcome)")
        let query = try #require(org.requests.last?.query.first?.value)
        #expect(query.contains("(Contact__c = '003000000000001AAA' OR Account__c = '001000000000001AAA')"), "\(query)")
        // A record of the caller's account that is another contact's is not the caller's.
        #expect(query.contains("Contact__c = NULL OR Contact__r.Id = '003000000000001AAA'"), "\(query)")
    }

    @Test func `a record of somebody else is not changed`() async throws {
        let call = try await call("[{name: Warranty__c, ids: a0W, contact: Contact__c}]")
        let refused = await call.invoke("end_warranty", ["record_id": .string(Self.others)]).outcome
        #expect(refused.status == .refused, "\(refused)")
        #expect(org.writes.isEmpty)
        let done = await call.invoke("end_warranty", ["record_id": .string(Self.own)]).outcome
        #expect(done.status == .completed, "\(done)")
        #expect(org.writes.count == 1)
    }

    @Test(arguments: ["[]", "[{name: Other__c, ids: a0X, contact: Contact__c}]"])
    func `what nobody has declared stays out of reach`(objects: String) async throws {
        let call = try await call(objects)
        let count = org.requests.count
        #expect(await call.invoke("warranties", [:]).outcome.status == .refused)
        #expect(org.requests.count == count)
    }

    @Test func `a declaration can't make a standard object's records the caller's`() async throws {
        // An id of a contact under another name.
        let call = try await call("[{name: Warranty__c, ids: '003', contact: Contact__c}]")
        #expect(await call.invoke("warranties", [:]).outcome.status == .refused)
    }

    @Test(arguments: [
        ("{name: Contact, ids: a0W, contact: Contact__c}", "API name"),
        ("{name: Warranty__c, contact: Contact__c}", "first three characters"),
        ("{name: Warranty__c, ids: a0W}", "Say whose"),
        ("{name: Warranty__c, ids: a0W, contact: OwnerId}", "no lookup field"),
        ("{name: Warranty__c, ids: a0W, owner: X__c}", "owner"),
    ])
    func `a declaration that says too little is refused`(object: String, reason: String) {
        let file = DefinitionFile(
            parsing: "- name: a\n  soql: SELECT Id FROM Warranty__c\n  custom_objects: [\(object)]\n"
        )
        let message = file.problems.first?.message ?? ""
        #expect(message.contains(reason), "\(message)")
    }

    @Test func `a declaration is written as it was read`() throws {
        let yaml = """
            name: a
            soql: SELECT Id FROM Warranty__c
            custom_objects: [{name: Warranty__c, ids: a0W, contact: Contact__c, account: Account__c}]
            """
        let definition = try #require(DefinitionFile(parsing: yaml).definitions.first)
        #expect(definition.customObjects.count == 1)
        #expect(try ActionDefinition(json: definition.json) == definition)
    }
}
