import Actions
package import Calls
package import Foundation
import JSON
import Platforms

/// Lets a language model speak with a caller and act in their call.
///
/// Every tool the model asks for goes through the call's gate; what the caller and the CRM say comes back to the model
/// as data. One turn is under way at a time: the next one stops it, and waits for a write that it has begun.
package actor Conversation {
    /// Something a listener can see or hear.
    package enum Event: Sendable {
        /// The next words the agent speaks.
        case said(String)
        /// The agent uses these tools now.
        case using([String])
        /// The agent has used a tool.
        case used(Invocation)
        /// The model could not be had. What the caller is told instead follows.
        case troubled(ModelError)
        /// The call is over once everything is spoken.
        case ended(Ending)
        /// The agent has finished speaking and waits for the caller.
        case finished
    }

    private let toolbox: any Toolbox
    private let model: any LanguageModel
    private let limits: ConversationLimits
    private var questions = PutQuestions()
    private var underWay: Task<Void, any Error>?
    private var troubles = 0
    package private(set) var transcript = Transcript()
    /// What the model has read and written in this conversation.
    package private(set) var usage = TokenUsage()
    /// How the conversation ended; nil while it goes on.
    package private(set) var ending: Ending?

    package init(
        with toolbox: any Toolbox,
        model: any LanguageModel,
        limits: ConversationLimits = ConversationLimits()
    ) {
        self.toolbox = toolbox
        self.model = model
        self.limits = limits
    }

    package init(in call: Call, with model: any LanguageModel) {
        self.init(with: call.toolbox(), model: model)
    }

    /// What the conversation has cost so far; nil where no price is known.
    package var cost: Decimal? { limits.price?.cost(of: usage) }

    /// One turn of the agent. Who stops reading it interrupts the agent: speech and searches stop, a write that has
    /// begun is finished, and its outcome remembered.
    ///
    /// - Parameter heard: What the caller has said; nil when the agent speaks first.
    /// - Returns: What happens, as it happens. The stream fails when a script can't go on; a model that can't be had is
    ///   spoken of instead.
    package nonisolated func turn(after heard: String?) -> AsyncThrowingStream<Event, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await self.take(heard) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { end in if case .cancelled = end { task.cancel() } }
        }
    }

    /// Notes what was said to the caller before the model spoke.
    package func greet(_ words: String) { transcript.entries.append(.agent(text: words, uses: [])) }

    /// Stops the turn under way because the caller cut in.
    ///
    /// - Parameter heard: What the caller heard of it, where the door knows; nil leaves what was said as it was said.
    package func interrupt(heard: String? = nil) async {
        underWay?.cancel()
        // It fails only where its own listener is told.
        _ = try? await underWay?.value
        if let heard, !transcript.cut(to: heard) { questions.wereNotHeard() }
        await toolbox.keep(transcript)
    }

    /// Waits until the turn under way has come to its end.
    package func settle() async { _ = try? await underWay?.value }

    private func take(_ heard: String?, _ show: @escaping @Sendable (Event) -> Void) async throws {
        let earlier = underWay
        let turn = Task {
            earlier?.cancel()
            _ = try? await earlier?.value
            try await self.speak(after: heard, show)
        }
        underWay = turn
        try await withTaskCancellationHandler {
            try await turn.value
        } onCancel: {
            turn.cancel()
        }
    }

    // MARK: One turn

    private func speak(after heard: String?, _ show: @escaping @Sendable (Event) -> Void) async throws {
        if let ending {
            // The line may be open a moment longer than the call.
            show(.ended(ending))
            return show(.finished)
        }
        if let heard {
            if SpokenText.saysSomething(heard) {
                await toolbox.callerSpoke()
                questions.callerSpoke()
            }
            transcript.entries.append(.caller(heard))
        }
        let deadline = ContinuousClock.now.advanced(by: limits.turnPatience)
        var hasSpoken = false
        do {
            for _ in 0..<limits.responsesPerTurn {
                try checkAccount()
                let response = try await respond(by: deadline, show)
                // Not before: what the model does with what the caller said tells whether it may be kept.
                await toolbox.keep(transcript)
                hasSpoken = hasSpoken || !response.text.isEmpty
                troubles = 0
                await carryOut(response.uses, isAnnounced: !response.text.isEmpty, show)
                if response.uses.isEmpty || ending != nil || Task.isCancelled { break }
            }
            // A caller must not be left in silence, whatever the model did.
            if !hasSpoken, ending == nil, !Task.isCancelled { say(Self.nothingToSay, show) }
        } catch let error as ModelError {
            guard !Task.isCancelled else { return }
            await apologise(for: error, show)
        } catch let limit as LimitReached {
            say(Self.farewell, show)
            await end(Ending(limit.cause, handsOff: true), show)
        }
        await toolbox.keep(transcript)
        if let ending { show(.ended(ending)) }
        show(.finished)
    }

    /// One response of the model, spoken as it comes.
    private func respond(
        by deadline: ContinuousClock.Instant,
        _ show: @escaping @Sendable (Event) -> Void
    ) async throws -> (text: String, uses: [ToolCall]) {
        let briefing = await toolbox.briefing()
        let tools = await toolbox.tools()
        let request = ModelRequest(
            prompt: SystemPrompt(briefing, tools: tools.map(\.name)),
            transcript: transcript,
            tools: tools,
            deadline: deadline,
            findings: briefing.findings
        )
        var text = ""
        var uses: [ToolCall] = []
        // What was spoken was heard, also when the rest never came.
        defer { note(text, uses) }
        let start = ContinuousClock.now
        var hasBegun = false
        do {
            for try await event in model.response(to: request) {
                if !hasBegun, !event.isUsage {
                    hasBegun = true
                    ModelMetrics.record(firstWordAfter: start.duration(to: .now))
                }
                switch event {
                case .text(let words):
                    text += words
                    if !words.allSatisfy(\.isWhitespace) { questions.agentSpoke() }
                    show(.said(words))
                case .use(let use): uses.append(use)
                case .usage(let used):
                    usage += used
                    ModelMetrics.count(used)
                }
            }
        } catch {
            uses = []
            // Who interrupts a model hears of it either way: by an end, or by an error.
            guard Task.isCancelled else { throw error }
        }
        // A stream that is no longer read ends like one that is complete.
        if Task.isCancelled { uses = [] }
        return (text, uses)
    }

    private func note(_ text: String, _ uses: [ToolCall]) {
        guard !text.isEmpty || !uses.isEmpty else { return }
        transcript.entries.append(.agent(text: text, uses: uses))
    }

    // MARK: Tools

    /// - Parameter isAnnounced: Whether the agent said something before it went to look.
    private func carryOut(
        _ uses: [ToolCall],
        isAnnounced: Bool,
        _ show: @escaping @Sendable (Event) -> Void
    ) async {
        guard !uses.isEmpty else { return }
        show(.using(uses.map(\.name)))
        let patience = limits.fillerAfter
        let filler = Task {
            try await Task.sleep(for: patience)
            if !isAnnounced { show(.said(Self.filler)) }
        }
        defer { filler.cancel() }
        let writes = Set(await toolbox.tools().filter(\.isWrite).map(\.name))
        var rest = uses.filter { $0.name != BuiltInTool.endCall.rawValue }[...]
        while let first = rest.first {
            // Searches that stand together run together; a write keeps its place.
            let count = writes.contains(first.name) ? 1 : rest.prefix { !writes.contains($0.name) }.count
            await carryOutTogether(Array(rest.prefix(count)), show)
            rest = rest.dropFirst(count)
        }
        // Whatever else was asked for comes first: nothing can be done in a call that has ended.
        for use in uses where use.name == BuiltInTool.endCall.rawValue { await endCall(as: use, show) }
    }

    private func carryOutTogether(_ uses: [ToolCall], _ show: @escaping @Sendable (Event) -> Void) async {
        let toolbox = toolbox
        let outcomes = await withTaskGroup(of: (Int, Invocation?, JSONValue).self) { group in
            for (index, use) in uses.enumerated() {
                let isAnswered = isAnswered(use)
                group.addTask {
                    if let problem = Self.problem(with: use, isAnswered) { return (index, nil, problem.json) }
                    let invocation = await toolbox.use(use.name, Fence.meant(by: use.arguments))
                    return (index, invocation, invocation.outcome.json)
                }
            }
            var outcomes: [(Int, Invocation?, JSONValue)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }
        }
        for (index, invocation, outcome) in outcomes {
            transcript.entries.append(.outcome(uses[index], outcome))
            questions.note(outcome)
            if let invocation { show(.used(invocation)) }
        }
    }

    /// Why a use is not carried out at all.
    private static func problem(with use: ToolCall, _ isAnswered: Bool) -> Outcome? {
        if Task.isCancelled { return Outcome(.refused, say: "The caller cut in before this was begun.") }
        if use.isGarbled { return Outcome(.invalid, say: "The arguments were not one complete JSON object.") }
        if !isAnswered { return Outcome(.refused, say: "The caller has to be asked first, and to answer.") }
        return nil
    }

    private func isAnswered(_ use: ToolCall) -> Bool {
        guard use.name == BuiltInTool.confirm.rawValue, let id = use.arguments["confirmation_id"]?.string else {
            return true
        }
        return questions.canBeAnswered(id)
    }

    private func endCall(as use: ToolCall, _ show: @escaping @Sendable (Event) -> Void) async {
        let problem = ending == nil ? Self.problem(with: use, true) : Outcome(.refused, say: "The call has ended.")
        if let problem {
            transcript.entries.append(.outcome(use, problem.json))
            return
        }
        let arguments = Fence.meant(by: use.arguments)
        let invocation = await toolbox.use(use.name, arguments)
        transcript.entries.append(.outcome(use, invocation.outcome.json))
        show(.used(invocation))
        ending = Ending(
            .agent,
            // Whoever asked for a person should not be hung up on because a model wrote a text for a yes.
            handsOff: arguments["hand_off"].map { $0.boolean ?? ($0 == "true") } ?? false,
            summary: arguments["summary"]?.string
        )
    }

    // MARK: Trouble

    private struct LimitReached: Error {
        var cause: Ending.Cause
    }

    private func checkAccount() throws {
        if let most = limits.tokens, usage.total >= most { throw LimitReached(cause: .tokens) }
        if let most = limits.cost, let cost, cost >= most { throw LimitReached(cause: .cost) }
    }

    private func apologise(for error: ModelError, _ show: @escaping @Sendable (Event) -> Void) async {
        show(.troubled(error))
        ModelMetrics.count(error)
        troubles += 1
        guard troubles >= limits.troubles else { return say(Self.askAgain, show) }
        say(Self.farewell, show)
        await end(Ending(.model, handsOff: true), show)
    }

    private func end(_ ending: Ending, _ show: @escaping @Sendable (Event) -> Void) async {
        self.ending = ending
        await toolbox.keep(transcript)
        await toolbox.end()
    }

    private func say(_ sentence: String, _ show: @escaping @Sendable (Event) -> Void) {
        transcript.entries.append(.agent(text: sentence, uses: []))
        show(.said(sentence))
    }

    /// What the caller hears while the CRM takes its time. The model does not need to know.
    static let filler = "One moment, please. "
    static let nothingToSay = "I'm sorry, I didn't get that done. What would you like me to do?"
    static let askAgain = "I'm sorry, I lost the thread for a moment. Could you say that again, please?"
    package static let farewell = "I'm sorry, I can't go on with this call. A colleague will help you further."
}
