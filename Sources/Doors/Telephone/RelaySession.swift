import Agents
import Calls
import JSON
import Logging
import NIOWebSocket

/// One call over the relay: what the caller says goes to the conversation, what the agent says comes back word by word.
///
/// When the caller cuts in, the agent stops speaking and searching; a write that has begun is finished. Whatever happens
/// to the connection, the call itself is none of its business: that is kept in the directory.
actor RelaySession {
    struct Patience: Sendable {
        /// How long after a key the next one may come before the number counts as typed.
        var betweenKeys: Duration = .milliseconds(2500)
        /// How long one character takes to be spoken, about.
        var character: Duration = .milliseconds(75)
        /// How long after the agent has stopped speaking it may still go on.
        var afterSpeech: Duration = .milliseconds(400)
        /// How long the last words may take to be spoken, whatever their length.
        var farewell: Duration = .seconds(20)
        /// How long the relay may take to let go of the call.
        var relay: Duration = .seconds(5)
    }

    /// After this many messages that are none, the other side is no relay.
    private static let badMessages = 10
    /// No number anyone types is longer.
    private static let longestNumber = 32

    private let conversation: Conversation
    private let socket: WebSocketConnection
    private let patience: Patience
    private let logger: Logger
    private var speech: Task<Void, Never>?
    private var keys = ""
    private var keysEnd: Task<Void, Never>?
    private var badCount = 0
    /// What has been sent since the caller spoke, in characters.
    private var sentLength = 0
    /// Nil until the relay has ever said so.
    private var agentSpeaks: Bool?
    private var agentChangedAt = ContinuousClock.now
    /// Whether the relay was told to let go of the call, or will be.
    private(set) var isEnding = false
    private var isGone = false
    private let handOff: @Sendable (Ending) async -> HandOff

    init(
        _ conversation: Conversation,
        over socket: WebSocketConnection,
        patience: Patience,
        logger: Logger,
        handOff: @escaping @Sendable (Ending) async -> HandOff
    ) {
        self.conversation = conversation
        self.socket = socket
        self.patience = patience
        self.logger = logger
        self.handOff = handOff
    }

    /// Holds the conversation until the call or the connection ends.
    ///
    /// - Parameter speaksFirst: Whether the agent speaks before the caller.
    func run(speaksFirst: Bool) async {
        if speaksFirst { answer(nil) }
        for await event in socket.events {
            switch event {
            case .text(let text): await handle(text)
            case .stopping: stop()
            }
        }
        isGone = true
        keysEnd?.cancel()
        speech?.cancel()
        await speech?.value
        // A write that has begun is waited for. The turn itself may be another connection's by now.
        await conversation.settle()
    }

    private func handle(_ text: String) async {
        switch RelayMessage(text) {
        case .prompt(let words):
            guard words.contains(where: { !$0.isWhitespace }) else { return }
            // What was typed was meant to be said before this.
            sayKeys()
            answer(words)
        case .interrupt(let heard): await interrupt(heard)
        case .key(let key): press(key)
        case .agentSpeaks(let speaks):
            agentSpeaks = speaks
            agentChangedAt = .now
        // Its description can quote what was said, which no log may hold.
        case .error: logger.warning("The telephone relay could not do what it was told.")
        case .other: break
        case .setup, nil:
            badCount += 1
            logger.debug("A message of the telephone relay makes no sense here.")
            if badCount >= Self.badMessages { await socket.close(.policyViolation, "This is no relay.") }
        }
    }

    // MARK: Speaking

    private func answer(_ heard: String?) {
        guard !isEnding else { return }
        let earlier = speech
        earlier?.cancel()
        let conversation = conversation
        let start = ContinuousClock.now
        speech = Task {
            // The words of two turns must not mix, nor their order change.
            await earlier?.value
            if earlier != nil { await conversation.interrupt() }
            guard !isGone else { return }
            await self.speak(conversation.turn(after: heard), since: start)
        }
    }

    /// - Parameter start: When the caller had spoken.
    private func speak(
        _ events: AsyncThrowingStream<Conversation.Event, any Error>,
        since start: ContinuousClock.Instant
    ) async {
        sentLength = 0
        var said = ""
        defer { RelayMetrics.count(said: said) }
        var isOpen = false
        do {
            for try await event in events {
                switch event {
                case .said(let words):
                    isOpen = true
                    sentLength += words.count
                    await socket.send(RelayCommand.text(words, isLast: false).text)
                    if said.isEmpty { RelayMetrics.record(firstWordAfter: start.duration(to: .now)) }
                    said += words
                case .using where isOpen, .finished where isOpen:
                    // What was said before a search must be heard during it.
                    isOpen = false
                    await socket.send(RelayCommand.text("", isLast: true).text)
                case .troubled(let error):
                    logger.warning("The language model gave no answer.", metadata: ["kind": "\(error.kind.rawValue)"])
                case .ended(let ending):
                    isEnding = true
                    if isOpen { await socket.send(RelayCommand.text("", isLast: true).text) }
                    isOpen = false
                    await end(ending)
                case .using, .used, .finished: break
                }
            }
        } catch  where !Task.isCancelled {
            logger.error("A conversation can't go on.", metadata: ["error": "\(type(of: error))"])
            await giveUp()
        } catch {
            // The caller has cut in.
        }
        if isOpen { await socket.send(RelayCommand.text("", isLast: true).text) }
    }

    private func interrupt(_ heard: String?) async {
        guard !isEnding else { return }
        speech?.cancel()
        await speech?.value
        await conversation.interrupt(heard: heard)
    }

    // MARK: The keypad

    /// Digits are what the caller says: a code, a number. `#` ends them, `*` takes them back.
    private func press(_ key: Character) {
        keysEnd?.cancel()
        switch key {
        case "#": sayKeys()
        case "*": keys = ""
        default:
            guard keys.count < Self.longestNumber else { return sayKeys() }
            keys.append(key)
            let pause = patience.betweenKeys
            keysEnd = Task {
                guard (try? await Task.sleep(for: pause)) != nil else { return }
                self.sayKeys()
            }
        }
    }

    private func sayKeys() {
        keysEnd?.cancel()
        guard !keys.isEmpty else { return }
        let typed = keys
        keys = ""
        answer(typed)
    }

    // MARK: Ending

    /// Lets go of the call once the caller has heard the last words.
    private func end(_ ending: Ending) async {
        let handOff = await handOff(ending)
        await waitUntilHeard()
        await socket.send(RelayCommand.end(handOff).text)
        // The relay closes by itself, as soon as it has taken this.
        guard (try? await Task.sleep(for: patience.relay)) != nil else { return }
        await socket.close(.normalClosure)
    }

    private func waitUntilHeard() async {
        let spoken = patience.character * sentLength + .seconds(1)
        let deadline = ContinuousClock.now.advanced(by: min(spoken, patience.farewell))
        let start = ContinuousClock.now
        while .now < deadline, !isGone {
            if agentSpeaks == false, agentChangedAt > start, agentChangedAt.duration(to: .now) >= patience.afterSpeech {
                return
            }
            guard (try? await Task.sleep(for: .milliseconds(50))) != nil else { return }
        }
    }

    /// The server stops: the caller is handed on rather than cut off.
    private func stop() {
        guard !isEnding else { return }
        isEnding = true
        let earlier = speech
        earlier?.cancel()
        speech = Task {
            await earlier?.value
            await conversation.interrupt()
            await self.giveUp()
        }
    }

    private func giveUp() async {
        isEnding = true
        sentLength = Conversation.farewell.count
        await socket.send(RelayCommand.text(Conversation.farewell, isLast: true).text)
        await end(Ending(.server, handsOff: true))
    }
}
