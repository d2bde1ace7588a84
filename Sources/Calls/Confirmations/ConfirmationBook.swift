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

    private var pending: [Confirmation] = []

    /// Keeps a write. The same write gets the confirmation it has; another write of the same action voids the old one.
    mutating func keep(
        _ invocation: PreparedInvocation,
        say: String,
        now: Date,
        turn: Int
    ) -> Confirmation {
        pending.removeAll { $0.expires <= now }
        if let same = pending.first(where: { $0.invocation.fingerprint == invocation.fingerprint }) { return same }
        pending.removeAll { $0.invocation.action.name == invocation.action.name }
        let confirmation = Confirmation(
            id: "yes_" + UUID().uuidString.lowercased().prefix(18),
            invocation: invocation,
            say: say,
            expires: now.addingTimeInterval(Confirmation.lifetime),
            turn: turn
        )
        pending.append(confirmation)
        return confirmation
    }

    /// Takes a confirmation out; it can't be taken twice.
    ///
    /// - Parameter turn: How often the caller has spoken by now; nil where the door does not report it.
    mutating func take(_ id: String, now: Date, turn: Int?) throws(Refusal) -> Confirmation {
        guard let index = pending.firstIndex(where: { $0.id == id }) else { throw .unknown }
        let confirmation = pending[index]
        guard confirmation.expires > now else {
            pending.remove(at: index)
            throw .expired
        }
        if let turn, turn <= confirmation.turn { throw .callerHasNotSpoken }
        pending.remove(at: index)
        return confirmation
    }
}
