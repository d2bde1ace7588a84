package import Actions
package import Foundation
package import Platforms

/// Sends a request over a connection and waits for its answer until the deadline.
///
/// The connection is nil where there is only one org, as in the demo.
package typealias ConnectionSender =
    @Sendable (CRMRequest, _ connectionID: String?, ContinuousClock.Instant) async throws(CRMError) -> CRMResponse

/// What calls need of the server they run in.
package struct CallServices: Sendable {
    package var send: ConnectionSender
    /// Where writes are recorded; nil where nothing outlives the process.
    package var journal: Journal?
    package var audit: AuditTrail?
    /// What it takes to find out who is calling.
    package var verification: CallerVerification
    package var clock: @Sendable () -> Date

    package init(
        send: @escaping ConnectionSender,
        journal: Journal? = nil,
        audit: AuditTrail? = nil,
        verification: CallerVerification = CallerVerification(),
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.send = send
        self.journal = journal
        self.audit = audit
        self.verification = verification
        self.clock = clock
    }

    /// The way to one connection.
    func sender(to connectionID: String?) -> RequestSender {
        { [send] request, deadline throws(CRMError) in try await send(request, connectionID, deadline) }
    }
}
