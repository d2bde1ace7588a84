import Calls
import HTTPTypes
package import Hummingbird
import JSON
import NIOCore
import Platforms
import Workspace

/// The door for clients of the Model Context Protocol, in every revision, at one address.
///
/// Source: https://modelcontextprotocol.io/specification/2026-07-28
package struct MCPDoor: Sendable {
    private let admission: Admission
    private let place: NetworkPlace
    private let seal: MCPSeal
    private let methods: MCPMethods
    private let calls: CallDirectory

    /// - Parameters:
    ///   - names: Host names under which the server is reached, beside that of its public address.
    ///   - version: The server's own.
    package init(_ services: Services, admission: Admission, seal: MCPSeal, names: [String] = [], version: String) {
        self.admission = admission
        self.seal = seal
        calls = services.calls
        place = NetworkPlace(publicURL: admission.configuration.publicURL, names: names)
        methods = MCPMethods(
            calls: services.calls,
            tools: ToolList(services.roster),
            seal: seal,
            version: version
        )
    }

    package func add(to router: Router<DoorContext>) {
        for method in [HTTPRequest.Method.post, .get, .delete, .put, .patch, .options] {
            router.on("mcp", method: method) { request, context in
                try await answer(request, context)
            }
        }
        for path in [".well-known/oauth-protected-resource", ".well-known/oauth-protected-resource/mcp"] {
            router.get(RouterPath(path)) { request, context in
                try admission.admitReader(request, context)
                return Self.json(resource(request, context), .ok)
            }
        }
    }

    private func answer(_ request: Request, _ context: DoorContext) async throws -> Response {
        guard place.takes(authority: request.head.authority) else {
            return Self.text("This server goes by other names. The setting http.names lists them.", .misdirectedRequest)
        }
        guard place.takes(origin: request.headers[.origin], authority: request.head.authority) else {
            return Self.text("Pages of other sites may not ask here.", .forbidden)
        }
        let agent = try await agent(request, context)
        switch request.method {
        case .post: return await post(request, agent)
        case .get where request.headers[.mcpSession] != nil, .delete where request.headers[.mcpSession] != nil:
            return await respond(to: nil, in: .offered) { () async throws(RPCError) in
                try await sessionRequest(request, agent)
            }
        default: return Response(status: .methodNotAllowed, headers: [.allow: "POST"])
        }
    }

    // MARK: Who asks

    private func agent(_ request: Request, _ context: DoorContext) async throws -> Agent {
        do {
            guard case .agent(let agent) = try await admission.requester(of: request, context, for: .agent) else {
                throw ProblemDetails(.forbidden, "agent_only", "Only an agent may do this, with its own token.")
            }
            return agent
        } catch var problem as ProblemDetails where problem.status == .unauthorized {
            let challenge = problem.headers[.wwwAuthenticate] ?? "Bearer"
            let separator = challenge == "Bearer" ? " " : ", "
            let metadata = "\(origin(request, context))/.well-known/oauth-protected-resource/mcp"
            problem.headers[.wwwAuthenticate] = "\(challenge)\(separator)resource_metadata=\"\(metadata)\""
            throw problem
        }
    }

    private func origin(_ request: Request, _ context: DoorContext) -> String {
        admission.sender(of: request, context).origin
    }

    /// What this is, for clients that look for how to log in. Tokens are handed out in the workspace, so there is no
    /// server to log in at.
    private func resource(_ request: Request, _ context: DoorContext) -> JSONValue {
        [
            "resource": .string("\(origin(request, context))/mcp"),
            "resource_name": "Switchboard",
            "bearer_methods_supported": ["header"],
        ]
    }

    // MARK: Messages

    private func post(_ request: Request, _ agent: Agent) async -> Response {
        let head = MCPRequestHead(request.headers)
        guard head.isJSON else {
            return Self.text("Send the message as application/json, not compressed.", .unsupportedMediaType)
        }
        guard head.takesJSON || head.takesStream else {
            return Self.text("Answers are application/json or text/event-stream.", .notAcceptable)
        }
        let bytes: [UInt8]
        do {
            bytes = try await request.collectedBody(upTo: admission.configuration.maximumBodyLength)
        } catch {
            let problem = error as? ProblemDetails
            return Self.text(problem?.detail ?? "The body could not be read.", problem?.status ?? .badRequest)
        }
        let revision = head.isHandshake ? head.revision ?? .unstated : .stateless
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            let unparsable = RPCError(.unparsable, "The body is not JSON: \(error.description)")
            return Self.json(RPCMessage.error(unparsable, to: nil), unparsable.status(in: revision, isReadable: false))
        }
        if let batch = value.array, revision.takesBatches, !batch.isEmpty {
            return await answers(to: batch, head, request.headers, agent)
        }
        return await respond(to: value, in: revision) { () async throws(RPCError) in
            try await reply(to: value, head, request.headers, agent)
        }
    }

    private func respond(
        to message: JSONValue?,
        in revision: MCPRevision,
        _ reply: () async throws(RPCError) -> Response
    ) async -> Response {
        do throws(RPCError) {
            return try await reply()
        } catch {
            let id = message.flatMap(RPCMessage.id)
            return Self.json(RPCMessage.error(error, to: id), error.status(in: revision, isReadable: id != nil))
        }
    }

    private func reply(
        to value: JSONValue,
        _ head: MCPRequestHead,
        _ headers: HTTPFields,
        _ agent: Agent
    ) async throws(RPCError) -> Response {
        switch try RPCMessage(value) {
        case .notification: return Response(status: .accepted)
        case .answer(let id, let result):
            guard head.isHandshake else {
                throw RPCError(.invalidRequest, "The body must be one request or notification.")
            }
            try await methods.take(result, to: id, in: try await exchange(head, headers, nil, agent))
            return Response(status: .accepted)
        case .request(let request) where head.isHandshake && request.method == "initialize":
            return try await initialize(request, head, headers, agent)
        case .request(let request):
            let exchange = try await exchange(head, headers, request, agent)
            return Self.response(try await methods.answer(to: request, in: exchange), to: request.id, head)
        }
    }

    private static let longestBatch = 100
    private static let tooLongBatch = RPCError(
        .invalidRequest,
        "A batch has at most \(longestBatch) messages. None of these was looked at."
    )

    /// Several messages of the one revision that has them in arrays, one after the other.
    private func answers(
        to batch: [JSONValue],
        _ head: MCPRequestHead,
        _ headers: HTTPFields,
        _ agent: Agent
    ) async -> Response {
        guard batch.count <= Self.longestBatch else {
            let status = Self.tooLongBatch.status(in: .unstated, isReadable: false)
            return Self.json(RPCMessage.error(Self.tooLongBatch, to: nil), status)
        }
        var answers: [JSONValue] = []
        for value in batch {
            do throws(RPCError) {
                guard case .request(let request) = try RPCMessage(value) else { continue }
                let exchange = try await exchange(head, headers, request, agent, takesStream: false)
                guard case .result(let result) = try await methods.answer(to: request, in: exchange) else { continue }
                answers.append(RPCMessage.result(result, to: request.id))
            } catch {
                answers.append(RPCMessage.error(error, to: RPCMessage.id(of: value)))
            }
        }
        return answers.isEmpty ? Response(status: .accepted) : Self.json(.array(answers), .ok)
    }

    private func exchange(
        _ head: MCPRequestHead,
        _ headers: HTTPFields,
        _ request: RPCRequest?,
        _ agent: Agent,
        takesStream: Bool? = nil
    ) async throws(RPCError) -> Exchange {
        let takesStream = takesStream ?? head.takesStream
        let call = try CallName(headers: headers, meta: request?.meta)
        guard head.isHandshake, request?.meta?[MCPRequestHead.revisionKey] == nil else {
            if let request { try head.check(request) }
            return Exchange(
                agent: agent,
                revision: .stateless,
                call: call,
                session: nil,
                asks: ClientCapabilities(request?.meta?[MCPRequestHead.capabilitiesKey]).asks,
                takesStream: takesStream
            )
        }
        let session = try await session(headers, agent)
        return Exchange(
            agent: agent,
            revision: head.revision ?? session?.revision ?? .unstated,
            call: call,
            session: session,
            asks: session?.asks ?? false && takesStream,
            takesStream: takesStream
        )
    }

    // MARK: Sessions of older revisions

    private func initialize(
        _ request: RPCRequest,
        _ head: MCPRequestHead,
        _ headers: HTTPFields,
        _ agent: Agent
    ) async throws(RPCError) -> Response {
        let wanted = MCPRevision(date: request.params["protocolVersion"]?.string ?? "")
        let revision = MCPRevision.handshakes.contains(wanted) ? wanted : .offered
        let asks = ClientCapabilities(request.params["capabilities"]).asks && revision >= .firstToAsk
        let session = MCPSession(revision: revision, asks: asks)
        let exchange = Exchange(
            agent: agent,
            revision: revision,
            call: try CallName(headers: headers, meta: request.meta),
            session: session,
            asks: asks,
            takesStream: head.takesStream
        )
        let result = try await methods.initialization(session, in: exchange)
        var response = Self.response(.result(result), to: request.id, head)
        response.headers[.mcpSession] = try session.id(for: agent.id, seal)
        return response
    }

    private static let unknownSession = RPCError(.invalidRequest, "Session not found", status: .notFound)

    /// The session of a request; nil for a client that keeps none. With its call it ends.
    private func session(_ headers: HTTPFields, _ agent: Agent) async throws(RPCError) -> MCPSession? {
        guard let id = headers[.mcpSession] else { return nil }
        guard let session = MCPSession(id, of: agent.id, seal) else { throw Self.unknownSession }
        let call: Call?
        do throws(StoreError) {
            call = try await calls.call(externalID: session.callID, for: agent)
        } catch {
            throw .unavailable
        }
        guard await call?.isStillOpen() ?? true else { throw Self.unknownSession }
        return session
    }

    /// Listening to changes, and ending a session with its call.
    private func sessionRequest(_ request: Request, _ agent: Agent) async throws(RPCError) -> Response {
        let head = MCPRequestHead(request.headers)
        let exchange = try await exchange(head, request.headers, nil, agent)
        guard head.isHandshake else { return Response(status: .methodNotAllowed, headers: [.allow: "POST"]) }
        if request.method == .get {
            guard head.takesStream else {
                return Self.text("Changes are told as text/event-stream.", .notAcceptable)
            }
            return Self.response(methods.changes(for: exchange), to: .null, head)
        }
        do throws(StoreError) {
            guard let callID = exchange.session?.callID else { return Response(status: .ok) }
            methods.openQuestions.closeAll(of: callID)
            try await calls.call(externalID: callID, for: agent)?.end()
        } catch {
            throw .unavailable
        }
        return Response(status: .ok)
    }

    // MARK: Answers

    private static func response(_ answer: MCPAnswer, to id: JSONValue, _ head: MCPRequestHead) -> Response {
        switch answer {
        case .result(let result) where head.takesJSON: json(RPCMessage.result(result, to: id), .ok)
        case .result(let result):
            EventStream.response { stream in try await stream.send(RPCMessage.result(result, to: id)) }
        case .stream(let produce): EventStream.response(produce)
        }
    }

    private static func json(_ value: JSONValue, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.serialized()))
        )
    }

    private static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
