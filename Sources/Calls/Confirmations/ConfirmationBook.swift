import Actions
import Foundation

/// The confirmations of one call. Each is good once, for two minutes.
struct ConfirmationBook: Sendable {
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

    /// Takes a confirmation out: it can't be used twice.
    mutating func remove(_ id: String) {
        pending.removeAll { $0.id == id }
    }
}
