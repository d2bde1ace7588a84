import Actions
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

@Suite struct GateTests {
    private func call(
        _ org: ScriptedOrg,
        phone: String? = "+15552345678",
        adding yaml: String = ""
    ) throws -> Call {
        Call(
            agent: try .catalogued(adding: yaml),
            callerPhone: phone,
            reportsTurns: false,
            clock: TestClock().time,
            send: org.send
        )
    }

    private static let identifyCustomer = """
        name: identify_customer
        runs: call_start
        soql: SELECT Id, Name, Phone FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
        """

    @Test func `an action that is not enabled is refused`() async throws {
        let org = ScriptedOrg.withContacts()
        let outcome = await (try call(org)).invoke("drop_everything", [:]).outcome
        #expect(outcome.status == .refused)
        #expect(org.requests.isEmpty)
    }

    @Test func `a near miss of an allowed value is told`() async throws {
        let outcome = await (try call(.withContacts())).invoke("create_case", ["Subject": "a", "Priority": "Hihg"])
            .outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "Hihg is not a possible priority; did you mean High?")
    }

    @Test func `a value that is nearly a usual one is taken, and noted`() async throws {
        let org = ScriptedOrg.withContacts()
        let outcome = await (try call(org)).invoke("log_call", ["Subject": "a", "CallDisposition": "Conected"]).outcome
        #expect(outcome.status == .completed)
        #expect(outcome.notes == ["Conected is no usual call disposition; did you mean Connected?"])
    }

    @Test func `an unknown argument is told with the nearest name`() async throws {
        let outcome = await (try call(.withContacts())).invoke("create_contact", ["LastNam": "Lee"]).outcome
        #expect(outcome.say == "There is no field called last nam; did you mean last name?")
        #expect(outcome.notes == ["There is no argument LastNam; did you mean LastName?"])
    }

    @Test func `a record under another name is told the name it has to have`() async throws {
        let outcome = await (try call(.withContacts())).invoke("update_contact", ["contact_id": "003000000000001AAA"])
            .outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.notes == ["There is no argument contact_id; did you mean record_id?"])
    }

    @Test func `an argument that is like none is told all there are`() async throws {
        let outcome = await (try call(.withContacts())).invoke("search_contact", ["colour": "blue"]).outcome
        #expect(outcome.say == "There is no field called colour here.")
        #expect(outcome.notes == ["There is no argument colour; there are search_term."])
    }

    @Test func `an argument may be written in other letters`() async throws {
        let org = ScriptedOrg.withContacts()
        let outcome = await (try call(org)).invoke("log_call", ["subject": "Call back"]).outcome
        #expect(outcome.status == .completed, "\(outcome)")
        #expect(org.writes.first?.body?["Subject"] == "Call back")
        let both = await (try call(org)).invoke("log_call", ["Subject": "a", "subject": "b"]).outcome
        #expect(both.notes == ["There is no argument subject; did you mean Subject?"])
    }

    @Test func `an argument that is missing is told by its name too`() async throws {
        let outcome = await (try call(.withContacts())).invoke("delete_contact", [:]).outcome
        #expect(outcome.say == "I still need the record.")
        #expect(outcome.notes == ["The argument is record_id."])
    }

    @Test(arguments: ["", " ", "\u{200B}", "\u{200B}\u{FEFF} ", "\0", "\t\n", "\u{A0}"])
    func `a condition that was given and is blank finds nobody`(blank: String) async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson, sarahConnor)
        let outcome = await (try call(org)).invoke("search_contact", ["search_term": .string(blank)]).outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "The search term is blank; it must be text to look for.")
        #expect(org.requests.isEmpty)
    }

    @Test(arguments: [JSONValue.array([]), [" "], ""])
    func `a list of conditions that is blank finds nobody`(blank: JSONValue) async throws {
        let yaml = """
            name: find
            soql: SELECT Id FROM Contact WHERE Email IN ({{emails}}) LIMIT 5
            parameters: [{name: emails, type: list, of: string}]
            """
        let org = ScriptedOrg.withContacts(sarahJohnson)
        let outcome = await (try call(org, adding: yaml)).invoke("find", ["emails": blank]).outcome
        #expect(outcome.status == .invalid, "\(outcome)")
        #expect(org.requests.isEmpty)
    }

    @Test func `a field that was given and is blank is left as it is`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = try call(org)
        let asked = await call.invoke(
            "update_contact",
            ["record_id": "003000000000001AAA", "Title": "Chief", "Phone": " ", "MobilePhone": .null]
        ).outcome
        await call.confirm(try #require(asked.confirmationID), by: "alex")
        #expect(org.writes.map(\.body) == [["Title": "Chief"]])
    }

    @Test func `null is left out, in conditions too`() async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        let arguments: JSONObject = ["search_term": .null, "ContactId": "003000000000001AAA"]
        let outcome = await (try call(org)).invoke("search_case", arguments).outcome
        #expect(outcome.status == .completed)
        #expect(org.requests.first?.query[0].value.contains("WHERE ContactId = '003000000000001AAA' ORDER") == true)
    }

    @Test(arguments: [[:], ["search_term": .null]] as [JSONObject])
    func `a search for nothing asks what to search by and sends nothing`(arguments: JSONObject) async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        let outcome = await (try call(org)).invoke("search_contact", arguments).outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "I need something to search by: name, email or phone number.")
        #expect(org.requests.isEmpty)
    }

    @Test func `a required argument is asked for`() async throws {
        let outcome = await (try call(.withContacts())).invoke("create_contact", ["FirstName": "Ann"]).outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "I still need the last name.")
    }

    @Test func `a variable sent by the model is dropped and noted`() async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        let call = try call(org, adding: Self.identifyCustomer)
        let outcome = await call.invoke("identify_customer", ["caller_phone": "+15550000000"]).outcome
        #expect(outcome.notes == ["caller_phone is filled in by the server; the value sent was dropped."])
        #expect(org.requests[0].query[0].value.contains("'%555%234%5678%'"))
    }

    @Test(arguments: [nil, "", "anonymous", "Restricted", "+"])
    func `a withheld number refuses to identify the caller`(phone: String?) async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson, sarahConnor)
        let outcome = await (try call(org, phone: phone, adding: Self.identifyCustomer)).invoke(
            "identify_customer",
            [:]
        ).outcome
        #expect(outcome.status == .refused)
        #expect(outcome.say == "The caller's number is withheld, so I can't look them up by it.")
        #expect(org.requests.isEmpty)
    }

    @Test func `actions at the start of a call run as it opens, and recognise the caller`() async throws {
        let call = try call(.withContacts(sarahJohnson), adding: Self.identifyCustomer)
        let opening = await call.open()
        #expect(opening.map(\.action) == ["identify_customer"])
        #expect(opening.first?.outcome.status == .completed)
        #expect(await call.assurance == .recognised)
    }

    @Test func `a number that several people share recognises nobody`() async throws {
        let call = try call(.withContacts(sarahJohnson, sarahConnor), adding: Self.identifyCustomer)
        await call.open()
        #expect(await call.assurance == .unknown)
    }

    @Test func `nothing a model says can make the caller recognised`() async throws {
        let yaml = """
            name: find
            soql: SELECT Id, Phone FROM Contact WHERE Name LIKE '%{{term}}%' OR Phone = '{{caller_phone}}' LIMIT 5
            parameters: [{name: term}]
            """
        let call = try call(.withContacts(sarahJohnson), adding: yaml)
        await call.invoke("find", ["term": "Sarah"])
        #expect(await call.assurance == .unknown)
    }

    @Test(arguments: ["LIMIT 1", "OFFSET 1", "AND Name != 'x'"])
    func `a query that could hide who else has the number recognises nobody`(clause: String) async throws {
        let yaml = """
            name: find
            runs: call_start
            soql: SELECT Id, Phone FROM Contact WHERE Phone = '{{caller_phone}}' \(clause)
            """
        let call = try call(.withContacts(sarahJohnson), adding: yaml)
        await call.open()
        #expect(await call.assurance == .unknown)
    }

    @Test func `a record that only looks like the caller's number recognises nobody`() async throws {
        var other = try #require(sarahJohnson.object)
        other["Phone"] = "+1 (812) 934-5067"
        let call = try call(
            .withContacts(.object(other)),
            phone: "+4681234567",
            adding: Self.identifyCustomer
        )
        await call.open()
        #expect(await call.assurance == .unknown)
    }

    @Test func `a number that is none is never written`() async throws {
        let yaml = """
            name: create_contact_with_phone
            method: POST
            endpoint: sobjects/Contact/
            body: {LastName: "{{LastName}}", Phone: "{{caller_phone}}"}
            parameters: [{name: LastName, required: true}]
            """
        let outcome = await (try call(.withContacts(), phone: "anonymous", adding: yaml))
            .invoke("create_contact_with_phone", ["LastName": "Lee"]).outcome
        #expect(outcome.status == .refused)
    }

    @Test func `what is not shown of a result still counts when it is built on`() async throws {
        var wide: JSONObject = ["Id": "003000000000001AAA"]
        for number in 0..<60 { wide["Field\(number)"] = .string(String(repeating: "x", count: 60)) }
        let yaml = """
            - name: wide
              soql: SELECT FIELDS(STANDARD) FROM Contact
            - name: read_found
              endpoint: sobjects/Contact/{{wide.Id}}
            """
        let call = try call(.withContacts(.object(wide), .object(wide), .object(wide)), adding: yaml)
        let found = await call.invoke("wide", [:]).outcome
        #expect(found.result?["records"]?.array?.count == 1)
        #expect(await call.invoke("read_found", [:]).outcome.status == .ambiguous)
    }

    @Test func `a text is built on whole, however little of it is shown`() async throws {
        let text = String(repeating: "long ", count: 2000)
        let yaml = """
            - name: find
              soql: SELECT Id, Description FROM Contact
            - name: copy
              method: POST
              endpoint: sobjects/Case/
              body: {Description: "{{find.Description}}"}
              confirm: false
            """
        let org = ScriptedOrg.withContacts(["Id": "003000000000001AAA", "Description": .string(text)])
        let call = try call(org, adding: yaml)
        await call.invoke("find", [:])
        await call.invoke("copy", [:])
        #expect(org.writes.first?.body?["Description"] == .string(text))
    }

    @Test func `an action for recognised callers is held back from others`() async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        var agent = try Agent.catalogued(adding: Self.identifyCustomer)
        for index in agent.actions.indices where agent.actions[index].action.name == "search_case" {
            agent.actions[index].requiredAssurance = .recognised
        }
        let call = Call(agent: agent, callerPhone: "+15552345678", reportsTurns: false, send: org.send)
        let arguments: JSONObject = ["search_term": "Invoice"]
        #expect(await call.invoke("search_case", arguments).outcome.status == .verificationRequired)
        await call.open()
        #expect(await call.invoke("search_case", arguments).outcome.status == .completed)
    }

    @Test func `a chained value with several records asks what tells them apart`() async throws {
        let yaml = """
            name: case_for_found_contact
            method: POST
            endpoint: sobjects/Case/
            body: {ContactId: "{{search_contact.Id}}", Subject: "{{Subject}}"}
            parameters: [{name: Subject}]
            """
        let call = try call(.withContacts(sarahJohnson, sarahConnor), adding: yaml)
        #expect(
            await call.invoke("case_for_found_contact", ["Subject": "a"]).outcome.say
                == "I have to search contact first."
        )
        await call.invoke("search_contact", ["search_term": "Sarah"])
        let outcome = await call.invoke("case_for_found_contact", ["Subject": "a"]).outcome
        #expect(outcome.status == .ambiguous)
        #expect(
            outcome.say == "There are 2 matches; ask for the last name, company or email address to tell them apart."
        )
    }

    @Test func `a chained value without a record is not found`() async throws {
        let yaml = """
            name: read_found_contact
            endpoint: sobjects/Contact/{{search_contact.Id}}
            """
        let call = try call(.withContacts(), adding: yaml)
        #expect(await call.invoke("search_contact", ["search_term": "Nobody"]).outcome.status == .notFound)
        #expect(await call.invoke("read_found_contact", [:]).outcome.status == .notFound)
    }

    @Test func `a natural date is read in the agent's time zone, and told`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = try call(org)
        let outcome = await call.invoke(
            "schedule_event",
            ["Subject": "Callback", "StartDateTime": "tomorrow at 10am", "EndDateTime": "tomorrow at 10:30am"]
        ).outcome
        #expect(outcome.say.contains("start Friday, February 13 at 10:00 AM"))
        await call.confirm(try #require(outcome.confirmationID), by: "alex")
        #expect(org.writes[0].body?["StartDateTime"] == "2026-02-13T15:00:00.000Z")
        #expect(org.writes[0].body?["EndDateTime"] == "2026-02-13T15:30:00.000Z")
    }

    @Test func `a time that could be two is asked about`() async throws {
        let outcome = await (try call(.withContacts())).invoke(
            "schedule_event",
            ["Subject": "Callback", "StartDateTime": "tomorrow at 4", "EndDateTime": "tomorrow at 5"]
        ).outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say.contains("morning or in the afternoon"))
    }

    @Test func `an event that ends before it starts is refused before anyone is asked`() async throws {
        let outcome = await (try call(.withContacts())).invoke(
            "schedule_event",
            ["Subject": "Callback", "StartDateTime": "tomorrow at 10am", "EndDateTime": "tomorrow at 9am"]
        ).outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "The start has to come before the end.")
    }

    @Test func `a campaign member is a contact or a lead, not both`() async throws {
        let outcome = await (try call(.withContacts())).invoke(
            "add_campaign_member",
            [
                "CampaignId": "701000000000001AAA", "ContactId": "003000000000001AAA", "LeadId": "00Q000000000001AAA",
            ]
        ).outcome
        #expect(outcome.status == .invalid)
    }

    @Test func `a call logged for a lead leaves the other record out`() async throws {
        let org = ScriptedOrg.withContacts()
        await (try call(org)).invoke(
            "log_call",
            ["Subject": "Call", "WhoId": "00Q000000000001AAA", "WhatId": "500000000000001AAA"]
        )
        #expect(org.writes[0].body?["WhoId"] == "00Q000000000001AAA")
        #expect(org.writes[0].body?["WhatId"] == nil)
    }
}
