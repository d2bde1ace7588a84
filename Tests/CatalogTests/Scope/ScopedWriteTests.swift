import Actions
import Calls
import JSON
import SandboxOrg
import Testing

/// An agent that is limited to the caller's records changes nothing of another account's, and ties nothing to it.
@Suite(.demoOrg) struct ScopedWriteTests {
    struct Way: Sendable, CustomTestStringConvertible {
        var action: String
        var arguments: JSONObject = [:]
        /// Arguments that are ids: the object and the condition for the one record.
        var ids: [String: (object: String, condition: String)] = [:]
        var yaml = "name: unused\nsoql: SELECT Id FROM Contact"

        var testDescription: String { "\(action) \(ids.values.map(\.condition).sorted().joined(separator: ", "))" }

        func arguments(on org: DemoOrg) async throws -> JSONObject {
            var arguments = arguments
            for (name, id) in ids { arguments[name] = .string(try await org.id(of: id.object, where: id.condition)) }
            return arguments
        }
    }

    private static let connor = (object: "Contact", condition: "Name = 'Sarah Connor'")
    private static let ray = (object: "Contact", condition: "Name = 'Ray Delgado'")
    private static let sarah = (object: "Contact", condition: "Name = 'Sarah Johnson'")
    private static let cyberdyne = (object: "Account", condition: "Name = 'Cyberdyne Systems'")
    private static let nightLine = (object: "Case", condition: "Subject = 'Night line must always be answered'")
    private static let echo = (object: "Case", condition: "Subject = 'Echo on calls to the warehouse'")
    private static let callBack = (object: "Task", condition: "Subject = 'Call back before 18:00'")
    private static let ownTask = (object: "Task", condition: "Subject = 'Send the renewal quote'")
    private static let review = (object: "Event", condition: "Subject = 'Security review'")
    private static let plan = (object: "ContentNote", condition: "Title = 'Cyberdyne network plan'")
    private static let ownNote = (object: "ContentNote", condition: "Title = 'Renewal call with Sarah'")
    private static let deal = (object: "Opportunity", condition: "Name = 'Cyberdyne call recording'")
    private static let ownDeal = (object: "Opportunity", condition: "Name = 'Acme renewal and 20 seats'")
    private static let times: JSONObject = [
        "Subject": "Visit", "StartDateTime": "tomorrow at 10am", "EndDateTime": "tomorrow at 11am",
    ]

