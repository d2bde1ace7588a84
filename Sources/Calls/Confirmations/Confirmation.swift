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
    let expires: Date
    /// How often the caller had spoken when the question was put.
    let turn: Int

    init(of invocation: PreparedInvocation, say: String, now: Date, turn: Int) {
        id = "yes_" + UUID().uuidString.lowercased().prefix(18)
        self.invocation = invocation
        self.say = say
        expires = now.addingTimeInterval(Self.lifetime)
        self.turn = turn
    }
}
