/// Something that goes wrong on request, to see how a client takes it.
package struct Fault: Sendable, Hashable {
    /// What goes wrong.
    package enum Kind: Sendable, Hashable {
        /// The request is carried out only after a while.
        case latency(Duration)
        /// 401 `INVALID_SESSION_ID`; nothing is carried out.
        case invalidSession
        /// 403 `REQUEST_LIMIT_EXCEEDED`; nothing is carried out.
        case requestLimit
        /// 500 `UNKNOWN_EXCEPTION`; nothing is carried out.
        case serverError
        /// 503 `SERVER_UNAVAILABLE`; nothing is carried out.
        case unavailable
        /// 400 `UNABLE_TO_LOCK_ROW`; nothing is carried out. Only writes wait for locks.
        case lockedRow
        /// The connection ends without an answer, and nothing was carried out.
        case dropBeforeCommit
        /// The connection ends without an answer, and the request was carried out.
        case dropAfterCommit
        /// The request is carried out, and the body of its answer comes in pieces over a while.
        case slowBody(Duration)
        /// The request is carried out, and half of the body of its answer is missing.
        case malformedJSON
    }

    package var kind: Kind
    /// The requests it may happen to.
    package var requests: RequestPattern
    /// How often it happens; nil for always.
    package var count: Int?
    /// How likely it happens to a request of the pattern, from 0 to 1.
    package var probability: Double

    package init(
        _ kind: Kind,
        to requests: RequestPattern = RequestPattern(),
        count: Int? = nil,
        probability: Double = 1
    ) {
        self.kind = kind
        self.requests = requests
        self.count = count
        self.probability = probability
    }
}
