import Actions
import Agents
import Calls
import Foundation
import JSON
import Platforms
import Workspace

/// What can be asked of the door, in every revision.
struct MCPMethods: Sendable {
    let calls: CallDirectory
    let tools: ToolList
    let seal: MCPSeal
    /// The server's own version.
    let version: String
    let openQuestions = OpenQuestions()

    /// How long a client may believe what it has read, unless it is told of a change.
    private static let freshness: JSONValue = 60_000

    func answer(to request: RPCRequest, in exchange: Exchange) async throws(RPCError) -> MCPAnswer {
        switch (request.method, exchange.revision.isStateless) {
        case ("server/discover", true): .result(discovery(try await instructions(for: exchange)))
        case ("subscriptions/listen", true): try listening(request, in: exchange)
        case ("ping", false): .result([:])
        case ("tools/list", _): .result(try await list(request, in: exchange))
        case ("tools/call", _): try await call(request, in: exchange)
        default: throw .unknownMethod(request.method)
        }
    }

    // MARK: Getting to know each other

    private var serverInfo: JSONValue {
        ["name": "switchboard", "title": "Switchboard", "version": .string(version)]
    }
    private static let capabilities: JSONValue = ["tools": ["listChanged": true]]

    /// The answer to the first request of an older client.
    func initialization(_ session: MCPSession, in exchange: Exchange) async throws(RPCError) -> JSONObject {
        [
            "protocolVersion": .string(session.revision.date),
            "capabilities": Self.capabilities,
            "serverInfo": serverInfo,
            "instructions": .string(try await instructions(for: exchange)),
        ]
    }

    private func discovery(_ instructions: String) -> JSONObject {
        complete(
            [
                "supportedVersions": [.string(MCPRevision.stateless.date)],
                "capabilities": Self.capabilities,
                "instructions": .string(instructions),
                "ttlMs": Self.freshness,
                "cacheScope": "private",
            ],
            in: .stateless
        )
    }

    /// A result as a revision wants it.
    private func complete(_ result: JSONObject, in revision: MCPRevision) -> JSONObject {
        guard revision.isStateless else { return result }
        var complete = result
        if complete["resultType"] == nil { complete["resultType"] = "complete" }
        complete["_meta"] = ["io.modelcontextprotocol/serverInfo": serverInfo]
        return complete
    }

