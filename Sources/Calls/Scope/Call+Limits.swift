import Actions
import JSON
import Platforms
import SOQL
import Workspace

extension Call {
    /// What an action is limited to, for this agent and this caller.
    func limits(
        of enabled: EnabledAction,
        until deadline: ContinuousClock.Instant
    ) async throws(LimitRefusal) -> RequestLimits {
        var limits = RequestLimits(fields: agent.fieldAllowList.map { FieldLimit(list: $0) })
        guard enabled.isLimitedToCaller else { return limits }
        guard let caller = try await completeCaller(until: deadline) else { throw .unknownCaller }
        limits.scope = CallerScope(records: CallersRecords(of: caller, known: state.knownRecords), send: send)
        return limits
    }

    /// Checks a write as far as it is known before its first request is sent: nobody should say yes to what is refused
    /// afterwards.
    func check(
        _ invocation: PreparedInvocation,
        within limits: RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async throws(LimitRefusal) {
        guard limits.scope != nil || limits.fields != nil else { return }
        var limits = limits
        _ = try await limits.admit(invocation.firstRequest, until: deadline)
        for request in ((try? invocation.preview()) ?? []).dropFirst() {
            try await limits.check(later: request, until: deadline)
        }
        note(limits.scope?.records)
    }

    /// Remembers what was learnt of whose records are, as long as the call is about the same caller.
    func note(_ records: CallersRecords?) {
        guard let records, records.known != state.knownRecords else { return }
        change { state in
            if state.caller?.contactID == records.contactID { state.knownRecords.formUnion(records.known) }
        }
    }

    /// The caller with their account, which the search that found them may have left out.
    private func completeCaller(until deadline: ContinuousClock.Instant) async throws(LimitRefusal) -> Caller? {
        guard let caller = state.caller, !caller.isComplete else { return state.caller }
        let rows: [JSONValue]
        do throws(CRMError) {
            rows = try await callerRows(
                ["Id", "Name", "AccountId"],
                where: .isOne(of: [caller.contactID], "Id"),
                deadline
            )
        } catch {
            throw .failed(error)
        }
        guard let found = rows.first.flatMap({ Caller(contact: $0) }) else { return nil }
        change { if $0.caller?.contactID.recordKey == found.contactID.recordKey { $0.caller = found } }
        return found
    }

    /// Contacts with some of their fields.
    func callerRows(
        _ fields: [FieldPath],
        where condition: Condition,
        _ deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> [JSONValue] {
        let query = Query(
            selection: fields.map { .field($0, alias: nil) },
            sources: [Query.Source("Contact")],
            condition: condition,
            limit: .number(10)
        )
        return try await send(CRMRequest(asking: query), deadline).json?["records"]?.array ?? []
    }
}

extension CRMRequest {
    /// A query of Switchboard's own.
    init(asking query: Query) {
        self.init(
            .get,
            segments: ["services", "data", "v\(TemplateCompiler.defaultVersion)", "query", ""],
            query: [.init(name: "q", value: query.text)]
        )
    }
}
