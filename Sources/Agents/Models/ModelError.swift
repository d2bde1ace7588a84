/// Why a model gave no usable response.
package struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No connection.
        case unreachable
        /// Nothing, or nothing more, came in time.
        case timedOut = "timed_out"
        /// The provider has too much to do, or we asked too often.
        case overloaded
        /// The provider failed.
        case failed
        /// The response ended in the middle.
        case cutOff = "cut_off"
        /// What came is not the wire's form.
        case unreadable
        /// The key is missing or not good.
        case keyRefused = "key_refused"
        /// The provider refuses the request as it is: the model's name, the length, a parameter.
        case requestRefused = "request_refused"
    }

    package var kind: Kind
    /// For the person who runs the server. Never the key, never what was said.
    package var detail: String
    /// How long the provider asks to wait.
    package var retryAfter: Duration?

    package init(_ kind: Kind, _ detail: String, retryAfter: Duration? = nil) {
        self.kind = kind
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// Whether the same request may do better a moment later.
    package var isPassing: Bool {
        switch kind {
        case .unreachable, .timedOut, .overloaded, .failed, .cutOff, .unreadable: true
        case .keyRefused, .requestRefused: false
        }
    }

    package var description: String { "The language model: \(detail)" }
}
