import Actions
import JSON
import Platforms

/// The limits of one invocation: whose records it may reach, and which fields.
///
/// Every request of an invocation passes them before it is sent, whatever it was made of.
struct RequestLimits: Sendable {
    var scope: CallerScope?
    var fields: FieldLimit?

    static let none = RequestLimits()

    /// A request that keeps to the limits.
    struct Admission: Sendable {
        var request: CRMRequest
        /// What was asked first to know so, in order.
        var lookups: [CRMRequest] = []
        fileprivate var listed: String?
    }

    /// The request as it may go out.
    mutating func admit(
        _ request: CRMRequest,
        until deadline: ContinuousClock.Instant
    ) async throws(LimitRefusal) -> Admission {
        try fields?.check(request)
        guard let admission = try await scope?.admit(request, until: deadline) else {
            return Admission(request: request)
        }
        scope?.records.known.note(checked: admission.checked)
        return Admission(request: admission.request, lookups: admission.lookups, listed: admission.listed)
    }

    /// Checks what is known of a later request of the same action, before the first one is sent.
    mutating func check(later request: CRMRequest, until deadline: ContinuousClock.Instant) async throws(LimitRefusal) {
        // What still waits for an answer to go into its path is checked when it is sent.
        guard request.method.isWrite, (try? RequestSubject(of: request)) != nil else { return }
        try fields?.check(request)
        guard let scope else { return }
        let admission = try await scope.admitReferences(of: request, until: deadline)
        self.scope?.records.known.note(checked: admission.checked)
    }

    /// The answer as the agent may see it. Remembers which records it shows to be the caller's.
    mutating func shown(_ response: CRMResponse, to admission: Admission) -> CRMResponse {
        if scope != nil, let json = response.json { learn(from: json, admission) }
        return fields?.shown(response) ?? response
    }

    private mutating func learn(from json: JSONValue, _ admission: Admission) {
        if admission.request.method == .post, let id = json["id"]?.string {
            scope?.records.known.note(made: id)
        } else if let listed = admission.listed {
            let rows = (json["records"]?.array ?? []).filter {
                $0["attributes"]?["type"]?.string?.lowercased() == listed.lowercased()
            }
            scope?.records.known.note(checked: rows.compactMap { $0["Id"]?.string })
        }
    }
}
