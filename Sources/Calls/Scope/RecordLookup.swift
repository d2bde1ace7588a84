import Actions
import JSON
import Platforms
import SOQL

/// Asks the org whose records are, before anything is done with them.
struct RecordLookup {
    let limiter: StatementLimiter
    let send: RequestSender
    let deadline: ContinuousClock.Instant
    /// What was asked, in order.
    private(set) var requests: [CRMRequest] = []

    init(limiter: StatementLimiter, send: @escaping RequestSender, deadline: ContinuousClock.Instant) {
        self.limiter = limiter
        self.send = send
        self.deadline = deadline
    }

    /// The ids among these that are the caller's. What nobody can say it of is not.
    mutating func callers(of ids: [String]) async throws(LimitRefusal) -> Set<String> {
        try await callers(of: ids, depth: 0)
    }

    /// Whether a condition holds for one record.
    mutating func holds(
        _ condition: Condition,
        for id: String,
        _ object: OwnedObject
    ) async throws(LimitRefusal) -> Bool {
        let isRecord = Condition?.some(.isOne(of: [id], "Id"))
        return try await rows(["Id"], of: object.name, where: isRecord.and(condition)).count == 1
    }

    /// The caller's notes and files: what is linked to their contact or account.
    mutating func documents() async throws(LimitRefusal) -> [String] {
        guard let link = limiter.table[name: Self.link.object] else { return [] }
        let tie = try Self.refusing { () throws(StatementLimiter.Failure) in try limiter.tie(link, isPart: false) }
        let rows = try await rows([Name(Self.link.document)], of: Self.link.object, where: tie)
        var documents: [String] = []
        for row in rows {
            if let id = row[Self.link.document]?.string, !documents.contains(id) { documents.append(id) }
        }
        return documents
    }

    // MARK: By kind

    /// A record can belong to the caller through another one, and that one through a third: a note on a comment of a
    /// case. Nothing goes deeper.
    private static let maximumDepth = 3

    private mutating func callers(of ids: [String], depth: Int) async throws(LimitRefusal) -> Set<String> {
        var found: Set<String> = []
        var unknown: [String: [String]] = [:]
        for id in ids {
            if limiter.records.has(id) {
                found.insert(id)
            } else if let object = limiter.table[id: id] {
                unknown[object.name, default: []].append(id)
            }
        }
        guard depth < Self.maximumDepth else { return found }
        for (name, ids) in unknown.sorted(by: { $0.key < $1.key }) {
            guard let object = limiter.table[name: name] else { continue }
            switch object.belonging {
            case .toCompany: continue
            case .toCustomer: found.formUnion(try await callers(of: ids, object, depth: depth))
            case .toLinkedRecords where object.owningReference == nil:
                found.formUnion(try await callersDocuments(of: ids, depth: depth))
            case .toLinkedRecords: found.formUnion(try await callers(of: ids, through: object, depth: depth))
            }
        }
        return found
    }

    private mutating func callers(
        of ids: [String],
        _ object: OwnedObject,
        depth: Int
    ) async throws(LimitRefusal) -> Set<String> {
        var found: Set<String> = []
        if !object.isFoundByReferenceOnly, let tie = try? limiter.fullTie(object) {
            let rows = try await rows(["Id"], of: object.name, where: Condition?.some(.isOne(of: ids, "Id")).and(tie))
            found = Self.ids(ids, in: rows, "Id")
        }
        let rest = ids.filter { !found.contains($0) }
        if !rest.isEmpty, object.owningReference != nil, !object.isFoundByReferenceOnly {
            found.formUnion(try await callers(of: rest, through: object, depth: depth))
        }
        return found
    }

    /// Those of the ids whose owning reference leads to a record of the caller.
    private mutating func callers(
        of ids: [String],
        through object: OwnedObject,
        depth: Int
    ) async throws(LimitRefusal) -> Set<String> {
        guard let reference = object.owningReference else { return [] }
        let owners = try Self.refusing { () throws(StatementLimiter.Failure) in try limiter.ownersTie(object) }
        let isOne = Condition?.some(.isOne(of: ids, "Id"))
        let rows = try await rows(["Id", Name(reference)], of: object.name, where: isOne.and(owners))
        let references = rows.compactMap { $0[reference]?.string }
        guard !references.isEmpty else { return [] }
        let callers = Set(try await callers(of: references, depth: depth + 1).map(\.recordKey))
        let owned = rows.filter { $0[reference]?.string.map { callers.contains($0.recordKey) } ?? false }
        return Self.ids(ids, in: owned, "Id")
    }

    /// Those of the notes and files that are linked to a record of the caller, and to no other customer's.
    private mutating func callersDocuments(of ids: [String], depth: Int) async throws(LimitRefusal) -> Set<String> {
        let rows = try await rows(
            [Name(Self.link.document), Name(Self.link.record)],
            of: Self.link.object,
            where: .isOne(of: ids, FieldPath([Name(Self.link.document)]))
        )
        let linked = rows.compactMap { $0[Self.link.record]?.string }
        let customers = linked.filter { limiter.table[id: $0]?.belonging != .toCompany }
        let callers = Set(try await callers(of: customers, depth: depth + 1).map(\.recordKey))
        return Set(
            ids.filter { id in
                let records = rows.filter { $0[Self.link.document]?.string?.recordKey == id.recordKey }
                    .compactMap { $0[Self.link.record]?.string }
                    .filter { limiter.table[id: $0]?.belonging != .toCompany }
                return !records.isEmpty && records.allSatisfy { callers.contains($0.recordKey) }
            }
        )
    }

    private static let link = (object: "ContentDocumentLink", document: "ContentDocumentId", record: "LinkedEntityId")

    private static func ids(_ ids: [String], in rows: [JSONValue], _ field: String) -> Set<String> {
        let keys = Set(rows.compactMap { $0[field]?.string?.recordKey })
        return Set(ids.filter { keys.contains($0.recordKey) })
    }

    // MARK: Asking

    private mutating func rows(
        _ fields: [Name],
        of object: String,
        where condition: Condition?
    ) async throws(LimitRefusal) -> [JSONValue] {
        let query = Query(
            selection: fields.map { .field(FieldPath([$0]), alias: nil) },
            sources: [Query.Source(FieldPath([Name(object)]))],
            condition: condition
        )
        let request = CRMRequest(asking: query)
        requests.append(request)
        do throws(CRMError) {
            return try await send(request, deadline).json?["records"]?.array ?? []
        } catch {
            throw .failed(error)
        }
    }

    /// Runs a limiter's step whose documents are not in question.
    static func refusing<Result>(
        _ body: () throws(StatementLimiter.Failure) -> Result
    ) throws(LimitRefusal) -> Result {
        do throws(StatementLimiter.Failure) {
            return try body()
        } catch {
            switch error {
            case .refusal(let refusal): throw refusal
            case .needsDocuments: throw .unlimitable("a reference to notes")
            }
        }
    }
}
