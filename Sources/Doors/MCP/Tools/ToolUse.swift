import Actions
import Agents
import Calls
import JSON
import Platforms
import Workspace

/// One use of a tool, through the call it belongs to.
struct ToolUse: Sendable {
    enum Ending: Sendable {
        case done(Outcome)
        /// A person has to be asked first.
        case question(PersonsQuestion)
    }

    let name: String
    let arguments: JSONObject
    private let schema: ToolSchema
    private let exchange: Exchange
    private let calls: CallDirectory
    /// The question that was put before, with what was answered; nil for a first use.
    private let answered: (question: QuestionState, answer: PersonsAnswer?)?

    init(
        _ params: JSONObject,
        in exchange: Exchange,
        _ calls: CallDirectory,
        _ seal: MCPSeal
    ) throws(RPCError) {
        guard let name = params["name"]?.string else { throw RPCError(.invalidParams, "A tool has a name.") }
        guard let arguments = (params["arguments"] ?? [:]).object.map(Fence.meant) else {
            throw RPCError(.invalidParams, "The arguments of a tool are an object, not a text of one.")
        }
        let agent = exchange.agent
        guard let schema = agent.tool(named: name) else {
            throw RPCError(.invalidParams, "Unknown tool: \(name.prefix(100))")
        }
        self.schema = schema
        self.name = name
        self.arguments = arguments
        self.exchange = exchange
        self.calls = calls
        guard exchange.revision.isStateless, let state = params["requestState"] else {
            answered = nil
            return
        }
        guard let question = state.string.flatMap({ QuestionState($0, of: agent.id, seal) }),
            question.isAbout(name, arguments, in: exchange.call)
        else {
            throw RPCError(
                .invalidParams,
                "This requestState belongs to another use of a tool, or to another call. Send it only with the same use "
                    + "in the same call as it came for."
            )
        }
        answered = (question, PersonsAnswer(params["inputResponses"]?["confirm"]))
    }

    /// Uses the tool. Whatever its use comes to is an outcome.
    func run() async throws(RPCError) -> Ending {
        do throws(StoreError) {
            return try await use()
        } catch {
            throw .unavailable
        }
    }

    private func use() async throws(StoreError) -> Ending {
        if let parameter = schema.argumentThatIsNoText(in: arguments) {
            return .done(Outcome(.invalid, say: "\(parameter) has to be a text, as a JSON string."))
        }
        if let answered, let answer = answered.answer,
            let call = try await calls.call(answered.question.callID, for: exchange.agent)
        {
            let outcome = await Self.take(answer, to: answered.question.confirmationID, in: call)
            // Where a yes comes twice, or too late, the use itself says what became of it.
            if outcome.status != .refused || answer == .no { return .done(outcome) }
        }
        guard let call = try await namedCall() else { return try await useAlone() }
        return await ending(await use(in: call), in: call)
    }

    /// Does what a person has answered.
    static func take(_ answer: PersonsAnswer, to confirmationID: String, in call: Call) async -> Outcome {
        switch answer {
        case .yes: await call.confirm(confirmationID, by: call.agent.id, isAnswer: true).outcome
        case .no: await call.decline(confirmationID).outcome
        }
    }

    private func use(in call: Call) async -> Outcome {
        if let turn = exchange.call.turn { await call.callerSpoke(atLeast: turn) }
        return await call.toolbox().use(name, arguments).outcome
    }

    /// - Parameter name: What the call is to be named by with the yes, where whoever asks names none.
    private func ending(_ outcome: Outcome, in call: Call, named name: String? = nil) async -> Ending {
        guard let confirmationID = outcome.confirmationID else { return .done(outcome) }
        if exchange.asks {
            return .question(PersonsQuestion(say: outcome.say, callID: call.id, confirmationID: confirmationID))
        }
        var outcome = outcome
        if let name { outcome.confirmationID = "\(name).\(confirmationID)" }
        return .done(outcome)
    }

    // MARK: The call

    /// The call that the request says it belongs to, or its session; nil when there is neither.
    private func namedCall() async throws(StoreError) -> Call? {
        guard let name = exchange.call.id ?? exchange.session?.callID else { return nil }
        return try await calls.open(name, for: exchange)
    }

    /// Uses the tool in a call of its own, which only a question outlives.
    private func useAlone() async throws(StoreError) -> Ending {
        switch BuiltInTool(rawValue: name) {
        case .confirm?: return .done(try await confirmAlone())
        case .verifyCaller?, .sendCode?, .endCall?:
            return .done(
                Outcome(
                    .invalid,
                    say: "\(name) is about a call, and nothing says which: what runs this agent has to send X-Call-Id."
                )
            )
        case nil: break
        }
        let name = RandomText.identifier(Self.alone)
        let call = try await calls.open(name, for: exchange)
        let outcome = await use(in: call)
        let ending = await ending(outcome, in: call, named: name)
        if outcome.confirmationID == nil { await call.end() }
        return ending
    }

    /// The yes to the question of a use that had a call of its own. It can concern no other call: the model writes it.
    private func confirmAlone() async throws(StoreError) -> Outcome {
        let parts = (arguments["confirmation_id"]?.string ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].hasPrefix(Self.alone + "_"),
            let call = try await calls.call(externalID: parts[0], for: exchange.agent)
        else { return Outcome(.refused, say: "There is nothing waiting for that yes, so please ask me again.") }
        if let turn = exchange.call.turn { await call.callerSpoke(atLeast: turn) }
        let outcome = await call.toolbox().use(name, ["confirmation_id": .string(parts[1])]).outcome
        if outcome.status != .refused, outcome.confirmationID == nil { await call.end() }
        return outcome
    }

    /// What the names of such calls begin with.
    private static let alone = "alone"
}
