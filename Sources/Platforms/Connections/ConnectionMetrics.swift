import Metrics

/// What is counted and measured of a connection.
struct ConnectionMetrics: Sendable {
    private let connection: (String, String)
    private let answered: Timer

    init(of id: SavedConnection.ID) {
        connection = ("connection", id)
        answered = Self.upstream([connection, ("outcome", "answered")])
    }

    func count(_ event: TokenKeeper.Event) {
        let outcome =
            switch event {
            case .renewed(isOthers: false): "renewed"
            case .renewed(isOthers: true): "adopted"
            case .needsPerson: "needs_reconnect"
            case .failed: "failed"
            }
        Counter(label: "switchboard_token_renewals", dimensions: [connection, ("outcome", outcome)]).increment()
    }

    /// A request took so long to be answered, or to fail.
    func record(_ duration: Duration, failure: CRMError.Kind? = nil) {
        let timer = failure.map { Self.upstream([connection, ("outcome", $0.rawValue)]) } ?? answered
        timer.record(duration: duration)
    }

    func record(_ share: APIUsage.Share) {
        // Not before the org has said something: nothing used of nothing would be a lie.
        Gauge(label: "switchboard_api_requests_used", dimensions: [connection]).record(share.used)
        Gauge(label: "switchboard_api_requests_granted", dimensions: [connection]).record(share.granted)
    }

    private static func upstream(_ dimensions: [(String, String)]) -> Timer {
        Timer(label: "switchboard_upstream_seconds", dimensions: dimensions)
    }
}
