/// How soon tokens may be renewed again: the rules against renewing over and over, without the renewing.
struct RenewalPacing {
    /// A token younger than this was hardly the reason for its rejection.
    private static let youth = Duration.seconds(30)
    private static let longestPause = Duration.seconds(60)

    private var failures = 0
    private var youngRejections = 0
    private var renewedAt: ContinuousClock.Instant?
    private var notBefore: ContinuousClock.Instant?

    /// Why the last renewal failed, as long as another would only fail again.
    private(set) var failure: CRMError?

    /// Whether renewing makes sense at a time.
    func allows(_ now: ContinuousClock.Instant) -> Bool { notBefore.map { now >= $0 } ?? true }

    /// The tokens are renewed, by this process or by another.
    mutating func succeeded(at now: ContinuousClock.Instant) {
        failures = 0
        failure = nil
        notBefore = nil
        renewedAt = now
    }

    /// The org could not be asked, or can't answer for now.
    mutating func failed(_ error: CRMError, at now: ContinuousClock.Instant) {
        failures += 1
        failure = error
        notBefore = now + min(.seconds(30), .milliseconds(500) * (1 << min(failures - 1, 10)))
    }

    /// The org has rejected the token there is. One that was new is replaced at once the first time; after that, an org
    /// that rejects whatever it grants is asked less and less often.
    mutating func rejected(at now: ContinuousClock.Instant) {
        guard let renewedAt, now < renewedAt + Self.youth else {
            youngRejections = 0
            return
        }
        youngRejections += 1
        guard youngRejections > 1 else { return }
        notBefore = renewedAt + min(Self.longestPause, .seconds(1) * (1 << min(youngRejections - 2, 10)))
    }
}
