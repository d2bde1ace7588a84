package import Actions
package import Foundation
import JSON
import SOQL

/// Asks an org whether a write took place whose answer was lost.
///
/// A record that is to be made is recognised by who made it, when, and by every field that was to be set; one that is
/// to be changed by its id.
package struct WriteLookup: Sendable {
    package typealias Sender = @Sendable (CRMRequest) async throws(CRMError) -> CRMResponse

    private let send: Sender
    private let describe: @Sendable (_ object: String) async throws(CRMError) -> ObjectDescription
    /// Whom the org takes the requests for; nil when that is not known.
    private let actingUserID: String?

    /// How far the clocks of the org and of this server may be apart, in seconds.
    private static let clockSkew: TimeInterval = 300
    private static let limit = 200

    package init(
        actingUserID: String?,
        describe: @escaping @Sendable (_ object: String) async throws(CRMError) -> ObjectDescription,
        send: @escaping Sender
    ) {
        self.actingUserID = actingUserID
        self.describe = describe
        self.send = send
    }

    /// What became of a write.
    ///
    /// - Parameters:
    ///   - start: When it was sent first.
    ///   - isTaken: Which of these records other writes are known to have made.
    /// - Throws: When the org can't be asked: nothing is known then.
    package func fate(
        of request: CRMRequest,
        since start: Date,
        isTaken: @Sendable ([String]) async throws(CRMError) -> Set<String>
    ) async throws(CRMError) -> WriteFate {
        switch WriteTarget(of: request) {
        case .creation(let object)?:
            return try await fate(ofCreating: object, request, since: start, isTaken: isTaken)
        case .update(let object, let id)?:
            return try await fate(ofChanging: object, [id], request, since: start)
        case .upsert(let object, let field, let value)?:
            let fate = try await fate(ofChanging: object, [field, value], request, since: start)
            if case .unknowable(Self.gone) = fate { return .absent }
            return fate
        case .deletion(let object, let id)?:
            return try await record(object, [id], ["Id"], like: request) == nil ? .done([:]) : .absent
        case nil:
            return .unknowable("A request of this kind leaves nothing that it could be recognised by.")
        }
    }

    private static let gone = "The record is not there any more."

    // MARK: Creating

    private func fate(
        ofCreating object: String,
        _ request: CRMRequest,
        since start: Date,
        isTaken: @Sendable ([String]) async throws(CRMError) -> Set<String>
    ) async throws(CRMError) -> WriteFate {
        let description = try await describe(object)
        let fields = SentField.fields(of: request.body, description)
        guard let query = query(for: fields, description, since: start) else {
            return .unknowable("Records of this kind don't say who made them, nor when.")
        }
        let asking = CRMRequest(
            .get,
            segments: Array(request.segments.prefix(3)) + ["query", ""],
            query: [.init(name: "q", value: query.text)]
        )
        let records = try await send(asking).json?["records"]?.array ?? []
        var candidates: [String] = []
        for record in records where fields.allSatisfy({ $0.isEqual(to: record[$0.description.name]) }) {
            guard let id = record["Id"]?.string else { continue }
            if try await hasContents(fields, object, id, like: request) { candidates.append(id) }
        }
        let taken = try await isTaken(candidates)
        guard let id = candidates.first(where: { !taken.contains($0) }) else { return .absent }
        return .done(["id": .string(id), "success": true, "errors": []])
    }

    /// The query for what the write would have made; nil when nothing would tell that from anything else.
    private func query(
        for fields: [SentField],
        _ description: ObjectDescription,
        since start: Date
    ) -> Query? {
        let creation = description.field("CreatedDate")
        var conditions: [Condition]
        if let unique = fields.first(where: { $0.isUnique && $0.condition != nil }), let condition = unique.condition {
            conditions = [condition]
        } else {
            conditions = fields.compactMap(\.condition)
            if creation?.isFilterable ?? false {
                let window = start.addingTimeInterval(-Self.clockSkew).formatted(.iso8601)
                conditions.append(
                    .comparison(Comparison(.field("CreatedDate"), .greaterOrEqual, .literal(.dateTime(window))))
                )
                if let actingUserID, RecordID.isWellFormed(actingUserID) {
                    let isOurs = Comparison(
                        .field("CreatedById"),
                        .equal,
                        .literal(.string(StringLiteral(actingUserID)))
                    )
                    conditions.append(.comparison(isOurs))
                }
            } else {
                // A link between two records is known by the two.
                guard fields.count(where: { $0.description.type == "reference" && $0.condition != nil }) > 1 else {
                    return nil
                }
            }
        }
        let names = ["Id"] + fields.filter(\.isSelectable).map(\.description.name).filter { $0 != "Id" }
        return Query(
            selection: names.map { .field(FieldPath([Name($0)]), alias: nil) },
            sources: [Query.Source(FieldPath([Name(description.name)]))],
            condition: conditions.count == 1 ? conditions[0] : .all(conditions),
            ordering: creation?.isSortable ?? false ? [Ordering(.field("CreatedDate")), Ordering(.field("Id"))] : [],
            limit: .number(Self.limit)
        )
    }

    /// Whether the contents of a record, which no query gives, are those that were sent.
    private func hasContents(
        _ fields: [SentField],
        _ object: String,
        _ id: String,
        like request: CRMRequest
    ) async throws(CRMError) -> Bool {
        for field in fields where field.description.type == "base64" {
            let asking = CRMRequest(
                .get,
                segments: Array(request.segments.prefix(4)) + [object, id, field.description.name]
            )
            let response = try await send(asking)
            guard field.isEqual(toContents: response.body) else { return false }
        }
        return true
    }

    // MARK: Changing

    private func fate(
        ofChanging object: String,
        _ place: [String],
        _ request: CRMRequest,
        since start: Date
    ) async throws(CRMError) -> WriteFate {
        let description = try await describe(object)
        let fields = SentField.fields(of: request.body, description)
        let names = ["Id", "LastModifiedDate"] + fields.filter(\.isSelectable).map(\.description.name)
        guard let record = try await record(object, place, names, like: request) else { return .unknowable(Self.gone) }
        if fields.allSatisfy({ $0.isEqual(to: record[$0.description.name]) }) {
            var answer: JSONObject = [:]
            if place.count > 1 {
                answer["id"] = record["Id"]
                answer["success"] = true
            }
            return .done(.object(answer))
        }
        guard let changed = record["LastModifiedDate"]?.string.flatMap(SentField.date), changed <= start else {
            return .unknowable("Someone has changed the record since.")
        }
        return .absent
    }

    private func record(
        _ object: String,
        _ place: [String],
        _ fields: [String],
        like request: CRMRequest
    ) async throws(CRMError) -> JSONValue? {
        let asking = CRMRequest(
            .get,
            segments: Array(request.segments.prefix(4)) + [object] + place,
            query: [.init(name: "fields", value: fields.joined(separator: ","))]
        )
        do {
            return try await send(asking).json
        } catch {
            if error.kind == .notFound || error.kind == .deleted { return nil }
            throw error
        }
    }
}
