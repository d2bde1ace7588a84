import Metrics

/// What is counted of calls.
enum CallMetrics {
    static func count(_ action: String, _ invocation: Invocation) {
        let outcome = invocation.outcome.status.rawValue
        // A name a model made up must not become a series of its own.
        let dimensions = [("action", invocation.outcome.status == .refused ? "refused" : action), ("outcome", outcome)]
        Counter(label: "switchboard_invocations_total", dimensions: dimensions).increment()
        Timer(label: "switchboard_invocation_seconds", dimensions: [("outcome", outcome)])
            .recordNanoseconds(Int64(invocation.duration.wholeMicroseconds) * 1000)
    }
}
