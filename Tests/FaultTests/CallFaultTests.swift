import Calls
import JSON
import SandboxOrg
import Testing

/// What a call makes of an org in which things go wrong, over a real connection.
struct CallFaultTests {
    // MARK: Refusals

    @Test func `a session that ended is renewed once, without anybody noticing`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.invalidSession, count: 1))
            #expect(await org.search().status == .completed)
            #expect(org.sandbox.requests.map(\.status) == [401, 200])
        }
    }

    @Test func `a session that ends again and again is given up, and nothing is written`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.invalidSession))
            let outcome = await org.createLead()
            #expect(outcome.status == .unavailable)
            #expect(outcome.written == .no)
            #expect(org.requestCount == 2)
            try await org.expectLeads(0)
        }
    }

    @Test func `a session that can't be renewed is told`() async throws {
        try await FaultyOrg.run(renewsTokens: false) { org in
            org.sandbox.faults.add(Fault(.invalidSession))
            #expect(await org.search().status == .unavailable)
            #expect(org.requestCount == 1)
        }
    }

    @Test func `a limit that is used up is told at once`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.requestLimit))
            let outcome = await org.search()
            #expect(outcome.status == .unavailable)
            #expect(outcome.say == "Our records are very busy, so I can't look there for the moment.")
            #expect(org.requestCount == 1)
        }
    }

    @Test(arguments: [Fault.Kind.lockedRow, .unavailable])
    func `a write that was refused for a moment is tried again, and done once`(kind: Fault.Kind) async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(kind, to: RequestPattern(method: "POST"), count: 2))
            let outcome = await org.createLead()
            #expect(outcome.status == .completed)
            #expect(outcome.written == .yes)
            try await org.expectLeads(1)
        }
    }

    @Test func `a row that stays locked is given up before the deadline`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.lockedRow))
            let start = ContinuousClock.now
            let outcome = await org.createLead(within: .seconds(1))
            #expect(outcome.status == .unavailable)
            #expect(outcome.written == .no)
            #expect(start.duration(to: .now) < .seconds(1))
            #expect(org.requestCount > 1)
            try await org.expectLeads(0)
        }
    }

    // MARK: Lost answers

    @Test func `a create whose answer was lost is uncertain, and never done twice`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.dropAfterCommit, to: RequestPattern(method: "POST"), count: 1))
            let outcome = await org.createLead()
            #expect(outcome.status == .uncertain)
            #expect(outcome.written == .perhaps)
            try await org.expectLeads(1)
            // An agent that asks for the same again gets the same answer.
            let again = await org.createLead()
            #expect(again.written == .perhaps)
            try await org.expectLeads(1)
        }
    }

    @Test func `a create that was lost on the way is uncertain too, and not sent again`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.dropBeforeCommit, to: RequestPattern(method: "POST"), count: 1))
            let outcome = await org.createLead()
            #expect(outcome.status == .uncertain)
            try await org.expectLeads(0)
            #expect(org.sandbox.requests.count { $0.method == "POST" } == 1)
        }
    }

    @Test(arguments: [Fault.Kind.dropBeforeCommit, .dropAfterCommit])
    func `an update that was lost is sent again`(kind: Fault.Kind) async throws {
        try await FaultyOrg.run { org in
            let id = try await org.sandbox.org.create(
                "Lead",
                ["LastName": "Onlyonce", "Company": "Acme", "Email": "before@acme.example"]
            )
            org.sandbox.faults.add(Fault(kind, to: RequestPattern(method: "PATCH"), count: 1))
            let outcome = await org.use("update_lead", ["record_id": .string(id), "Email": "after@acme.example"])
            #expect(outcome.status == .completed, "\(outcome)")
            #expect(try await org.sandbox.org.record("Lead", id)["Email"] == "after@acme.example")
            #expect(org.sandbox.requests.count { $0.method == "PATCH" } == 2)
        }
    }

    @Test func `a question whose answer was lost is asked again`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.dropAfterCommit, count: 1))
            #expect(await org.search().status == .completed)
            #expect(org.sandbox.requests.map(\.status) == [nil, 200])
        }
    }

    // MARK: Slowness

    @Test func `an answer that comes too late is not waited for`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.latency(.seconds(30))))
            let start = ContinuousClock.now
            let outcome = await org.search(within: .milliseconds(400))
            #expect(outcome.status == .unavailable)
            #expect(outcome.say == "Our records are taking too long to answer.")
            #expect(start.duration(to: .now) < .seconds(3))
        }
    }

    @Test func `a create that is answered too late is uncertain`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.slowBody(.seconds(30)), to: RequestPattern(method: "POST")))
            let outcome = await org.createLead(within: .milliseconds(600))
            #expect(outcome.status == .uncertain)
            try await org.expectLeads(1)
        }
    }

    @Test func `an answer that comes in pieces is put together`() async throws {
        try await FaultyOrg.run { org in
            let whole = await org.search()
            org.sandbox.faults.add(Fault(.slowBody(.milliseconds(100))))
            #expect(await org.search().result == whole.result)
        }
    }

    @Test func `an answer that comes a little late is good`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.latency(.milliseconds(50))))
            #expect(await org.search().status == .completed)
            #expect(org.sandbox.requests.allSatisfy { $0.duration >= .milliseconds(50) && $0.fault == "latency" })
        }
    }

    // MARK: Nonsense

    @Test func `half an answer to a question is none`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.malformedJSON))
            let outcome = await org.search()
            #expect(outcome.status == .unavailable)
            #expect(outcome.say == "I got an answer from our records that I can't make sense of.")
        }
    }

    @Test func `half an answer to a create leaves it uncertain`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.add(Fault(.malformedJSON, to: RequestPattern(method: "POST")))
            let outcome = await org.createLead()
            #expect(outcome.status == .uncertain)
            #expect(outcome.written == .perhaps)
            try await org.expectLeads(1)
        }
    }

    // MARK: All at once

    @Test func `whatever goes wrong by chance, every write is there as often as it was said`() async throws {
        try await FaultyOrg.run { org in
            org.sandbox.faults.seed(20)
            for kind in [Fault.Kind.invalidSession, .lockedRow, .unavailable, .dropBeforeCommit, .dropAfterCommit] {
                org.sandbox.faults.add(Fault(kind, probability: 0.15))
            }
            for number in 1...25 {
                let name = "Chance\(number)"
                let outcome = await org.use("create_lead", ["LastName": .string(name), "Company": "Acme"])
                let count = try await org.sandbox.org.query("SELECT Id FROM Lead WHERE LastName = '\(name)'").count
                switch outcome.written {
                case .yes: #expect(count == 1, "\(name): \(outcome)")
                case .perhaps: #expect(count <= 1, "\(name): \(outcome)")
                case .no, .soon: #expect(count == 0, "\(name): \(outcome)")
                }
            }
        }
    }
}
