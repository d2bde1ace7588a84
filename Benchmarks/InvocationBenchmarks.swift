import Actions
import Calls
import Foundation
import JSON
import Platforms
import SandboxOrg
import Workspace

/// Whole invocations: through the gate alone, and through the gate, HTTP and a sandbox org.
struct InvocationBenchmarks {
    func run(_ stopwatch: inout Stopwatch, _ report: Report) async throws {
        let actions = try Catalog.salesforce().actions
        let agent = Agent(
            id: "benchmark",
            name: "Benchmark",
            timeZone: .gmt,
            actions: actions.map { EnabledAction($0) }
        )
        let alone: RequestSender = { request, _ in Self.answer(to: request) }
        try await measure(alone, agent, runs: 2000, "through the gate alone", &stopwatch, report)

        try await withSandboxServer { sandbox in
            guard let instance = InstanceURL(sandbox.baseURL) else { return }
            let transport = HTTPTransport()
            let connection = Connection(to: instance, tokens: FixedToken(sandbox.token), transport: transport)
            let send: RequestSender = { request, deadline throws(CRMError) in
                try await connection.send(request, deadline: deadline)
            }
            do {
                try await measure(send, agent, runs: 500, "over HTTP to a sandbox", &stopwatch, report)
            } catch {
                await transport.shutdown()
                throw error
            }
            await transport.shutdown()
        }
    }

    /// Each invocation is the first of its call: a call that never ends would grow slower than any real one.
    private func measure(
        _ send: @escaping RequestSender,
        _ agent: Agent,
        runs: Int,
        _ way: String,
        _ stopwatch: inout Stopwatch,
        _ report: Report
    ) async throws {
        let reading = try await stopwatch.measure(runs: runs) { _ in
            try await Call(agent: agent, callerPhone: nil, reportsTurns: false, send: send).invoke(
                "search_contact",
                ["search_term": "Sarah"]
            ).done()
        }
        report.line("Read \(way)", reading)
        let writing = try await stopwatch.measure(runs: runs) { run in
            try await Call(agent: agent, callerPhone: nil, reportsTurns: false, send: send)
                .invoke("log_call", ["Subject": .string("Call \(run)")]).done()
        }
        report.line("Write \(way)", writing)
        let confirming = try await stopwatch.measure(runs: runs) { run in
            let call = Call(agent: agent, callerPhone: nil, reportsTurns: false, send: send)
            let asked = await call.invoke("create_lead", ["LastName": .string("Ek \(run)"), "Company": "Acme"])
            return try await call.confirm(asked.outcome.confirmationID ?? "", by: agent.id).done()
        }
        report.line("Write after a yes \(way)", confirming)
    }

    private static func answer(to request: CRMRequest) -> CRMResponse {
        guard request.method == .get else {
            return CRMResponse(status: 201, body: .json(["id": "00TWq000001AbCdIAK", "success": true, "errors": []]))
        }
        let record: JSONValue = [
            "attributes": ["type": "Contact"], "Id": "003Wq000001AbCdIAK", "FirstName": "Sarah", "LastName": "Johnson",
            "Phone": "(555) 234-5678", "Account": ["attributes": ["type": "Account"], "Name": "Acme Corporation"],
        ]
        return CRMResponse(status: 200, body: .json(["totalSize": 1, "done": true, "records": [record]]))
    }
}

extension Invocation {
    struct Incomplete: Error {
        let outcome: Outcome
    }

    /// The number of bytes of the outcome of an invocation that was carried out.
    fileprivate func done() throws(Incomplete) -> Int {
        guard outcome.status == .completed else { throw Incomplete(outcome: outcome) }
        return outcome.say.utf8.count + requests.count
    }
}
