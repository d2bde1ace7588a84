import Actions
import Calls
import Foundation
import JSON
import Platforms
import Synchronization
import Testing
import Workspace

@Suite struct WritesTests {
    private func call(_ org: ScriptedOrg) throws -> Call {
        Call(agent: try .catalogued(), callerPhone: nil, reportsTurns: false, clock: TestClock().time, send: org.send)
    }

    private func confirmed(_ action: String, _ arguments: JSONObject, in call: Call) async -> Outcome {
        let asked = await call.invoke(action, arguments).outcome
        guard let id = asked.confirmationID else { return asked }
        return await call.confirm(id, by: call.agent.id).outcome
    }

    @Test func `the same write of a call happens once`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = try call(org)
        let first = await call.invoke("log_call", ["Subject": "Inbound"]).outcome
        let second = await call.invoke("log_call", ["Subject": "Inbound"]).outcome
        #expect(!first.isReplayed)
        #expect(second.isReplayed)
        #expect(second.result == first.result)
        #expect(org.writes.count == 1)
    }

    @Test func `a confirmed write asked for again answers without asking`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = try call(org)
        _ = await confirmed("create_case", ["Subject": "Invoice"], in: call)
        let again = await call.invoke("create_case", ["Subject": "Invoice"]).outcome
        #expect(again.status == .completed)
        #expect(again.isReplayed)
        #expect(org.writes.count == 1)
    }

    @Test func `from one value to another and back again is three writes`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = try call(org)
        for email in ["a@acme.example", "b@acme.example", "a@acme.example"] {
            let outcome = await confirmed(
                "update_contact",
                ["record_id": "003000000000001AAA", "Email": .string(email)],
                in: call
            )
            #expect(outcome.status == .completed)
            #expect(!outcome.isReplayed)
        }
        #expect(org.writes.count == 3)
    }

    private static let taskForCaller = """
        name: task_for_caller
        soql: SELECT Id FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 1
        as: who
        then:
          - method: POST
            endpoint: sobjects/Task/
            body: {Subject: "{{Subject}}", WhoId: "{{who.Id}}"}
        parameters: [{name: Subject, required: true}]
        """

    @Test(arguments: [CRMError(.validation), CRMError(.timedOut, mayHaveBeenWritten: true)])
    func `a write after a read is only said to be done when it is`(error: CRMError) async throws {
        let org = ScriptedOrg { request throws(CRMError) in
            if request.method == .get { return .found([["Id": "003000000000001AAA"]]) }
            throw error
        }
        let call = Call(
            agent: try .catalogued(adding: Self.taskForCaller),
            callerPhone: "+15552345678",
            reportsTurns: false,
            send: org.send
        )
        let outcome = await confirmed("task_for_caller", ["Subject": "Call back"], in: call)
        #expect(outcome.status == (error.mayHaveBeenWritten ? .uncertain : .refused))
        #expect(outcome.written == (error.mayHaveBeenWritten ? .perhaps : .no))
    }

    @Test func `a write for somebody who is not found is not made`() async throws {
        let org = ScriptedOrg.withContacts()
        let call = Call(
            agent: try .catalogued(adding: Self.taskForCaller),
            callerPhone: "+15552345678",
            reportsTurns: false,
            send: org.send
        )
        let outcome = await confirmed("task_for_caller", ["Subject": "Call back"], in: call)
        #expect(outcome.status == .notFound)
        #expect(outcome.written == .no)
        #expect(org.writes.isEmpty)
    }

    @Test func `a second request for a write under way waits for the first`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let org = ScriptedOrg { _ throws(CRMError) in
            for await _ in gate { break }
            return CRMResponse(status: 201, body: .json(["id": "00T000000000001AAA", "success": true]))
        }
        let call = try call(org)
        async let first = call.invoke("log_call", ["Subject": "Inbound"])
        async let second = call.invoke("log_call", ["Subject": "Inbound"])
        while org.requests.isEmpty { await Task.yield() }
        open.yield()
        let outcomes = await [first.outcome, second.outcome]
        #expect(outcomes.allSatisfy { $0.status == .completed })
        #expect(outcomes.count(where: \.isReplayed) == 1)
        #expect(org.writes.count == 1)
    }

    @Test func `a door that gives up waiting does not stop a write`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let org = ScriptedOrg { _ throws(CRMError) in
            for await _ in gate { break }
            guard !Task.isCancelled else { throw CRMError(.cancelled, mayHaveBeenWritten: true) }
            return CRMResponse(status: 201, body: .json(["id": "00T000000000001AAA", "success": true]))
        }
        let call = try call(org)
        let door = Task { await call.invoke("log_call", ["Subject": "Inbound"]).outcome }
        while org.requests.isEmpty { await Task.yield() }
        door.cancel()
        open.yield()
        #expect(await door.value.status == .completed)
    }

    @Test func `what certainly did not happen may be tried again`() async throws {
        let attempts = Mutex(0)
        let org = ScriptedOrg { _ throws(CRMError) in
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            if attempt == 1 { throw CRMError(.unreachable) }
            return CRMResponse(status: 201, body: .json(["id": "00T000000000001AAA", "success": true]))
        }
        let call = try call(org)
        let first = await call.invoke("log_call", ["Subject": "Inbound"]).outcome
        #expect(first.status == .unavailable)
        #expect(first.written == .no)
        #expect(await call.invoke("log_call", ["Subject": "Inbound"]).outcome.status == .completed)
    }

    @Test func `a lost answer is uncertain, and the write is not sent again`() async throws {
        let org = ScriptedOrg { _ throws(CRMError) in throw CRMError(.timedOut, mayHaveBeenWritten: true) }
        let call = try call(org)
        let outcome = await call.invoke("log_call", ["Subject": "Inbound"]).outcome
        #expect(outcome.status == .uncertain)
        #expect(outcome.written == .perhaps)
        #expect(await call.invoke("log_call", ["Subject": "Inbound"]).outcome.isReplayed)
        #expect(org.requests.count == 1)
    }

    @Test func `a note that can't be linked is taken back`() async throws {
        let org = ScriptedOrg { request throws(CRMError) in
            if request.path.contains("ContentDocumentLink") { throw CRMError(.notFound) }
            if request.method == .delete { return CRMResponse(status: 204, body: .empty) }
            return CRMResponse(status: 201, body: .json(["id": "069000000000001AAA", "success": true]))
        }
        let outcome = await confirmed(
            "create_note",
            ["Title": "Call", "Content": "Text", "record_id": "003000000000001AAA"],
            in: try call(org)
        )
        #expect(outcome.status == .notFound)
        #expect(outcome.written == .no)
        #expect(outcome.say == "The note could not be attached to the record, so it was not kept.")
        #expect(org.writes.map(\.method) == [.post, .post, .delete])
        #expect(org.writes.last?.path == "/services/data/v59.0/sobjects/ContentNote/069000000000001AAA")
    }

    @Test func `a note that can neither be linked nor taken back is uncertain`() async throws {
        let org = ScriptedOrg { request throws(CRMError) in
            guard request.path.hasSuffix("/ContentNote/"), request.method == .post else { throw CRMError(.unreachable) }
            return CRMResponse(status: 201, body: .json(["id": "069000000000001AAA", "success": true]))
        }
        let outcome = await confirmed(
            "create_note",
            ["Title": "Call", "record_id": "003000000000001AAA"],
            in: try call(org)
        )
        #expect(outcome.status == .uncertain)
        #expect(outcome.written == .perhaps)
    }

    @Test func `a note without a record is not linked`() async throws {
        let org = ScriptedOrg.withContacts()
        let outcome = await confirmed("create_note", ["Title": "Call"], in: try call(org))
        #expect(outcome.status == .completed)
        #expect(org.writes.count == 1)
    }

    @Test func `a case whose number can't be read back is created all the same`() async throws {
        let org = ScriptedOrg { request throws(CRMError) in
            guard request.method == .post else { throw CRMError(.timedOut) }
            return CRMResponse(status: 201, body: .json(["id": "500000000000001AAA", "success": true]))
        }
        let outcome = await confirmed("create_case", ["Subject": "Invoice"], in: try call(org))
        #expect(outcome.status == .completed)
        #expect(outcome.written == .yes)
        #expect(outcome.say == "The case is created, but its number could not be read back.")
        #expect(outcome.result?["Id"] == "500000000000001AAA")
    }

    @Test func `an invocation is recorded with what was sent and how it ended`() async throws {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        let call = try call(org)
        await call.invoke("search_contact", ["search_term": "Sarah"])
        await call.invoke("create_contact", [:])
        let invocations = await call.invocations
        #expect(invocations.map(\.number) == [1, 2])
        #expect(invocations.map(\.outcome.status) == [.completed, .invalid])
        #expect(invocations[0].requests == org.requests)
        #expect(invocations[1].requests.isEmpty)
    }
}
