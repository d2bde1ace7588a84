/// Everything about a sandbox org that a test may turn: its faults, its clock, its records as a whole.
package struct SandboxControl: Sendable {
    package let org: Org
    package let faults: FaultBook
    package let clock: OrgClock
    package let requestLog: RequestLog
    let usage: APIUsage
    let cursors: CursorRegistry

    /// Puts the records back as they were at the start, and forgets faults, requests, used requests and query locators.
    ///
    /// Sessions stay, since the users are the same; the clock stays too, and the seed's dates follow it.
    ///
    /// - Parameter seed: What to fill the org with this time; nil for what it was new with.
    package func reset(to seed: Seed? = nil) async throws(SalesforceError) {
        try await org.reset(to: seed)
        faults.clear()
        requestLog.clear()
        usage.reset()
        cursors.clear()
    }
}
