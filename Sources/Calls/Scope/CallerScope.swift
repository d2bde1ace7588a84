import Actions
import JSON
import Platforms
import SOQL

/// Keeps an action within the caller's records: every request it sends passes here first.
///
/// What can't be understood is refused, so a way round would have to be a request whose reach is known.
struct CallerScope: Sendable {
    var records: CallersRecords
    let send: RequestSender
    var table = ObjectTable.salesforce

    /// A request that reaches only the caller's records.
    struct Admission: Sendable {
        var request: CRMRequest
        /// What was asked first to know so, in order.
        var lookups: [CRMRequest] = []
        /// The records that turned out to be the caller's.
        var checked: [String] = []
        /// The object of which every row of the answer is one record with its own id; nil when there is none.
        var listed: String?
    }

    /// The request as it may go out.
    ///
    /// - Throws: Why it may not, with nothing sent but questions.
    func admit(_ request: CRMRequest, until deadline: ContinuousClock.Instant) async throws(LimitRefusal) -> Admission {
        switch try RequestSubject(of: request) {
        case .query(let text):
            let query: Query
            do { query = try Query(parsing: text) } catch { throw .unlimitable("a query that can't be read") }
            var admission = try await admit(request, until: deadline) { limiter throws(StatementLimiter.Failure) in
                try limiter.limited(query).text
            }
            if let listed = query.listedObject, table[name: listed]?.belonging != .toCompany {
                admission.listed = listed
            }
            return admission
        case .search(let text):
            let search: Search
            do { search = try Search(parsing: text) } catch { throw .unlimitable("a search that can't be read") }
            return try await admit(request, until: deadline) { limiter throws(StatementLimiter.Failure) in
                try limiter.limited(search).text
            }
        case .record(let object, let id, _):
            return try await admit(request, to: id, try self.object(object), until: deadline)
        case .newRecord(let name):
            guard try object(name).belonging != .toCompany else { throw .companyRecord }
            return try await admitReferences(of: request, until: deadline)
        }
    }

    /// Checks only the records that what is written refers to.
    func admitReferences(
        of request: CRMRequest,
        until deadline: ContinuousClock.Instant
    ) async throws(LimitRefusal) -> Admission {
        var admission = Admission(request: request)
        var lookup = lookup(until: deadline)
        try await checkReferences(of: request, &lookup, &admission)
        admission.lookups = lookup.requests
        return admission
    }

    // MARK: Statements

    /// Limits a statement, after looking up the caller's notes where it needs them.
    private func admit(
        _ request: CRMRequest,
        until deadline: ContinuousClock.Instant,
        limit: (StatementLimiter) throws(StatementLimiter.Failure) -> String
    ) async throws(LimitRefusal) -> Admission {
        var admission = Admission(request: request)
        do throws(StatementLimiter.Failure) {
            admission.request.query[0].value = try limit(limiter(documents: nil))
            return admission
        } catch {
            if case .refusal(let refusal) = error { throw refusal }
        }
        var lookup = lookup(until: deadline)
        let documents = try await lookup.documents()
        admission.lookups = lookup.requests
        admission.request.query[0].value = try RecordLookup.refusing { () throws(StatementLimiter.Failure) in
            try limit(limiter(documents: documents))
        }
        return admission
    }

    // MARK: Records by id

    private func admit(
        _ request: CRMRequest,
        to id: String,
        _ object: OwnedObject,
        until deadline: ContinuousClock.Instant
    ) async throws(LimitRefusal) -> Admission {
        var admission = Admission(request: request)
        var lookup = lookup(until: deadline)
        let condition = try limitFields(&admission.request, of: object)
        if object.belonging == .toCompany {
            guard !request.method.isWrite else { throw .companyRecord }
        } else {
            guard object.prefix == id.prefix(3), try await lookup.callers(of: [id]).contains(id) else {
                throw .notCallers
            }
            admission.checked.append(id)
        }
        if let condition {
            guard try await lookup.holds(condition, for: id, object) else { throw .notCallers }
        }
        try await checkReferences(of: request, &lookup, &admission)
        admission.lookups = lookup.requests
        return admission
    }

    /// Leaves out of the fields that are asked for what may be another customer's.
    ///
    /// - Returns: What must hold for the other records it reads.
    private func limitFields(_ request: inout CRMRequest, of object: OwnedObject) throws(LimitRefusal) -> Condition? {
        guard let item = request.query.first else { return nil }
        let table = table
        let limiter = limiter(documents: nil)
        var names: [String] = []
        let condition = try RecordLookup.refusing { () throws(StatementLimiter.Failure) in
            var reach = try StatementReach(from: object, alias: nil, table: table)
            for field in item.value.split(separator: ",") {
                let path = FieldPath(stringLiteral: field.trimmed)
                let name = try reach.reference(insteadOf: path)?.text ?? path.text
                if !names.contains(name) { names.append(name) }
            }
            return try limiter.ties(reach.furtherSteps)
        }
        request.query[0].value = names.joined(separator: ",")
        return condition
    }

    /// Checks every record that what is written refers to.
    private func checkReferences(
        of request: CRMRequest,
        _ lookup: inout RecordLookup,
        _ admission: inout Admission
    ) async throws(LimitRefusal) {
        guard let body = request.body else { return }
        guard let record = body.object else { throw .unlimitable("a body that is no record") }
        var ids: [String] = []
        for member in record {
            switch member.value {
            case .array, .object: throw .unlimitable("a body with a record inside another, \(member.key)")
            case .string(let text) where member.key.refersToRecord:
                let id = Substring(text).trimmed
                if id.isRecordID, table[id: id]?.belonging != .toCompany { ids.append(id) }
            default: continue
            }
        }
        guard !ids.isEmpty else { return }
        guard try await lookup.callers(of: ids).isSuperset(of: ids) else { throw .notCallers }
        admission.checked += ids
    }

    private func object(_ name: String) throws(LimitRefusal) -> OwnedObject {
        guard let object = table[name: name] else { throw .unknownObject(name) }
        return object
    }

    private func limiter(documents: [String]?) -> StatementLimiter {
        StatementLimiter(records: records, documents: documents, table: table)
    }

    private func lookup(until deadline: ContinuousClock.Instant) -> RecordLookup {
        RecordLookup(limiter: limiter(documents: nil), send: send, deadline: deadline)
    }
}

extension Query {
    /// The object, when each row of the result is one record of it with its own id.
    fileprivate var listedObject: String? {
        guard grouping == nil else { return nil }
        let hasID = selection.contains { item in
            if case .field(let path, nil) = item { path.text.lowercased() == "id" } else { false }
        }
        return hasID ? sources[0].path.text : nil
    }
}

extension String {
    /// Whether a field of this name may hold the id of another record.
    fileprivate var refersToRecord: Bool {
        let name = lowercased()
        return name.hasSuffix("id") || name.hasSuffix("__c")
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }
}
