package import Foundation
package import JSON
package import Platforms

/// Keeps what requests with an idempotency key were answered, so that a repetition is answered the same and does
/// nothing again.
package protocol IdempotencyStore: Sendable {
    /// Asks to carry out the request under a key.
    ///
    /// One that has been under way since before `abandoned` is given up on: its node is gone.
    func claim(
        _ key: IdempotencyKey,
        fingerprint: String,
        at time: Date,
        abandoned: Date
    ) async throws(StoreError) -> IdempotencyClaim

    /// Saves what the request was answered.
    func settle(_ key: IdempotencyKey, _ answer: KeptAnswer) async throws(StoreError)

    /// Gives a key back after nothing was done under it.
    func release(_ key: IdempotencyKey) async throws(StoreError)

    /// Forgets keys claimed before a time, and gives how many.
    @discardableResult
    func forget(before time: Date) async throws(StoreError) -> Int
}

/// A client's own name for a request it may have to repeat.
package struct IdempotencyKey: Hashable, Sendable {
    /// Who sends it.
    package var owner: String
    package var text: String

    /// How long a request may be under way before its node is taken for dead, in seconds.
    package static let patience: Double = 60

    package init(owner: String, text: String) {
        self.owner = owner
        self.text = text
    }
}

/// What came of asking for a key.
package enum IdempotencyClaim: Hashable, Sendable {
    /// Nobody has used it: carry the request out.
    case granted
    /// The same request is under way.
    case underWay
    /// Another request has it.
    case otherRequest
    /// The same request was answered already.
    case answered(KeptAnswer)
}

/// The answer to a request, as it is given again.
package struct KeptAnswer: Hashable, Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: JSONValue?

    package init(status: Int, headers: [String: String], body: JSONValue?) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
