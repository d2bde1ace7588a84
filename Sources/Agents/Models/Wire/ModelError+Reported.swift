import JSON

extension ModelError {
    /// An error that a provider reports in the middle of a stream.
    init(reported error: JSONValue) {
        let name = error["type"]?.string ?? error["code"]?.string ?? ""
        let kind: Kind =
            switch name {
            case "overloaded_error", "rate_limit_error", "rate_limit_exceeded", "overloaded": .overloaded
            case "authentication_error", "permission_error", "invalid_api_key": .keyRefused
            case "invalid_request_error", "not_found_error", "request_too_large", "context_length_exceeded":
                .requestRefused
            case "timeout_error": .timedOut
            default: .failed
            }
        // A provider's words can quote what was said or a part of the key; its code can't.
        self.init(kind, "The provider reports an error\(name.isEmpty ? "" : ": \(name)").")
    }
}
