import Actions
import JSON

/// How far an invocation's requests have come, and what that means.
struct RunProgress {
    var requests: [CRMRequest] = []
    /// Why a later request failed while what came before it stands, and what to say of it.
    var shortfall: (failure: Outcome, say: String)?
    private(set) var hasWritten = false
    private var result: JSONValue = [:]
    private var fullResult: JSONValue = [:]
    private var answers = 0
    private(set) var writtenRecords: Set<String> = []

    mutating func add(_ answer: RunAnswer, to request: CRMRequest) {
        if request.method.isWrite {
            hasWritten = true
            let id = request.method == .post ? answer.full["id"]?.string : request.segments.last
            if let id, RecordID.isWellFormed(id) { writtenRecords.insert(String(id.prefix(15))) }
        }
        answers += 1
        if answers == 1 {
            result = answer.textName.map { .object([$0: answer.compact]) } ?? answer.compact
            fullResult = answer.textName.map { .object([$0: answer.full]) } ?? answer.full
        } else {
            result = result.joined(with: answer.compact, named: answer.textName)
            fullResult = fullResult.joined(with: answer.full, named: answer.textName)
        }
    }

    func report(_ outcome: Outcome) -> InvocationRun.Report {
        InvocationRun.Report(
            outcome: outcome,
            requests: requests,
            fullResult: fullResult,
            writtenRecords: writtenRecords
        )
    }

    /// The report of a write whose earlier part was to be taken back.
    func report(undone isUndone: Bool, after failure: Outcome, say: String?) -> InvocationRun.Report {
        guard isUndone else {
            return report(
                Outcome(.uncertain, say: "Part of that was saved and I could not take it back.", written: .perhaps)
            )
        }
        var outcome = failure
        if outcome.status == .uncertain || outcome.status == .invalid { outcome.status = .refused }
        outcome.written = .no
        outcome.say = say ?? outcome.say
        return report(outcome)
    }

    func outcome(of invocation: PreparedInvocation) -> Outcome {
        if let shortfall, shortfall.failure.written == .perhaps {
            let say = "A part of that is saved; for the rest I can't tell."
            return Outcome(.uncertain, say: say, result: result, written: .perhaps)
        }
        if !hasWritten, shortfall == nil, let records = result["records"]?.array {
            let count = result["totalSize"]?.integer ?? records.count
            guard count > 0 else { return Outcome(.notFound, say: "I found nothing that matches.", result: result) }
            let say = count == 1 ? "I found one match." : "I found \(count) matches."
            return Outcome(.completed, say: say, result: result)
        }
        let say = shortfall?.say ?? sentence(forKeptFieldsOf: invocation) ?? sentence(for: invocation)
        return Outcome(.completed, say: say, result: result, written: hasWritten ? .yes : .no)
    }

    /// What to say when a field that was changed reads back as something else; nil when all that was read back fits.
    private func sentence(forKeptFieldsOf invocation: PreparedInvocation) -> String? {
        let request = invocation.firstRequest
        guard request.method == .patch, let body = request.body?.object else { return nil }
        let kept = body.filter { member in
            guard let value = fullResult[member.key] else { return false }
            return value != member.value && value.number?.double != member.value.number?.double
        }
        guard !kept.isEmpty else { return nil }
        let names = kept.map { invocation.action.parameter($0.key)?.spokenName ?? $0.key.asWords }
        return "That is saved, but our records keep the \(names.joined(separator: " and ")) as it was."
    }

    private func sentence(for invocation: PreparedInvocation) -> String {
        let method = invocation.action.requests.last { $0.template.method.isWrite }?.template.method ?? .get
        if method == .post, let number = fullResult["CaseNumber"]?.string {
            return "Done. The case number is \(number)."
        }
        return switch method {
        case .get: "I have it."
        case .post: "Done, that is saved."
        case .patch: "Done, that is updated."
        case .delete: "Done, that is removed."
        }
    }
}

extension JSONValue {
    /// A result with a later answer: text under its request's name, and the single record of a query member by member.
    fileprivate func joined(with answer: JSONValue, named name: String?) -> JSONValue {
        guard var joined = object else { return self }
        if let name {
            joined[name] = answer
            return .object(joined)
        }
        let record = answer["records"].map { $0[0]?.object ?? [:] } ?? answer.object ?? [:]
        // The first answer is about the record the action is for; the id of a link to it must not take its place.
        for member in record where !joined.has(member.key) { joined[member.key] = member.value }
        return .object(joined)
    }
}

extension JSONObject {
    fileprivate func has(_ key: String) -> Bool { contains { $0.key.lowercased() == key.lowercased() } }
}
