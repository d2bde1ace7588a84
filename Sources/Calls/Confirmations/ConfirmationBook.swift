import Actions
import Foundation

/// The confirmations of one call. Each is good once, for two minutes.
///
/// Where it is known when the caller speaks, what they say once answers one question: the one that was put last. Of
/// several put at once it may answer any. The others have to be put again.
struct ConfirmationBook: Sendable {
    /// A yes that was used: who asks again, because the answer was lost, gets what came of it.
    struct Used: Sendable {
        let id: String
        let action: String
        let fingerprint: String
        /// What it came to; nil while that is not known, and where whoever ran it has died over it.
        var write: KnownWrite?
    }

    /// Why an id does not confirm anything. The sentence says what to do.
    enum Refusal: Error {
        case unknown, expired, callerHasNotSpoken
        /// What the caller said answered another question.
        case notAnswered(Confirmation)

        var say: String {
            switch self {
            case .unknown: "There is nothing waiting for that yes in this call, so please ask me again."
            case .expired: "That was too long ago, so please ask me again."
            case .callerHasNotSpoken: Outcome.callerHasToAnswer
            case .notAnswered(let confirmation): confirmation.say
            }
        }
    }

    private(set) var pending: [Confirmation] = []
    /// Those in whose place another write of the same action came. Only whoever was shown that very question, by the
    /// door itself, can still answer it.
    private(set) var overtaken: [Confirmation] = []
    private(set) var used: [Used] = []
    /// How often the caller had spoken when a yes of theirs was used last.
    var answeredTurn: Int?

    /// How many used ones are remembered: an agent asks again at once or not at all.
    private static let memory = 20
    /// How many may be overtaken at once. None is dropped for another: its question may be before a person.
    private static let mostOvertaken = 20

    /// Whether another question may be put; not where it overtakes one more than is kept.
    func hasRoom(for invocation: PreparedInvocation, now: Date) -> Bool {
        let name = invocation.action.name
        return !pending.contains { $0.expires > now && $0.invocation.action.name == name }
            || overtaken.count { $0.expires > now } < Self.mostOvertaken
    }

    /// The confirmation that a write has already; nil when there is none that still holds.
    func confirmation(for invocation: PreparedInvocation, now: Date) -> Confirmation? {
        pending.first { $0.expires > now && $0.invocation.fingerprint == invocation.fingerprint }
    }

    /// Keeps a confirmation. It overtakes the one of another write of the same action.
    mutating func keep(_ confirmation: Confirmation, now: Date) {
        pending.removeAll { $0.expires <= now }
        overtaken.removeAll { $0.expires <= now }
        let action = confirmation.invocation.action.name
        for other in pending where other.invocation.action.name == action { keep(overtaken: other) }
        pending.append(confirmation)
    }

    /// Keeps a confirmation in whose place another one is.
    mutating func keep(overtaken confirmation: Confirmation) {
        remove(confirmation.id)
        overtaken.append(confirmation)
    }

    /// The confirmation of an id, overtaken or not; nil when it was used, or is none.
    func unused(_ id: String) -> Confirmation? {
        pending.first { $0.id == id } ?? overtaken.first { $0.id == id }
    }

    /// What an id confirms.
    ///
    /// - Parameters:
    ///   - turn: How often the caller has spoken by now; nil where the door does not report it.
    ///   - isAnswer: Whether the door has put this very question itself; then it does not matter how often they spoke,
    ///     and what else was asked.
    func confirmation(_ id: String, now: Date, turn: Int?, isAnswer: Bool) throws(Refusal) -> Confirmation {
        guard let confirmation = unused(id), isAnswer || pending.contains(where: { $0.id == id }) else {
            throw .unknown
        }
        guard confirmation.expires > now else { throw .expired }
        if isAnswer { return confirmation }
        if isPassedOver(confirmation, turn: turn) { throw .notAnswered(confirmation) }
        if let turn, turn <= confirmation.turn { throw .callerHasNotSpoken }
        return confirmation
    }

    /// Whether what the caller said last answered another question than this one.
    func isPassedOver(_ confirmation: Confirmation, turn: Int?) -> Bool {
        guard let turn, turn > confirmation.turn else { return false }
        return turn == answeredTurn || pending.contains { $0.turn > confirmation.turn && $0.turn < turn }
    }

    /// Notes that a question is put once more.
    mutating func putAgain(_ id: String, now: Date, turn: Int) {
        guard let index = pending.firstIndex(where: { $0.id == id }) else { return }
        pending[index].putAgain(now: now, turn: turn)
    }

    /// Takes all out that no answer was given to.
    mutating func voidPending() {
        pending = []
        overtaken = []
    }

    /// Takes a confirmation out after a no: nothing will come of it.
    mutating func remove(_ id: String) {
        pending.removeAll { $0.id == id }
        overtaken.removeAll { $0.id == id }
    }

    /// Takes a confirmation out after a yes: it can't be used twice. The other questions stay open.
    ///
    /// - Parameter turn: What the caller said then; another node may have taken it for the answer to another question,
    ///   and then nothing is used.
    mutating func use(_ confirmation: Confirmation, now: Date, turn: Int?) {
        if let turn {
            guard turn != answeredTurn else { return }
            answeredTurn = turn
        }
        remove(confirmation.id)
        for other in open(before: turn, now: now) { putAgain(other.id, now: now, turn: other.turn) }
        let invocation = confirmation.invocation
        keep(Used(id: confirmation.id, action: invocation.action.name, fingerprint: invocation.fingerprint))
    }

    /// The questions that were put before the caller spoke last, and still hold.
    func open(before turn: Int?, now: Date) -> [Confirmation] {
        pending.filter { $0.expires > now && $0.turn < turn ?? 0 }
    }

    /// The use of a confirmation; nil when it was not used.
    func use(of id: String) -> Used? { used.last { $0.id == id } }

    /// Remembers what the use of a confirmation came to.
    mutating func note(_ write: KnownWrite, of id: String) {
        guard let index = used.lastIndex(where: { $0.id == id }) else { return }
        used[index].write = write
    }

    mutating func keep(_ use: Used) {
        used.removeAll { $0.id == use.id }
        used.append(use)
        used.removeFirst(max(0, used.count - Self.memory))
    }
}
