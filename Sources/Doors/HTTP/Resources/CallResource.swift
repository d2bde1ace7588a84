import Agents
package import Calls
import Foundation
import HTTPTypes
import JSON
import Workspace

/// Calls, what is done in them, and who is calling.
package struct CallResource: Sendable {
    private let calls: CallDirectory

    package init(calls: CallDirectory) { self.calls = calls }

    package var endpoints: [Endpoint] { [open, list, get, turn, end, invocations, invoke, confirm] + verification }

    // MARK: A call

    private var open: Endpoint {
        Endpoint(
            .post,
            "/v1/calls",
            "openCall",
            "Opens a call, and runs the actions that run at the start of one.",
            for: .agent,
            body: .json(
                .named(
                    "NewCall",
                    .object([
                        .optional("caller_phone", .text(upTo: 50), "As the telephone network gave it."),
                        .optional(
                            "reports_turns",
                            .boolean,
                            "Whether turns will be posted. A confirmation then needs the caller to have spoken since."
                        ),
                        .optional(
                            "external_id",
                            .text(upTo: 200),
                            "An id of one's own for the conversation: the same id is the same call."
                        ),
                        .optional("channel", .text(upTo: 50), "Where it comes from: http when this is left out."),
                    ])
                ),
                example: ["caller_phone": "+15552345678", "external_id": "conversation-17"],
                isOptional: true
            ),
            takesIdempotencyKey: true,
            answers: [.json("The call, with what was found as it opened.", .openedCall, status: .created)]
        ) { request in
            guard case .agent(let agent) = request.requester else { throw Self.unknown }
            let call = try await calls.open(
                agent,
                callerPhone: request.body["caller_phone"]?.string,
                channel: request.body["channel"]?.string ?? "http",
                reportsTurns: request.body["reports_turns"]?.boolean ?? false,
                externalID: request.body["external_id"]?.string
            )
            // An external id may lead to a call that has long begun.
            if await call.invocations.isEmpty { await call.open() }
            guard var object = try await calls.savedCall(call.id)?.json else { throw Self.unknown }
            object["opening"] = .array(await call.invocations.prefix(20).map { .object($0.json) })
            return .created(.object(object), at: "/v1/calls/\(call.id)")
        }
    }

    static let unknown = ProblemDetails(.notFound, "no_such_call", "There is no such call, or it is not yours.")

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/calls",
            "listCalls",
            "Lists calls, the newest first.",
            for: .person(.viewer),
            query: PageRequest.items + [
                .init("agent_id", .identifier("agt"), "Those of one agent."),
                .init("open", .boolean, "Those that are open, or those that have ended."),
                .init("from", .dateTime, "Opened not before this."),
                .init("until", .dateTime, "Opened before this."),
            ],
            answers: [.json("A page of calls.", .page(.call))]
        ) { request in
            let page = try PageRequest(request)
            let filter = CallFilter(
                agentID: request.query["agent_id"]?.string,
                isOpen: request.query["open"]?.boolean,
                from: request.query["from"]?.string.flatMap(Date.init(timestamp:)),
                until: request.query["until"]?.string.flatMap(Date.init(timestamp:))
            )
            // What happened a moment ago counts too.
            await calls.saveChanged()
            let found = try await calls.calls(matching: filter, after: page.timeCursor(), limit: page.limit + 1)
            let place = { (call: SavedCall) in TimeCursor(at: call.openedAt, id: call.id) }
            return .json(page.page(ofMore: found, at: place) { .object($0.json) })
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/calls/{call_id}",
            "getCall",
            "Shows a call as it stands.",
            for: .agentOrPerson(.viewer),
            answers: [.json("The call.", .call)]
        ) { request in
            .json(.object(try await saved(request).json))
        }
    }

    /// The call of the path, when who asks may see it.
    private func saved(_ request: APIRequest) async throws -> SavedCall {
        guard let call = try await calls.savedCall(request.parameter("call_id")) else { throw Self.unknown }
        if case .agent(let agent) = request.requester, agent.id != call.agentID { throw Self.unknown }
        return call
    }

    /// The call of the path, for its agent to act in.
    func live(_ request: APIRequest) async throws -> Call {
        guard case .agent(let agent) = request.requester,
            let call = try await calls.call(request.parameter("call_id"), for: agent)
        else { throw Self.unknown }
        return call
    }

    private var turn: Endpoint {
        Endpoint(
            .post,
            "/v1/calls/{call_id}/turns",
            "noteTurn",
            "Notes that the caller has said something.",
            for: .agent,
            answers: [.empty("It is noted.")]
        ) { request in
            await (try await live(request)).callerSpoke()
            return .done
        }
    }

    private var end: Endpoint {
        Endpoint(
            .post,
            "/v1/calls/{call_id}/end",
            "endCall",
            "Ends a call: nothing more can be done in it.",
            for: .agentOrPerson(.owner),
            body: .json(
                .named(
                    "CallEnding",
                    .object([
                        .optional("hand_off", .boolean, "Whether a person takes over."),
                        .optional("summary", .text(upTo: 2000), "For that person: who called, what is open."),
                    ])
                ),
                example: ["hand_off": true, "summary": "Ada Byron wants to speak about her invoice."],
                isOptional: true
            ),
            answers: [.empty("It has ended.")]
        ) { request in
            let call = try await saved(request)
            if case .agent = request.requester {
                let toolbox = CallToolbox(try await live(request))
                // What the agent leaves to be known is written down.
                if request.body.isEmpty {
                    await toolbox.end()
                } else {
                    _ = await toolbox.use(BuiltInTool.endCall.rawValue, request.body)
                }
            } else {
                try await calls.end(call.id, by: request.requester.key)
            }
            return .done
        }
    }

    // MARK: What is done in it

    private static let patience = Schema.Field.optional(
        "patience_ms",
        .integer(100...30_000),
        "How long it may take; 4500 when it is left out."
    )

    private func patience(_ request: APIRequest) -> Duration {
        (request.body["patience_ms"]?.integer).map { .milliseconds($0) } ?? Call.patience
    }

    private var invocations: Endpoint {
        Endpoint(
            .get,
            "/v1/calls/{call_id}/invocations",
            "listInvocations",
            "Lists what was done in a call, in order, with the exact requests.",
            for: .agentOrPerson(.viewer),
            query: PageRequest.items,
            answers: [.json("A page of invocations.", .page(.invocation))]
        ) { request in
            let call = try await saved(request)
            let page = try PageRequest(request)
            let all = try await calls.invocations(of: call.id)
            return .json(page.page(of: all, by: { String($0.number) }) { .object($0.fullJSON) })
        }
    }

    private var invoke: Endpoint {
        Endpoint(
            .post,
            "/v1/calls/{call_id}/invocations",
            "invoke",
            "Uses an action. However it ends, the answer is 200 with an outcome and a sentence to say.",
            for: .agent,
            body: .json(
                .named(
                    "NewInvocation",
                    .object([
                        .init("action", .text(upTo: 64)),
                        .optional("arguments", .map(of: .anything), "As the model sent them."), Self.patience,
                    ])
                ),
                example: ["action": "search_contact", "arguments": ["search_term": "O'Brien"]]
            ),
            takesIdempotencyKey: true,
            answers: [.json("How it ended.", .outcome)]
        ) { request in
            let call = try await live(request)
            let action = request.body["action"]?.string ?? ""
            let arguments = request.body["arguments"]?.object ?? [:]
            // The two tools of a lean agent stand for its actions.
            let invocation =
                LeanTool(rawValue: action) == nil
                ? await call.invoke(action, arguments, within: patience(request))
                : await call.toolbox(patience: patience(request)).use(action, arguments)
            return .json(.object(invocation.json))
        }
    }

    private var confirm: Endpoint {
        Endpoint(
            .post,
            "/v1/calls/{call_id}/confirmations/{confirmation_id}",
            "confirm",
            "Runs what was kept back, after the caller's yes.",
            for: .agent,
            body: .json(
                .named("Confirmation", .object([Self.patience])),
                example: [:],
                isOptional: true
            ),
            takesIdempotencyKey: true,
            answers: [.json("How it ended.", .outcome)]
        ) { request in
            let call = try await live(request)
            let invocation = await call.confirm(
                request.parameter("confirmation_id"),
                by: call.agent.id,
                within: patience(request)
            )
            return .json(.object(invocation.json))
        }
    }
}
