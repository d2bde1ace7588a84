import Actions
import JSON
import Platforms
import Testing
import Workspace

/// The demo org, asked what it has.
struct DemoOrgDescriber: OrgDescriber {
    let connection: Connection

    func describe(_ object: String) async throws(CRMError) -> ObjectDescription? {
        do throws(CRMError) {
            return try await answer("sobjects", object, "describe").flatMap(ObjectDescription.init)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    func objectNames() async throws(CRMError) -> [String] {
        (try await answer("sobjects")?["sobjects"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    private func answer(_ path: String...) async throws(CRMError) -> JSONValue? {
        let request = CRMRequest(.get, segments: ["services", "data", "v59.0"] + path)
        return try await connection.send(request, deadline: .now.advanced(by: .seconds(30))).json
    }
}

/// A definition, and what an org has against it.
struct CheckedDefinition: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let definition: JSONValue
    let warnings: [String]

    init(_ description: String, _ definition: JSONValue, _ warnings: String...) {
        testDescription = description
        self.definition = definition
        self.warnings = warnings
    }
}

@Suite(.demoOrg) struct ActionCheckTests {
    private func warnings(_ definition: ActionDefinition, besides names: [String] = []) async throws -> [String] {
        let org = try #require(DemoOrg.shared)
        return try await ActionCheck.warnings(
            of: try Action(compiling: definition),
            from: definition,
            on: DemoOrgDescriber(connection: org.connection),
            besides: names
        ).map(\.description)
    }

    @Test func `an org like the demo company's has nothing against the catalogue`() async throws {
        for definition in try Catalog.salesforce().definitions {
            let warnings = try await warnings(definition)
            #expect(warnings.isEmpty, "\(definition.name): \(warnings)")
        }
    }

    @Test(arguments: [
        CheckedDefinition(
            "an unknown object",
            ["name": "a", "soql": "SELECT Id FROM Contacts"],
            "1:16 The org has no object `Contacts`. Did you mean `Contact`?"
        ),
        CheckedDefinition(
            "an unknown field",
            ["name": "a", "soql": "SELECT Id, Emial FROM Contact WHERE Account.Nam = 'x' ORDER BY Nane"],
            "1:12 Contact has no field `Emial`. Did you mean `Email`?",
            "1:45 Account has no field `Nam`. Did you mean `Name`?",
            "1:64 Contact has no field `Nane`. Did you mean `Name`?"
        ),
        CheckedDefinition(
            "unknown relationships",
            ["name": "a", "soql": "SELECT Acount.Name, (SELECT Id FROM Kontacts) FROM Contact"],
            "1:8 Contact has no relationship `Acount`. Did you mean `Account`?",
            "1:37 Contact has no child relationship `Kontacts`."
        ),
        CheckedDefinition(
            "a field of a subquery and of a semi-join",
            [
                "name": "a",
                "soql": """
                SELECT Id, (SELECT Nme FROM Contacts) FROM Account
                WHERE Id IN (SELECT AcountId FROM Case)
                """,
            ],
            "1:20 Contact has no field `Nme`. Did you mean `Name`?",
            "2:21 Case has no field `AcountId`. Did you mean `AccountId`?"
        ),
        CheckedDefinition(
            "a field nobody can filter by",
            ["name": "a", "soql": "SELECT Id FROM Case WHERE Description LIKE '%x%'"],
            "1:27 Salesforce can't filter by `Description`."
        ),
        CheckedDefinition(
            "values nobody can choose",
            [
                "name": "a", "soql": "SELECT Id FROM Case WHERE Status = 'Nwe' AND Priority = '{{p}}'",
                "parameters": [["name": "p", "values": ["High", "Hgh"]]],
            ],
            "1:27 `Nwe` is no value of Status. Did you mean `New`?",
            "parameters: `Hgh` is no value of Priority. Did you mean `High`?"
        ),
        CheckedDefinition(
            "names of its own",
            [
                "name": "a",
                "soql": """
                SELECT c.Status state, COUNT(Id) n, toLabel(c.Priority) FROM Case c WHERE c.Owner.Name != null
                GROUP BY c.Status, c.Priority HAVING COUNT(Id) > 1 ORDER BY COUNT(Id)
                """,
            ]
        ),
        CheckedDefinition(
            "names of related objects",
            ["name": "a", "soql": "SELECT c.Nme, a.Nme, a.Name FROM Contact c, c.Account a, c.Acount b"],
            "1:60 Contact has no relationship `Acount`. Did you mean `Account`?",
            "1:10 Contact has no field `Nme`. Did you mean `Name`?",
            "1:17 Account has no field `Nme`. Did you mean `Name`?"
        ),
        CheckedDefinition(
            "a field of a search",
            ["name": "a", "sosl": "FIND {x} RETURNING Contact(Id, Nmae WHERE Emial != null)"],
            "1:32 Contact has no field `Nmae`. Did you mean `Name`?",
            "1:43 Contact has no field `Emial`. Did you mean `Email`?"
        ),
        CheckedDefinition(
            "an encoded endpoint, whose places say nothing",
            ["name": "a", "endpoint": "/services/data/v59.0/query/?q=SELECT+Id,Emial+FROM+Contact"],
            "endpoint: Contact has no field `Emial`. Did you mean `Email`?"
        ),
        CheckedDefinition(
            "the fields of one record",
            ["name": "a", "endpoint": "sobjects/Contact/{{record_id}}?fields=Name,Emial,Account.Nme"],
            "endpoint: Contact has no field `Emial`. Did you mean `Email`?",
            "endpoint: Account has no field `Nme`. Did you mean `Name`?"
        ),
        CheckedDefinition(
            "a body",
            [
                "name": "a", "method": "POST", "endpoint": "sobjects/Case/",
                "body": [
                    "Subjekt": "{{s}}", "Status": "Nwe", "CaseNumber": "{{n}}", "Priority": "{{p}}", "Subject": "{{t}}",
                ],
                "parameters": [
                    ["name": "s"], ["name": "n"], ["name": "p", "values": ["Hgh"]], ["name": "t", "max": 300],
                ],
            ],
            "body: Case has no field `Subjekt`. Did you mean `Subject`?",
            "body: `Nwe` is no value of Status. Did you mean `New`?",
            "body: `CaseNumber` can't be set when a Case is created.",
            "parameters: `Hgh` is no value of Priority. Did you mean `High`?",
            "parameters: `t` may have 300 characters, and Subject takes 255."
        ),
        CheckedDefinition(
            "what a new record needs",
            [
                "name": "a", "method": "POST", "endpoint": "sobjects/Lead/", "body": ["LastName": "{{LastName}}"],
                "parameters": [["name": "LastName"]],
            ],
            "body: A new Lead needs `LastName`: make the parameter `LastName` required.",
            "body: A new Lead needs `Company`, and nothing gives it."
        ),
        CheckedDefinition(
            "what can't be changed",
            [
                "name": "a", "method": "PATCH", "endpoint": "sobjects/Case/{{record_id}}",
                "body": ["CreatedDate": "{{d}}"],
            ],
            "body: `CreatedDate` of a Case can't be changed."
        ),
        CheckedDefinition(
            "a later request and what undoes it",
            [
                "name": "a", "method": "POST", "endpoint": "sobjects/Task/", "body": ["Subject": "{{s}}"], "as": "task",
                "then": [
                    [
                        "soql": "SELECT Nme FROM Task WHERE Id = '{{task.id}}'",
                        "on_failure": ["undo": ["method": "DELETE", "endpoint": "sobjects/Tsk/{{task.id}}"]],
                    ]
                ],
            ],
            "1:8 Task has no field `Nme`.",
            "then[0].on_failure.undo.endpoint: The org has no object `Tsk`. Did you mean `Task`?"
        ),
        CheckedDefinition(
            "an action that is not there",
            ["name": "a", "endpoint": "sobjects/Contact/{{serch_contact.Id}}"],
            "It builds on `serch_contact`, and there is no such action. Did you mean `search_contact`?"
        ),
    ])
    func `what an org would not take is said with what may be meant`(checked: CheckedDefinition) async throws {
        let definition = try ActionDefinition(json: checked.definition)
        let warnings = try await warnings(definition, besides: ["search_contact"])
        #expect(warnings == checked.warnings)
    }
}
