import Actions

/// What to do next after an attempt at a request failed: the rules of trying again, without the trying.
struct RequestAttempts {
    enum Step: Hashable {
        /// Ask for another token and send the request with it.
        case renewToken
        /// Wait, then send the request again.
        case pause(Duration)
        /// The failure shows that an earlier attempt did the work.
        case treatAsDone
        case giveUp(CRMError)
    }

    private let method: CRMRequest.Method
    private let isRepeatable: Bool
    private let policy: RetryPolicy
    private var failed = 0
    private var hasRenewedToken = false
    /// Whether an earlier attempt may have written something.
    private(set) var isUnclear = false

    init(_ request: CRMRequest, policy: RetryPolicy) {
        method = request.method
        self.policy = policy
        // An update addressed to the field "Id" instead of a record creates one each time.
        let createsRecord = request.method == .patch && request.segments.last?.lowercased() == "id"
        isRepeatable = request.method != .post && !createsRecord
    }

    /// The step after a failed attempt, with `remaining` left of the deadline.
    mutating func step(
        after error: CRMError,
        remaining: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Step {
        if error.kind == .sessionInvalid, !hasRenewedToken {
            hasRenewedToken = true
            return .renewToken
        }
        failed += 1
        if method == .delete, isUnclear, error.kind == .deleted { return .treatAsDone }
        isUnclear = isUnclear || error.mayHaveBeenWritten
        guard isWorthRepeating(error), failed < policy.attempts else { return .giveUp(settled(error)) }
        let pause = policy.pause(afterAttempts: failed, using: &generator)
        guard remaining - pause >= policy.smallestRemainder else { return .giveUp(settled(error)) }
        return .pause(pause)
    }

    /// The error to report: what an earlier attempt may have written, this one can't take back.
    func settled(_ error: CRMError) -> CRMError {
        var error = error
        error.mayHaveBeenWritten = error.mayHaveBeenWritten || isUnclear
        return error
    }

    private func isWorthRepeating(_ error: CRMError) -> Bool {
        switch error.kind {
        case .unreachable, .unavailable, .lockedRow: isRepeatable || !error.mayHaveBeenWritten
        default: false
        }
    }
}