    static let ways: [Way] = [
        // Changes by id.
        Way(action: "update_contact", arguments: ["Title": "Gone"], ids: ["record_id": connor]),
        Way(action: "update_contact", arguments: ["Title": "Gone"], ids: ["record_id": ray]),
        Way(action: "update_account", arguments: ["Phone": "1"], ids: ["record_id": cyberdyne]),
        Way(action: "update_case", arguments: ["Status": "Closed"], ids: ["record_id": nightLine]),
        Way(action: "update_task", arguments: ["Status": "Completed"], ids: ["record_id": callBack]),
        Way(action: "update_event", arguments: ["Location": "Nowhere"], ids: ["record_id": review]),
        Way(action: "update_note", arguments: ["Title": "Gone"], ids: ["record_id": plan]),
        Way(action: "update_opportunity", arguments: ["StageName": "Closed Lost"], ids: ["record_id": deal]),
        Way(action: "update_lead", arguments: ["LastName": "Gone"], ids: ["record_id": ("Lead", "FirstName = 'Amy'")]),
        Way(
            action: "update_product",
            arguments: ["Name": "Gone"],
            ids: ["record_id": ("Product2", "ProductCode = 'D200'")]
        ),
        Way(
            action: "update_campaign",
            arguments: ["Name": "Gone"],
            ids: ["record_id": ("Campaign", "Name LIKE '%Expo%'")]
        ),
        // Deletions.
        Way(action: "delete_contact", ids: ["record_id": connor]),
        Way(action: "delete_case", ids: ["record_id": nightLine]),
        Way(action: "delete_task", ids: ["record_id": callBack]),
        Way(action: "delete_event", ids: ["record_id": review]),
        Way(action: "delete_note", ids: ["record_id": plan]),
        Way(action: "delete_account", ids: ["record_id": cyberdyne]),
        Way(action: "delete_opportunity", ids: ["record_id": deal]),
        Way(
            action: "remove_product_from_opportunity",
            ids: ["record_id": ("OpportunityLineItem", "Opportunity.Name = 'Cyberdyne call recording'")]
        ),
        // New records tied to another customer.
        Way(action: "create_case", arguments: ["Subject": "x"], ids: ["ContactId": connor]),
        Way(action: "create_contact", arguments: ["LastName": "x"], ids: ["AccountId": cyberdyne]),
        Way(action: "log_call", arguments: ["Subject": "x"], ids: ["WhoId": connor]),
        Way(action: "log_call", arguments: ["Subject": "x"], ids: ["WhoId": sarah, "WhatId": nightLine]),
        Way(action: "log_call", arguments: ["Subject": "x"], ids: ["WhatId": cyberdyne]),
        Way(action: "schedule_event", arguments: times, ids: ["WhoId": connor]),
        Way(action: "schedule_event", arguments: times, ids: ["WhatId": deal]),
        Way(action: "create_note", arguments: ["Title": "x", "Content": "y"], ids: ["record_id": nightLine]),
        Way(
            action: "create_opportunity",
            arguments: ["Name": "x", "StageName": "Prospecting", "CloseDate": "tomorrow"],
            ids: ["AccountId": cyberdyne]
        ),
        Way(
            action: "add_campaign_member",
            ids: ["ContactId": connor, "CampaignId": ("Campaign", "Name LIKE '%Expo%'")]
        ),
        Way(
            action: "add_product_to_opportunity",
            arguments: ["Quantity": 1, "UnitPrice": 1],
            ids: [
                "OpportunityId": deal,
                "PricebookEntryId": (
                    "PricebookEntry", "Product2.ProductCode = 'D200' AND Pricebook2.IsStandard = true"
                ),
            ]
        ),
        // The caller's own records, tied to another customer.
        Way(action: "update_case", ids: ["record_id": echo, "ContactId": connor]),
        Way(action: "update_task", ids: ["record_id": ownTask, "WhoId": connor]),
        Way(action: "update_opportunity", ids: ["record_id": ownDeal, "AccountId": cyberdyne]),
        Way(
            action: "way",
            ids: ["id": connor],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/Case
                body: {Subject: x, contactid: "{{id}}"}
                parameters: [{name: id, required: true}]
                """
        ),
        Way(
            action: "way",
            ids: ["id": connor],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/Case
                body: {Subject: x, ContactId: " {{id}} "}
                parameters: [{name: id, required: true}]
                """
        ),
        Way(
            action: "way",
            arguments: ["email": "sarah.connor@cyberdyne.example"],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/Case
                body: {Subject: x, Contact: {Email: "{{email}}"}}
                parameters: [{name: email, required: true}]
                """
        ),
        Way(
            action: "way",
            ids: ["note": ownNote, "id": connor],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/ContentDocumentLink
                body: {ContentDocumentId: "{{note}}", LinkedEntityId: "{{id}}", ShareType: V}
                parameters: [{name: note, required: true}, {name: id, required: true}]
                """
        ),
        Way(
            action: "way",
            ids: ["note": plan, "id": sarah],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/ContentDocumentLink
                body: {ContentDocumentId: "{{note}}", LinkedEntityId: "{{id}}", ShareType: V}
                parameters: [{name: note, required: true}, {name: id, required: true}]
                """
        ),
        Way(
            action: "way",
            ids: ["id": nightLine],
            yaml: """
                name: way
                method: POST
                endpoint: sobjects/CaseComment
                body: {ParentId: "{{id}}", CommentBody: x}
                parameters: [{name: id, required: true}]
                """
        ),
        Way(
            action: "way",
            ids: ["id": cyberdyne],
            yaml: """
                name: way
                method: PATCH
                endpoint: sobjects/Account/Id/{{id}}
                body: {Phone: "1"}
                parameters: [{name: id, required: true}]
                """
        ),
    ]

    @Test(arguments: ways)
    func `nothing of another customer changes, and nobody is asked to say yes to it`(way: Way) async throws {
        let org = try #require(DemoOrg.shared)
        let fixture = try await ScopeFixture.recognised(on: org, adding: way.yaml)
        let outcome = await fixture.call.invoke(way.action, try await way.arguments(on: org), within: .seconds(60))
            .outcome
        #expect(outcome.status == .refused, "\(outcome.json.serializedText())")
        #expect(await fixture.call.invocations.last?.requests.contains { $0.method.isWrite } == false)
        for (object, records) in try await org.contents() {
            #expect(records == org.seed[object], "\(object)")
        }
    }

    @Test(arguments: [
        "method: PATCH\nendpoint: sobjects/Contact/{{find_anyone.Id}}\nbody: {Title: x}",
        "method: DELETE\nendpoint: sobjects/Contact/{{previousAction.Id}}",
        "method: POST\nendpoint: sobjects/Task\nbody: {Subject: x, WhoId: \"{{find_anyone.Id}}\"}\nconfirm: false",
        "method: POST\nendpoint: sobjects/Case\nbody: {Subject: x, ContactId: \"{{find_anyone.records[0].Id}}\"}",
    ])
    func `what an earlier search has found can't be changed or tied to`(request: String) async throws {
        let org = try #require(DemoOrg.shared)
        let fixture = try await ScopeFixture.recognised(on: org, adding: "name: way\n" + request)
        #expect(await fixture.run("find_anyone", ["name": "Sarah Connor"]).status == .completed)
        let outcome = await fixture.run("way")
        #expect(outcome.status == .refused, "\(outcome.json.serializedText())")
        for (object, records) in try await org.contents() {
            #expect(records == org.seed[object], "\(object)")
        }
    }
}

/// Records that belong to two customers at once.
@Suite struct SharedRecordTests {
    @Test func `a contact of another account on the caller's case stays unseen`() async throws {
        try await DemoOrg.run { org in
            let acme = try await org.id(of: "Account", where: "Name = 'Acme Corporation'")
            let connor = try await org.id(of: "Contact", where: "Name = 'Sarah Connor'")
            _ = try await org.sandbox.org.create(
                "Case",
                ["Subject": "Joint line", "AccountId": .string(acme), "ContactId": .string(connor)]
            )
            let joint = JSONValue.string(try await org.id(of: "Case", where: "Subject = 'Joint line'"))
            let fixture = try await ScopeFixture.recognised(
                on: org,
                adding: "name: way\nsoql: SELECT Id, ContactEmail FROM Case WHERE Subject = 'Joint line'"
            )
            #expect(await fixture.run("way").status == .notFound)
            #expect(await fixture.run("search_case", ["search_term": "Joint line"]).status == .notFound)
            #expect(await fixture.run("get_case", ["record_id": joint]).status == .refused)
            #expect(await fixture.run("update_case", ["record_id": joint, "Priority": "Low"]).status == .refused)
        }
    }

    @Test func `a task about another customer's deal stays unseen, though it names the caller`() async throws {
        try await DemoOrg.run { org in
            let deal = try await org.id(of: "Opportunity", where: "Name = 'Cyberdyne call recording'")
            let sarah = try await org.id(of: "Contact", where: "Name = 'Sarah Johnson'")
            let task = try await org.sandbox.org.create(
                "Task",
                ["Subject": "Compare offers", "WhoId": .string(sarah), "WhatId": .string(deal)]
            )
            let fixture = try await ScopeFixture.recognised(on: org)
            #expect(await fixture.run("search_task", ["search_term": "Compare"]).status == .notFound)
            #expect(await fixture.run("delete_task", ["record_id": .string(task)]).status == .refused)
        }
    }

    @Test func `a note that another customer's record has as well stays unseen`() async throws {
        try await DemoOrg.run { org in
            let note = try await org.id(of: "ContentNote", where: "Title = 'Renewal call with Sarah'")
            let connor = try await org.id(of: "Contact", where: "Name = 'Sarah Connor'")
            let link: JSONValue = [
                "ContentDocumentId": .string(note), "LinkedEntityId": .string(connor), "ShareType": "V",
            ]
            _ = try await org.sandbox.org.create("ContentDocumentLink", link)
            let fixture = try await ScopeFixture.recognised(on: org)
            #expect(await fixture.run("get_note", ["record_id": .string(note)]).status == .refused)
            #expect(await fixture.run("update_note", ["record_id": .string(note), "Title": "x"]).status == .refused)
        }
    }
}
