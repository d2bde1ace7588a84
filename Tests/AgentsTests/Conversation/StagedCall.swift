import Actions
import Agents
import Calls
import Foundation
import JSON
import Platforms
import Synchronization
import Workspace

/// A call of an agent with all actions, on an org that finds one contact and takes every write.
struct StagedCall: Sendable {
    let call: Call
    private let log: Sent

    private final class Sent: Sendable {
        let requests = Mutex<[CRMRequest]>([])
    }

    /// What reached the org, in order.
    var sent: [CRMRequest] { log.requests.withLock(\.self) }
    var writes: [CRMRequest] { sent.filter(\.method.isWrite) }

    /// - Parameter hold: What holds up a request on its way.
    init(
        reportsTurns: Bool = true,
        actions: [String]? = nil,
        requiring assurance: Assurance = .unknown,
        hold: @escaping @Sendable (CRMRequest) async -> Void = { _ in }
    ) throws {
        let log = Sent()
        self.log = log
        let agent = Agent(
            id: "alex",
            name: "Alex",
            timeZone: .gmt,
            actions: try Catalog.salesforce().actions.filter { actions?.contains($0.name) ?? true }.map {
                EnabledAction($0, requiring: assurance)
            }
        )
        call = Call(agent: agent, callerPhone: nil, reportsTurns: reportsTurns) { request, _ throws(CRMError) in
            log.requests.withLock { $0.append(request) }
            await hold(request)
            let contact: JSONValue = [
                "Id": "003000000000001AAA", "FirstName": "Sarah", "Account": ["Name": "Acme"],
            ]
            let answer: JSONValue =
                request.method == .get
                ? ["totalSize": 1, "done": true, "records": [contact]]
                : ["id": "00T000000000001AAA", "success": true, "errors": []]
            return CRMResponse(status: 200, body: .json(answer))
        }
    }
}

/// What a listener saw and heard of a turn, a line for each.
func lines(of turn: AsyncThrowingStream<Conversation.Event, any Error>) async throws -> [String] {
    var lines: [String] = []
    for try await event in turn {
        switch event {
        case .said(let words): lines.append(words)
        case .using(let tools): lines.append("using: \(tools.joined(separator: ", "))")
        case .used(let invocation): lines.append("\(invocation.action): \(invocation.outcome.status.rawValue)")
        case .troubled(let error): lines.append("troubled: \(error.kind.rawValue)")
        case .ended(let ending): lines.append("ended: \(ending.cause.rawValue)")
        case .finished: lines.append("finished")
        }
    }
    return lines
}