    /// What the agent is told about its job and its tools, and of the call when the client says which one it is.
    private func instructions(for exchange: Exchange) async throws(RPCError) -> String {
        var parts = [
            exchange.agent.instructions, SystemPrompt.rules(for: exchange.agent.tools.map(\.name)),
        ]
        if let call = try await briefedCall(exchange) {
            parts += [SystemPrompt.data(from: .others), SystemPrompt.situation(await CallToolbox(call).briefing())]
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func briefedCall(_ exchange: Exchange) async throws(RPCError) -> Call? {
        guard let id = exchange.call.id else { return nil }
        do throws(StoreError) {
            return try await calls.open(id, for: exchange)
        } catch {
            throw .unavailable
        }
    }

    // MARK: Tools

    private func list(_ request: RPCRequest, in exchange: Exchange) async throws(RPCError) -> JSONObject {
        // All of them are on one page: many clients never ask for a second.
        guard request.params["cursor"] == nil else { throw RPCError(.invalidParams, "There is only one page.") }
        let listed: JSONValue?
        do throws(WorkspaceError) {
            listed = try await tools.tools(of: exchange.agent.id)
        } catch {
            throw .unavailable
        }
        guard exchange.revision.isStateless else { return ["tools": listed ?? []] }
        return complete(
            ["tools": listed ?? [], "ttlMs": Self.freshness, "cacheScope": "private"],
            in: exchange.revision
        )
    }

    private func call(_ request: RPCRequest, in exchange: Exchange) async throws(RPCError) -> MCPAnswer {
        let use = try ToolUse(request.params, in: exchange, calls, seal)
        guard let token = request.meta?["progressToken"], exchange.takesStream else {
            return try await answer(try await use.run(), to: request, of: use, in: exchange)
        }
        let work = SlowWork { () async -> Result<ToolUse.Ending, RPCError> in
            do throws(RPCError) {
                return .success(try await use.run())
            } catch {
                return .failure(error)
            }
        }
        if let ending = await work.next() {
            return try await answer(try ending.get(), to: request, of: use, in: exchange)
        }
        return .stream { stream in
            var progress = 0
            while true {
                progress += 1
                try await stream.send(Self.progress(progress, token))
                guard let ending = await work.next() else { continue }
                return try await finish(ending, request, use, exchange, &stream)
            }
        }
    }

    private static func progress(_ count: Int, _ token: JSONValue) -> JSONValue {
        RPCMessage.notification(
            "notifications/progress",
            [
                "progressToken": token, "progress": .number(JSONNumber(count)),
                "message": .string(count == 1 ? "One moment, please." : "I am still working on it."),
            ]
        )
    }

    /// Sends what a use came to, on a stream that is open already.
    @concurrent
    private func finish(
        _ ending: Result<ToolUse.Ending, RPCError>,
        _ request: RPCRequest,
        _ use: ToolUse,
        _ exchange: Exchange,
        _ stream: inout EventStream
    ) async throws {
        do throws(RPCError) {
            switch try await answer(try ending.get(), to: request, of: use, in: exchange) {
            case .result(let result): try? await stream.send(RPCMessage.result(result, to: request.id))
            case .stream(let produce): try? await produce(&stream)
            }
        } catch {
            try await stream.send(RPCMessage.error(error, to: request.id))
        }
    }

    private func answer(
        _ ending: ToolUse.Ending,
        to request: RPCRequest,
        of use: ToolUse,
        in exchange: Exchange
    ) async throws(RPCError) -> MCPAnswer {
        switch ending {
        case .done(let outcome): return .result(complete(outcome.toolResult, in: exchange.revision))
        case .question(let question) where exchange.revision.isStateless:
            let state = QuestionState(question, about: use.name, use.arguments, in: exchange.call)
            return .result(
                complete(
                    [
                        "resultType": "input_required",
                        "inputRequests": [
                            "confirm": [
                                "method": "elicitation/create",
                                "params": .object(question.form(in: exchange.revision)),
                            ]
                        ],
                        "requestState": .string(try state.sealed(for: exchange.agent.id, seal)),
                    ],
                    in: exchange.revision
                )
            )
        case .question(let question):
            return .stream { stream in try await ask(question, request, exchange, &stream) }
        }
    }

    /// Asks a person by the stream of an older client. The answer comes in a request of its own, perhaps to another node;
    /// so what it came to is read from the call.
    @concurrent
    private func ask(
        _ question: PersonsQuestion,
        _ request: RPCRequest,
        _ exchange: Exchange,
        _ stream: inout EventStream
    ) async throws {
        let session = exchange.session?.callID
        openQuestions.open(question.id, of: session)
        defer { openQuestions.close(question.id, of: session) }
        try await stream.send(
            RPCMessage.request(
                "elicitation/create",
                question.form(in: exchange.revision),
                id: .string(question.id)
            )
        )
        guard let call = try await calls.call(question.callID, for: exchange.agent) else { return }
        let end = ContinuousClock.now + Call.confirmationLifetime + Call.patience
        while ContinuousClock.now < end {
            if let outcome = await call.answer(to: question.confirmationID) {
                return try await stream.send(RPCMessage.result(outcome.toolResult, to: request.id))
            }
            let isOpen = await call.isOpen && openQuestions.isOpen(question.id, of: session)
            // A yes that is being carried out is waited for all the same.
            if !isOpen, await !call.hasConfirmed(question.confirmationID) { break }
            // Whoever answers after the server has stopped finds another node, or asks again.
            guard try await stream.pause(.milliseconds(100)) else { return }
        }
        let unanswered = Outcome(.refused, say: "Nobody has answered, so nothing was changed.")
        try await stream.send(RPCMessage.result(unanswered.toolResult, to: request.id))
    }

    /// Takes what a person has answered, in a message of its own. The id of the question says which call it is of,
    /// wherever the call was named.
    func take(_ answer: JSONObject?, to id: JSONValue, in exchange: Exchange) async throws(RPCError) {
        do throws(StoreError) {
            guard let (callID, confirmationID) = PersonsQuestion.parts(of: id),
                let call = try await calls.call(callID, for: exchange.agent)
            else { return }
            _ = await ToolUse.take(
                PersonsAnswer(answer.map(JSONValue.object)) ?? .no,
                to: confirmationID,
                in: call
            )
        } catch {
            throw .unavailable
        }
    }

    // MARK: Changes

    private func listening(_ request: RPCRequest, in exchange: Exchange) throws(RPCError) -> MCPAnswer {
        guard let wanted = request.params["notifications"]?.object else {
            throw RPCError(.invalidParams, "Say which notifications are wanted.")
        }
        guard exchange.takesStream else {
            throw RPCError(.invalidRequest, "To listen, accept text/event-stream.")
        }
        let hearsTools = wanted["toolsListChanged"]?.boolean ?? false
        let meta: JSONValue = ["io.modelcontextprotocol/subscriptionId": request.id]
        let agentID = exchange.agent.id
        return .stream { stream in
            try await stream.send(
                RPCMessage.notification(
                    "notifications/subscriptions/acknowledged",
                    ["notifications": hearsTools ? ["toolsListChanged": true] : [:], "_meta": meta]
                )
            )
            if hearsTools {
                try await tools.watch(
                    agentID,
                    &stream,
                    RPCMessage.notification("notifications/tools/list_changed", ["_meta": meta])
                )
            } else {
                while try await stream.pause(.seconds(1)) {}
            }
            try await stream.send(RPCMessage.result(["resultType": "complete", "_meta": meta], to: request.id))
        }
    }

    /// The stream of an older client, on which it hears of changes.
    func changes(for exchange: Exchange) -> MCPAnswer {
        let agentID = exchange.agent.id
        return .stream { stream in
            try await stream.keepAlive()
            try await tools.watch(agentID, &stream, RPCMessage.notification("notifications/tools/list_changed"))
        }
    }
}

extension Outcome {
    /// As a tool's result: for programs, and as text for those that read nothing else.
    fileprivate var toolResult: JSONObject {
        let isError: Bool
        switch status {
        case .invalid, .refused, .unavailable: isError = true
        // Trying once more would be wrong, or no help.
        case .completed, .confirmationRequired, .verificationRequired, .ambiguous, .notFound, .queued, .uncertain:
            isError = false
        }
        let told = told
        return [
            "content": [["type": "text", "text": .string(told.serializedText())]],
            "structuredContent": told,
            "isError": .boolean(isError),
        ]
    }
}
