package import Agents
import Calls
import HTTPTypes
package import Hummingbird
import JSON
package import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Platforms
import Workspace

/// The telephone: Twilio relays calls as text, and a language model speaks for the agent.
///
/// Twilio asks what to do with a call, opens a WebSocket for the conversation, and asks again when that has ended. All
/// three are signed with the account's token, which the agent's channel keeps.
package struct TelephoneLine: Sendable {
    private static let channel = Channel.twilio

    private let roster: AgentRoster
    private let calls: CallDirectory
    private let secrets: ChannelSecrets
    private let model: (any LanguageModel)?
    private let admission: Admission
    private let maximumCalls: Int
    private let patience: RelaySession.Patience
    private let logger: Logger
    private let desk = ConversationDesk()

    /// - Parameters:
    ///   - model: Who speaks for the agents; nil where nobody does.
    ///   - maximumCalls: How many calls may go on at a time.
    package init(
        _ services: Services,
        model: (any LanguageModel)?,
        maximumCalls: Int,
        admission: Admission,
        logger: Logger
    ) {
        self.init(
            services,
            model: model,
            maximumCalls: maximumCalls,
            admission: admission,
            patience: .init(),
            logger: logger
        )
    }

    init(
        _ services: Services,
        model: (any LanguageModel)?,
        maximumCalls: Int,
        admission: Admission,
        patience: RelaySession.Patience,
        logger: Logger
    ) {
        roster = services.roster
        calls = services.calls
        secrets = services.channels
        self.model = model
        self.admission = admission
        self.maximumCalls = maximumCalls
        self.patience = patience
        self.logger = logger
    }

    package func add(to router: Router<DoorContext>) {
        router.post("twilio/{agent_id}/call") { request, context in
            try await answer(try await webhook(request, context)).response
        }
        router.post("twilio/{agent_id}/ended") { request, context in
            try await goOn(after: try await webhook(request, context)).response
        }
        router.post("twilio/{agent_id}/summary") { request, context in
            try await tellSummary(to: try await webhook(request, context)).response
        }
    }

    // MARK: Signed requests

    private func webhook(_ request: Request, _ context: DoorContext) async throws -> TwilioWebhook {
        let bytes = try await request.collectedBody(upTo: 1 << 16)
        let addresses = SignedAddress(
            publicURL: admission.configuration.publicURL,
            host: request.head.authority,
            schemes: ("https", "http")
        )
        guard let agentID = context.parameters.get("agent_id"), let form = Form(String(decoding: bytes, as: UTF8.self)),
            let signature = TwilioSignature(
                request.headers[.twilioSignature],
                settings: request.headers[.twilioSignatureSettings]
            ), let token = try await secrets.secret(of: agentID, Self.channel),
            let origin = addresses.origins.first(where: {
                signature.isGood(for: $0 + request.uri.string, form: form, token: token)
            }), let agent = try await roster.agent(agentID), let query = Form(request.uri.query ?? "")
        else {
            try admission.admitGuess(request, context)
            throw ProblemDetails(.forbidden, "signature_refused", "This is not signed by the agent's Twilio account.")
        }
        return TwilioWebhook(agent: agent, form: form, query: query, origin: origin)
    }

    // MARK: A call comes in

    private func answer(_ webhook: TwilioWebhook) async throws -> TwiML {
        guard let callSID = webhook.callSID else {
            throw ProblemDetails(.badRequest, "no_call", "A call has a CallSid.")
        }
        guard model != nil else {
            logger.error("A call came in, but no language model is set up: telephone.model_url says which.")
            return .saying("I'm sorry, this line is not in service yet.")
        }
        let call = try await calls.open(
            webhook.agent,
            callerPhone: webhook.callerPhone,
            channel: Self.channel.rawValue,
            reportsTurns: true,
            externalID: callSID
        )
        guard await call.isOpen else { return TwiML([.init("Hangup")]) }
        guard desk.reserve(call.id, upTo: maximumCalls) else {
            logger.warning("A call was turned away: telephone.calls go on already.")
            RelayMetrics.countBusy()
            await call.end()
            return .saying("I'm sorry, all our lines are busy. Please call again in a few minutes.")
        }
        // The caller hears ringing meanwhile.
        if await call.invocations.isEmpty { await call.open() }
        return webhook.connecting(call.id, attempt: 0)
    }

    // MARK: The conversation

    /// What is behind the paths of the relay.
    package var relay: WebSocketRoute {
        WebSocketRoute(
            isWebSocketPath: { Self.agentID(of: $0) != nil },
            decide: { head in
                guard let agentID = Self.agentID(of: head.uri.prefix { $0 != "?" }),
                    let agent = await signer(of: head, agentID)
                else { return .refuse(.forbidden) }
                return .accept { await converse(agent, over: $0) }
            }
        )
    }

    private static func agentID(of path: Substring) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1] == "twilio", parts[3] == "relay" else { return nil }
        return String(parts[2])
    }

    /// The agent whose account has signed a handshake; nil when nobody has.
    private func signer(of head: HTTPRequestHead, _ agentID: String) async -> Agent? {
        guard
            let signature = TwilioSignature(
                head.headers.first(name: TwilioSignature.header),
                settings: head.headers.first(name: TwilioSignature.settingsHeader)
            ), let token = try? await secrets.secret(of: agentID, Self.channel)
        else { return nil }
        let addresses = SignedAddress(
            publicURL: admission.configuration.publicURL,
            host: head.headers.first(name: "host"),
            schemes: ("wss", "ws")
        )
        guard addresses.origins.contains(where: { signature.isGood(for: $0 + head.uri, token: token) }) else {
            return nil
        }
        return try? await roster.agent(agentID)
    }

    private func converse(_ agent: Agent, over socket: WebSocketConnection) async {
        guard let model, let message = await socket.firstMessage(),
            case .setup(let callSID, let parameters) = RelayMessage(message),
            let call = await call(parameters["call"]?.string, callSID, of: agent),
            desk.reserve(call.id, upTo: maximumCalls)
        else { return await socket.close(.policyViolation, "This is no call of this agent.") }
        let (conversation, earlier) = desk.take(call.id, over: socket) {
            Conversation(with: toolbox(of: call), model: model)
        }
        await earlier?.close(.goingAway, "The call goes on over another connection.")
        let greeting = parameters["greeting"]?.string
        if let greeting { await conversation.greet(greeting) }
        var logger = logger
        logger[metadataKey: "call_id"] = .string(call.id)
        let session = RelaySession(conversation, over: socket, patience: patience, logger: logger) { ending in
            HandOff(ending, of: call.id, after: await call.invocations)
        }
        await session.run(speaksFirst: greeting == nil)
        if await session.isEnding { desk.clear(call.id) } else { desk.leave(call.id, socket) }
    }

    /// The open call that the relay's first message is about; nil when there is none.
    private func call(_ id: String?, _ callSID: String, of agent: Agent) async -> Call? {
        // Only a signed request makes a call under Twilio's id, so its caller's number can be trusted.
        guard let id, let saved = try? await calls.savedCall(id), saved.externalID == callSID,
            saved.channel == Self.channel.rawValue,
            let call = try? await calls.call(id, for: agent), await call.isOpen
        else { return nil }
        return call
    }

    private func toolbox(of call: Call) -> KeptCallToolbox {
        let roster = roster
        let id = call.agent.id
        return KeptCallToolbox(calls: calls, call: call) { (try? await roster.agent(id)) ?? nil }
    }

    // MARK: What comes after it

    private func goOn(after webhook: TwilioWebhook) async throws -> TwiML {
        guard let id = webhook.query["call"], let call = try await calls.call(id, for: webhook.agent) else {
            throw CallResource.unknown
        }
        let handOff = webhook.form["HandoffData"].flatMap(HandOff.init).flatMap { $0.callID == id ? $0 : nil }
        let hasHungUp = webhook.form["CallStatus"].map { !["in-progress", "ringing"].contains($0) } ?? false
        if handOff == nil, !hasHungUp, await call.isOpen, webhook.attempt < TwilioWebhook.attempts,
            desk.reserve(id, upTo: maximumCalls)
        {
            // The connection broke, and the caller is still there.
            return webhook.connecting(id, attempt: webhook.attempt + 1)
        }
        desk.clear(id)
        await call.end()
        guard !hasHungUp, handOff?.isToPerson ?? true else { return TwiML([.init("Hangup")]) }
        return webhook.handingOver(id)
    }

    /// What the person hears before they speak with the caller.
    private func tellSummary(to webhook: TwilioWebhook) async throws -> TwiML {
        guard let id = webhook.query["call"], let call = try await calls.call(id, for: webhook.agent) else {
            throw CallResource.unknown
        }
        return .saying(HandOff.summary(of: await call.invocations), then: [])
    }
}

extension WebSocketConnection {
    /// How long it may take until the relay says which call it is about.
    private static let setupPatience: Duration = .seconds(10)

    /// What is said first; nil when nothing is in time.
    fileprivate func firstMessage() async -> String? {
        let timer = Task {
            try await Task.sleep(for: Self.setupPatience)
            await close(.policyViolation, "Nothing was said.")
        }
        defer { timer.cancel() }
        for await event in events { if case .text(let text) = event { return text } else { return nil } }
        return nil
    }
}

extension TwiML {
    fileprivate var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}

extension HTTPField.Name {
    // The names are well formed, so the other side of each `??` is never taken.
    fileprivate static let twilioSignature = HTTPField.Name(TwilioSignature.header) ?? .server
    fileprivate static let twilioSignatureSettings = HTTPField.Name(TwilioSignature.settingsHeader) ?? .server
}
