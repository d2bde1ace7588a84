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
        let own = enabled.action.customObjects
        let table = own.isEmpty ? ObjectTable.salesforce : ObjectTable.salesforce.adding(own)
        var limits = RequestLimits(fields: agent.fieldAllowList.map { FieldLimit(list: $0, table: table) })
        guard enabled.isLimitedToCaller else { return limits }
        guard let caller = try await completeCaller(until: deadline) else { throw .unknownCaller }
        limits.scope = CallerScope(
            records: CallersRecords(of: caller, known: state.knownRecords),
            send: services.sender(to: enabled.connectionID),
            table: table
        )
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
        let query = Query(
            selection: ["Id", "Name", "AccountId"].map { .field(FieldPath([$0]), alias: nil) },
            sources: [Query.Source("Contact")],
            condition: .isOne(of: [caller.contactID], "Id")
        )
        let answer: CRMResponse
        do throws(CRMError) {
            answer = try await identitySender(CRMRequest(asking: query), deadline)
        } catch {
            throw .failed(error)
        }
        guard let found = answer.json?["records"]?[0].flatMap({ Caller(contact: $0) }) else { return nil }
        change { if $0.caller?.contactID.recordKey == found.contactID.recordKey { $0.caller = found } }
        return found
    }

    /// Where the questions go by which a call finds out who is calling.
    var identitySender: RequestSender { send }
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
