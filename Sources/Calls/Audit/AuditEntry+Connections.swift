import JSON
package import Platforms

extension AuditEntry {
    /// What the audit trail says of what became of a connection.
    package init(_ event: ConnectionEvent) {
        var details: JSONObject = ["connection_id": .string(event.connectionID)]
        let action: String
        switch event.kind {
        case .connected: action = "connected"
        case .needsReconnect(let reason):
            action = "needs_reconnect"
            details["reason"] = .string(reason)
        case .renewalFailed(let reason):
            action = "renewal_failed"
            details["reason"] = .string(reason)
        case .renewed: action = "renewed"
        }
        self.init(.connection, by: "server", action: action, outcome: "done", personal: Personal(details: details))
    }
}
