import Actions
import Foundation

/// The confirmations of one call. Each is good once, for two minutes.
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

        var say: String {
            switch self {
            case .unknown: "There is nothing waiting for that yes in this call, so please ask me again."
            case .expired: "That was too long ago, so please ask me again."
            case .callerHasNotSpoken: "The caller has to answer first."
            }
        }
    }

    private(set) var pending: [Confirmation] = []
    private(set) var used: [Used] = []

    /// How many used ones are remembered: an agent asks again at once or not at all.
    private static let memory = 20

    /// The confirmation that a write has already; nil when there is none that still holds.
    func confirmation(for invocation: PreparedInvocation, now: Date) -> Confirmation? {
        pending.first { $0.expires > now && $0.invocation.fingerprint == invocation.fingerprint }
    }

    /// Keeps a confirmation. It voids the one of another write of the same action.
    mutating func keep(_ confirmation: Confirmation, now: Date) {
        pending.removeAll { $0.expires <= now || $0.invocation.action.name == confirmation.invocation.action.name }
        pending.append(confirmation)
    }

    /// What an id confirms.
    ///
    /// - Parameter turn: How often the caller has spoken by now; nil where the door does not report it.
    func confirmation(_ id: String, now: Date, turn: Int?) throws(Refusal) -> Confirmation {
        guard let confirmation = pending.first(where: { $0.id == id }) else { throw .unknown }
        guard confirmation.expires > now else { throw .expired }
        if let turn, turn <= confirmation.turn { throw .callerHasNotSpoken }
        return confirmation
    }

    /// Takes all out that no answer was given to.
    mutating func voidPending() { pending = [] }

    /// Takes a confirmation out after a no: nothing will come of it.
    mutating func remove(_ id: String) {
        pending.removeAll { $0.id == id }
    }

    /// Takes a confirmation out after a yes: it can't be used twice.
    mutating func use(_ confirmation: Confirmation) {
        remove(confirmation.id)
        let invocation = confirmation.invocation
        keep(Used(id: confirmation.id, action: invocation.action.name, fingerprint: invocation.fingerprint))
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
