import Synchronization

/// How many requests of the day's allowance are used.
final class APIUsage: Sendable {
    let maximum: Int
    private let used = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    func countRequest() throws(SalesforceError) {
        let count = used.withLock { used in
            used += 1
            return used
        }
        guard count <= maximum else {
            throw .requestLimitExceeded
        }
    }

    var remaining: Int { max(0, maximum - used.withLock { $0 }) }

    /// Begins a new day.
    func reset() { used.withLock { $0 = 0 } }

    /// What `Sforce-Limit-Info` says.
    var header: String { "api-usage=\(maximum - remaining)/\(maximum)" }
}
