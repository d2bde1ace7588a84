import HTTPTypes

extension Fault.Kind {
    func canHappen(to request: RestRequest) -> Bool {
        self != .lockedRow || ![.get, .head].contains(request.method)
    }

    /// What is answered instead of carrying the request out; nil when it is carried out or not answered.
    func refusal(of request: RestRequest) -> SalesforceError? {
        switch self {
        case .invalidSession: .invalidSession
        case .requestLimit: .requestLimitExceeded
        case .serverError:
            SalesforceError(
                status: 500,
                code: "UNKNOWN_EXCEPTION",
                message: "An unexpected error occurred. Please include this ErrorId if you contact support: "
                    + "1705312200-000001 (-1000000001)"
            )
        case .unavailable: SalesforceError(status: 503, code: "SERVER_UNAVAILABLE", message: "server too busy")
        case .lockedRow:
            SalesforceError(
                status: 400,
                code: "UNABLE_TO_LOCK_ROW",
                message: "unable to obtain exclusive access to this record or 1 records: "
                    + (request.path.compactMap { RecordId($0)?.short }.last ?? "001000000000001"),
                fields: []
            )
        case .latency, .dropBeforeCommit, .dropAfterCommit, .slowBody, .malformedJSON: nil
        }
    }
}
