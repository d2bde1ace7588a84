import Foundation

/// A write kept back, waiting for the caller's yes.
///
/// What it keeps is complete: confirming runs exactly that, whatever has happened since.
struct Confirmation: Sendable {
    /// How long a yes is waited for.
    static let lifetime: TimeInterval = 120

    let id: String
    let invocation: PreparedInvocation
    /// Exactly what will happen, as a sentence for the caller.
    let say: String
    private(set) var expires: Date
    /// How often the caller had spoken when the question was put.
    private(set) var turn: Int

    init(of invocation: PreparedInvocation, say: String, now: Date, turn: Int) {
        id = "yes_" + UUID().uuidString.lowercased().prefix(18)
        self.invocation = invocation
        self.say = say
        expires = now.addingTimeInterval(Self.lifetime)
        self.turn = turn
    }

    /// Kept as it was, under the id it had.
    init(id: String, of invocation: PreparedInvocation, say: String, expires: Date, turn: Int) {
        self.id = id
        self.invocation = invocation
        self.say = say
        self.expires = expires
        self.turn = turn
    }

    /// The question is put once more: the yes to it is still to come.
    mutating func putAgain(now: Date, turn: Int) {
        expires = now.addingTimeInterval(Self.lifetime)
        self.turn = max(self.turn, turn)
    }
}
