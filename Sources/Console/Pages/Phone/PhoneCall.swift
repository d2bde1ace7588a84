import Agents
import Calls
import Foundation

/// One call on the browser's phone: a person speaks as the caller, and a model as the agent.
actor PhoneCall {
    /// How it stands, to be shown.
    struct Sight: Sendable {
        var entries: [TimelineEntry]
        /// The actions the agent is using now.
        var using: [String]
        /// What the script expects the caller to say next; nil where anything goes.
        var nextLine: String?
        /// Whether the script has come to its end, so that the caller has nothing more to say.
        var isPlayed: Bool
        var isOver: Bool
    }

    nonisolated let call: Call
    /// Who speaks as the caller.
    nonisolated let personID: String
    nonisolated let modelID: String
    nonisolated let modelName: String
    /// Whether the conversation is recorded, so that nothing but the caller's lines in it is heard.
    nonisolated let isRecorded: Bool
    private let conversation: Conversation
    private let callerLines: [String]
    private let listeners: CallListeners
    private let openedAt: Date

    private var entries: [TimelineEntry] = []
    private var using: [String] = []
    private var asked = AskedActions()
    private var linesSpoken = 0
    private var turn = 0
    /// Whether the agent speaks or works.
    private var isAtWork = false
    private var isOver = false
    /// When somebody last looked at it, or spoke.
    private(set) var seenAt = ContinuousClock.now

    /// - Parameter opening: What ran at the start of the call.
    init(
        _ call: Call,
        after opening: [Invocation],
        for personID: String,
        with model: PhoneModel,
        tools toolbox: any Toolbox,
        listeners: CallListeners
    ) {
        self.call = call
        self.personID = personID
        modelID = model.id
        modelName = model.name
        callerLines = model.callerLines
        isRecorded = !model.callerLines.isEmpty
        let openedAt = Date()
        self.openedAt = openedAt
        entries = opening.map { TimelineEntry($0, confirms: nil, since: openedAt) }
        conversation = Conversation(with: toolbox, model: model.model)
        self.listeners = listeners
    }

    var sight: Sight {
        seenAt = .now
        return Sight(
            entries: entries,
            using: using,
            nextLine: nextLine,
            isPlayed: isWaiting && isAtEnd,
            isOver: isOver
        )
    }

    private var isWaiting: Bool { turn > 0 && !isAtWork }

    private var nextLine: String? {
        isWaiting && callerLines.indices.contains(linesSpoken) ? callerLines[linesSpoken] : nil
    }

    /// Whether the caller of a script has said all there is to say.
    private var isAtEnd: Bool { isRecorded && linesSpoken >= callerLines.count }

    /// A script goes on whatever it hears: other words than its own would be taken for a yes to what it asks.
    private func hears(_ words: String?) -> Bool { !isRecorded || words == nil || words == nextLine }

    /// One turn of the agent; returns when it has finished speaking.
    ///
    /// - Parameter heard: What the caller has said; nil when the agent speaks first.
    /// - Returns: Whether it was heard.
    @discardableResult
    func speak(after heard: String?) async -> Bool {
        guard !isOver, !isAtEnd, hears(heard) else { return false }
        seenAt = .now
        finishSpeaking()
        isAtWork = true
        turn += 1
        let turn = turn
        if let heard {
            add(Utterance(.caller, heard, at: Date()))
            linesSpoken += 1
        }
        tell()
        do {
            for try await event in conversation.turn(after: heard) {
                // What comes of a turn that the caller has cut into was told as it came.
                guard turn == self.turn || event.isDeed else { continue }
                show(event)
                tell()
            }
        } catch {
            note("This can't go on: \(error)")
        }
        if turn == self.turn {
            finishSpeaking()
            isAtWork = false
        }
        tell()
        return true
    }

    /// Stops speaking; nothing more is said.
    func hangUp() async {
        isOver = true
        await conversation.interrupt()
        finishSpeaking()
        tell()
    }

    private func show(_ event: Conversation.Event) {
        switch event {
        case .said(let words):
            if let last = entries.indices.last, entries[last].kind == "agent", !entries[last].isComplete {
                entries[last].text += words
            } else {
                add(Utterance(.agent, words, at: Date()), isComplete: false)
            }
        case .using(let names):
            finishSpeaking()
            using = names
        case .used(let invocation):
            using = []
            let action = asked.confirmed(by: invocation)
            // The end of the call is no use of an action.
            if invocation.action != BuiltInTool.endCall.rawValue {
                entries.append(TimelineEntry(invocation, confirms: action, since: openedAt))
            }
        case .troubled(let error): note("The model could not be had: \(error)")
        case .ended:
            finishSpeaking()
            isOver = true
        case .finished: finishSpeaking()
        }
    }

    private func add(_ utterance: Utterance, isComplete: Bool = true) {
        var entry = TimelineEntry(utterance, number: entries.count, since: openedAt)
        entry.isComplete = isComplete
        entries.append(entry)
    }

    /// Says something to the person beside the call.
    private func note(_ text: String) {
        entries.append(TimelineEntry(note: text, number: entries.count))
    }

    private func finishSpeaking() {
        using = []
        for index in entries.indices where !entries[index].isComplete { entries[index].isComplete = true }
    }

    private func tell() { listeners.tell(call.id) }
}

extension Conversation.Event {
    /// Whether something was done.
    fileprivate var isDeed: Bool { if case .used = self { true } else { false } }
}
