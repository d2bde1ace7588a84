import Actions
package import Calls
import Foundation
import JSON
package import Platforms

/// The audit trail in a database.
package struct AuditStorage: AuditStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    @discardableResult
    package func append(_ entries: [AuditEntry]) async throws(StoreError) -> AuditChain.Head {
        try await database.write { session throws(StoreError) in try append(entries, session) }
    }

    private func append(_ entries: [AuditEntry], _ session: any DatabaseSession) throws(StoreError) -> AuditChain.Head {
        // Changing the head first makes every other writer of the chain wait for this one.
        let rows = try session.rows(
            "UPDATE audit_head SET count = count + $1 WHERE id = 1 RETURNING count, hash",
            SQLValue(entries.count)
        )
        guard let row = rows.first else { throw .unreadable("The audit trail has no head.") }
        let head = AuditChain.Head(count: try row.integer("count") - entries.count, hash: try row.text("hash"))
        let records = AuditChain.link(try withoutForgotten(entries, session), to: head)
        for record in records { try insert(record, session) }
        let last = records.last.map { AuditChain.Head(count: $0.number, hash: $0.hash) } ?? head
        try session.run("UPDATE audit_head SET hash = $1 WHERE id = 1", .text(last.hash))
        return last
    }

    /// Entries as they may be kept: what is noted of a call after it was forgotten says nothing of anybody.
    private func withoutForgotten(
        _ entries: [AuditEntry],
        _ session: any DatabaseSession
    ) throws(StoreError) -> [AuditEntry] {
        var forgotten: Set<String> = []
        for id in Set(entries.compactMap(\.callID)).sorted() {
            let rows = try session.rows("SELECT 1 AS one FROM calls WHERE id = $1 AND state = '{}'", .text(id))
            if !rows.isEmpty { forgotten.insert(id) }
        }
        guard !forgotten.isEmpty else { return entries }
        return entries.map { entry in
            guard let id = entry.callID, forgotten.contains(id) else { return entry }
            var entry = entry
            entry.personal = AuditEntry.Personal()
            return entry
        }
    }

    private func insert(_ record: AuditRecord, _ session: any DatabaseSession) throws(StoreError) {
        let entry = record.entry
        try session.run(
            """
            INSERT INTO audit (number, at, kind, actor, agent_id, call_id, action, outcome, duration, personal, salt, \
            digest, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            SQLValue(record.number),
            SQLValue(entry.at),
            .text(entry.kind.rawValue),
            .text(entry.actor),
            SQLValue(entry.agentID),
            SQLValue(entry.callID),
            SQLValue(entry.action),
            SQLValue(entry.outcome),
            SQLValue(entry.duration?.wholeMilliseconds),
            SQLValue(entry.personal.json),
            .text(record.salt),
            .text(record.digest),
            .text(record.hash)
        )
        for id in Set(entry.personal.recordIDs) {
            try session.run(
                "INSERT INTO audit_records (record_id, number) VALUES ($1, $2)",
                .text(id),
                SQLValue(record.number)
            )
        }
    }

    package func records(
        matching filter: AuditFilter,
        before number: Int?,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try await records(matching: filter, number.map { ("number < ", $0) }, "number DESC", limit)
    }

    package func records(
        matching filter: AuditFilter,
        after number: Int,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try await records(matching: filter, ("number > ", number), "number", limit)
    }

    private func records(
        matching filter: AuditFilter,
        _ page: (condition: String, number: Int)?,
        _ order: String,
        _ limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        var conditions = SQLConditions()
        if let page { conditions.add(page.condition, SQLValue(page.number)) }
        if let from = filter.from { conditions.add("at >= ", SQLValue(from)) }
        if let until = filter.until { conditions.add("at < ", SQLValue(until)) }
        if let kind = filter.kind { conditions.add("kind = ", .text(kind.rawValue)) }
        if let agentID = filter.agentID { conditions.add("agent_id = ", .text(agentID)) }
        if let callID = filter.callID { conditions.add("call_id = ", .text(callID)) }
        if let action = filter.action { conditions.add("action = ", .text(action)) }
        if let outcome = filter.outcome { conditions.add("outcome = ", .text(outcome)) }
        if let recordID = filter.recordID {
            let ids = RecordID.forms(of: recordID)
            conditions.add("number IN (SELECT number FROM audit_records WHERE record_id", in: ids, ")")
        }
        let (sql, values) = conditions.query("SELECT * FROM audit", "ORDER BY \(order)", limit: limit)
        return try await database.read { session throws(StoreError) in
            try session.rows(sql, values).map { row throws(StoreError) in try AuditRecord(row) }
        }
    }

    package func head() async throws(StoreError) -> AuditChain.Head {
        try await database.read { session throws(StoreError) in
            guard let row = try session.rows("SELECT count, hash FROM audit_head WHERE id = 1").first else {
                throw .unreadable("The audit trail has no head.")
            }
            return AuditChain.Head(count: try row.integer("count"), hash: try row.text("hash"))
        }
    }

    package func indexedRecords(after number: Int, limit: Int) async throws(StoreError) -> [IndexedAuditRecord] {
        try await database.read { session throws(StoreError) in
            let records = try session.rows(
                "SELECT * FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
                SQLValue(number),
                SQLValue(limit)
            ).map { row throws(StoreError) in try AuditRecord(row) }
            guard let last = records.last?.number else { return [] }
            var index: [Int: Set<String>] = [:]
            let rows = try session.rows(
                "SELECT record_id, number FROM audit_records WHERE number > $1 AND number <= $2",
                SQLValue(number),
                SQLValue(last)
            )
            for row in rows { index[try row.integer("number"), default: []].insert(try row.text("record_id")) }
            return records.map { IndexedAuditRecord(record: $0, indexedIDs: index[$0.number] ?? []) }
        }
    }

    package func forget(_ forgetting: Forgetting) async throws(StoreError) -> Int {
        try await database.write { session throws(StoreError) in
            var numbers: [Int] = []
            for condition in forgetting.extent.conditions {
                let rows = try session.rows(
                    "UPDATE audit SET personal = NULL, salt = '' WHERE personal IS NOT NULL AND kind <> 'forgetting' "
                        + "AND \(condition.sql) RETURNING number",
                    condition.value
                )
                for row in rows {
                    numbers.append(try row.integer("number"))
                    try session.run("DELETE FROM audit_records WHERE number = $1", row["number"])
                }
            }
            if let entry = forgetting.entry(emptying: numbers) { _ = try append([entry], session) }
            return numbers.count
        }
    }
}

extension Forgetting.Extent {
    /// What an entry must fulfil, any of these.
    fileprivate var conditions: [(sql: String, value: SQLValue)] {
        switch self {
        case .about(let calls, let records):
            calls.map { ("call_id = $1", .text($0)) }
                + records.flatMap(RecordID.forms).map {
                    ("number IN (SELECT number FROM audit_records WHERE record_id = $1)", .text($0))
                }
        case .late(let calls):
            calls.map { ("call_id = $1", .text($0)) }
        case .before(let date):
            [
                (
                    """
                    number IN (SELECT number FROM audit WHERE personal IS NOT NULL AND kind <> 'forgetting' AND at < $1 \
                    ORDER BY at LIMIT 1000)
                    """,
                    SQLValue(date)
                )
            ]
        }
    }
}

extension AuditRecord {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        guard let kind = AuditEntry.Kind(rawValue: try row.text("kind")) else {
            throw .unreadable("There is an audit entry of an unknown kind.")
        }
        let personal = try row.optional("personal", SQLRow.json)
        self.init(
            number: try row.integer("number"),
            entry: AuditEntry(
                kind,
                at: try row.date("at"),
                by: try row.text("actor"),
                agentID: try row.optional("agent_id", SQLRow.text),
                callID: try row.optional("call_id", SQLRow.text),
                action: try row.optional("action", SQLRow.text),
                outcome: try row.optional("outcome", SQLRow.text),
                duration: try row.optional("duration", SQLRow.integer).map { .milliseconds($0) },
                personal: personal.map(AuditEntry.Personal.init) ?? AuditEntry.Personal()
            ),
            isForgotten: personal == nil,
            salt: try row.text("salt"),
            digest: try row.text("digest"),
            hash: try row.text("hash")
        )
    }
}

extension AuditEntry.Personal {
    fileprivate init(_ json: JSONValue) {
        self.init(
            recordIDs: json["records"]?.array?.compactMap(\.string) ?? [],
            details: json["details"]?.object ?? [:]
        )
    }

    fileprivate var json: JSONValue {
        ["records": .array(recordIDs.map(JSONValue.string)), "details": .object(details)]
    }
}
