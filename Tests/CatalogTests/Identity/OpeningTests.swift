import Actions
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

/// What happens before the first word of a call.
@Suite(.demoOrg) struct OpeningTests {
    private static let actions = """
        name: open_cases
        runs: call_start
        scope: caller
        soql: SELECT Subject FROM Case WHERE IsClosed = false ORDER BY Subject
        ---
        name: identify_customer
        runs: call_start
        soql: SELECT Id, Name, Phone FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
        ---
        name: latest_task
        runs: call_start
        soql: SELECT Subject FROM Task WHERE WhoId = '{{identify_customer.Id}}' ORDER BY ActivityDate DESC LIMIT 1
        ---
        name: queues
        runs: call_start
        soql: SELECT Queue.Name FROM QueueSobject ORDER BY Queue.Name
        """

    /// - Parameter delay: How long the org takes to answer about an object.
    private func call(delaying object: String = "", by delay: Duration = .zero) throws -> Call {
        let org = try #require(DemoOrg.shared)
        let connection = org.connection
        return Call(
            agent: Agent(
                id: "agent",
                name: "Agent",
                timeZone: .gmt,
                actions: try Self.actions.split(separator: "---\n").map {
                    EnabledAction(try CustomAction.reading(String($0)))
                }
            ),
            callerPhone: "+15552345678",
            reportsTurns: false,
            send: { request, deadline throws(CRMError) in
                if !object.isEmpty, request.query.first?.value.contains("FROM \(object)") ?? false {
                    guard ContinuousClock.now.advanced(by: delay) < deadline else {
                        try? await Task.sleep(until: deadline, clock: .continuous)
                        throw CRMError(.timedOut)
                    }
                }
                return try await connection.send(request, deadline: deadline)
            }
        )
    }

    @Test func `what builds on who is calling waits until that is known, in whatever order it stands`() async throws {
        let opening = await (try call()).open(within: .seconds(60))
        #expect(opening.map(\.action) == ["open_cases", "identify_customer", "latest_task", "queues"])
        #expect(opening.allSatisfy { $0.outcome.status == .completed })
        #expect(opening[0].outcome.result?["totalSize"] == 3)
        #expect(opening[2].outcome.result?["records"]?[0]?["Subject"] == "Send the renewal quote")
    }

    @Test(arguments: ["Id, Name, Phone", "Id, FirstName, LastName, Email, Phone, Account.Name"])
    func `the caller is called what the record says, by whatever fields`(fields: String) async throws {
        let org = try #require(DemoOrg.shared)
        let connection = org.connection
        let action = try CustomAction.reading(
            """
            name: identify_customer
            runs: call_start
            soql: SELECT \(fields) FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
            """
        )
        let call = Call(
            agent: Agent(id: "agent", name: "Agent", timeZone: .gmt, actions: [EnabledAction(action)]),
            callerPhone: "+15552345678",
            reportsTurns: false,
            send: { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
        )
        await call.open(within: .seconds(60))
        #expect(await call.state.caller?.name == "Sarah Johnson")
    }

    @Test func `what is not there in time says so, and the rest is there`() async throws {
        let start = ContinuousClock.now
        let opening = await (try call(delaying: "QueueSobject", by: .seconds(60))).open(within: .seconds(3))
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(opening[1].outcome.status == .completed)
        #expect(opening[3].outcome.status == .unavailable)
        #expect(opening[3].outcome.written == .no)
    }

    @Test func `a caller who is not found in time leaves the rest undone, and nothing opened to them`() async throws {
        let opening = await (try call(delaying: "Contact", by: .seconds(60))).open(within: .seconds(3))
        #expect(opening.map(\.outcome.status).prefix(3) == [.verificationRequired, .unavailable, .invalid])
        #expect(opening[3].outcome.status == .completed)
    }
}
