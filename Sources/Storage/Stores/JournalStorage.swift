package import Calls
package import Foundation
import JSON
package import Platforms

/// The journal of writes in a database.
package struct JournalStorage: JournalStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package var isShared: Bool { database.isShared }

    package func insert(_ entry: JournalEntry) async throws(StoreError) -> JournalEntry? {
        try await database.write { session throws(StoreError) in
            let count = try session.run(
                """
                INSERT INTO journal (id, call_id, agent_id, connection_id, action, state, once_key, request_key, \
                created_key, created_at, changed_at, due_at, version, reason, dismissed_at, details) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
                ON CONFLICT (once_key) DO NOTHING
                """,
                .text(entry.id),
                .text(entry.callID),
                .text(entry.agentID),
                .text(entry.connectionID),
                .text(entry.action),
                .text(entry.state.rawValue),
                SQLValue(entry.onceKey),
                .text(entry.requestKey),
                SQLValue(entry.createdKey),
                SQLValue(entry.createdAt),
                SQLValue(entry.changedAt),
                SQLValue(entry.dueAt),
                SQLValue(entry.version),
                SQLValue(entry.reason),
                SQLValue(entry.dismissedAt),
                SQLValue(entry.details.json)
            )
            guard count == 0, let onceKey = entry.onceKey else { return nil }
            guard let known = try first("once_key", onceKey, session) else { throw .conflict }
            return known
        }
    }

    package func save(_ entry: JournalEntry, releasing onceKeys: [String]) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            if let key = entry.createdKey {
                let others = try session.rows(
                    "SELECT id FROM journal WHERE created_key = $1 AND id <> $2",
                    .text(key),
                    .text(entry.id)
                )
                guard others.isEmpty else { throw .taken("Another write made this record.") }
            }
            let count = try session.run(
                """
                UPDATE journal SET state = $3, once_key = $4, created_key = $5, changed_at = $6, due_at = $7, \
                reason = $8, dismissed_at = $9, version = version + 1, \
                details = CASE WHEN $3 IN ('settled', 'abandoned') AND EXISTS \
                (SELECT 1 FROM calls WHERE calls.id = journal.call_id AND calls.state = '{}') THEN $11 ELSE $10 END \
                WHERE id = $1 AND version = $2
                """,
                .text(entry.id),
                SQLValue(entry.version),
                .text(entry.state.rawValue),
                SQLValue(entry.onceKey),
                SQLValue(entry.createdKey),
                SQLValue(entry.changedAt),
                SQLValue(entry.dueAt),
                SQLValue(entry.reason),
                SQLValue(entry.dismissedAt),
                SQLValue(entry.details.json),
                // Of a call that was forgotten meanwhile, only what is not certain yet is kept.
                SQLValue(JournalEntry.Details.forgotten)
            )
            guard count == 1 else { throw .conflict }
            for key in onceKeys {
                try session.run(
                    "UPDATE journal SET once_key = NULL WHERE once_key = $1 AND id <> $2",
                    .text(key),
                    .text(entry.id)
                )
            }
        }
    }

    package func entry(_ id: String) async throws(StoreError) -> JournalEntry? {
        try await database.read { session throws(StoreError) in try first("id", id, session) }
    }

    package func entry(onceKey: String) async throws(StoreError) -> JournalEntry? {
        try await database.read { session throws(StoreError) in try first("once_key", onceKey, session) }
    }

    private func first(
        _ column: String,
        _ value: String,
        _ session: any DatabaseSession
    ) throws(StoreError) -> JournalEntry? {
        try session.rows("SELECT * FROM journal WHERE \(column) = $1", .text(value)).first
            .map { row throws(StoreError) in try JournalEntry(row) }
    }

    package func entries(
        matching filter: JournalFilter,
        after cursor: TimeCursor?,
        limit: Int
    ) async throws(StoreError) -> [JournalEntry] {
        var conditions = SQLConditions()
        if !filter.states.isEmpty { conditions.add("state", in: filter.states.map(\.rawValue).sorted()) }
        if let callID = filter.callID { conditions.add("call_id = ", .text(callID)) }
        if let agentID = filter.agentID { conditions.add("agent_id = ", .text(agentID)) }
        if let connectionID = filter.connectionID { conditions.add("connection_id = ", .text(connectionID)) }
        if !filter.includesDismissed { conditions.add("dismissed_at IS NULL") }
        if let cursor { conditions.add(before: cursor, in: "created_at") }
        return try await entries(conditions, "ORDER BY created_at DESC, id DESC", limit)
    }

    package func due(
        _ states: Set<JournalEntry.State>,
        at date: Date,
        limit: Int
    ) async throws(StoreError) -> [JournalEntry] {
        var conditions = SQLConditions()
        conditions.add("state", in: states.map(\.rawValue).sorted())
        conditions.add("due_at <= ", SQLValue(date))
        return try await entries(conditions, "ORDER BY created_at, id", limit)
    }

    private func entries(
        _ conditions: SQLConditions,
        _ order: String,
        _ limit: Int
    ) async throws(StoreError) -> [JournalEntry] {
        let (sql, values) = conditions.query("SELECT * FROM journal", order, limit: limit)
        return try await database.read { session throws(StoreError) in
            try session.rows(sql, values).map { row throws(StoreError) in try JournalEntry(row) }
        }
    }

    package func isSendingEqual(of entry: JournalEntry) async throws(StoreError) -> Bool {
        try await database.read { session throws(StoreError) in
            let others = try session.rows(
                "SELECT id FROM journal WHERE request_key = $1 AND id <> $2 AND state = 'prepared' LIMIT 1",
                .text(entry.requestKey),
                .text(entry.id)
            )
            return !others.isEmpty
        }
    }

    package func createdRecords(among ids: [String], connectionID: String) async throws(StoreError) -> Set<String> {
        guard !ids.isEmpty else { return [] }
        var conditions = SQLConditions()
        conditions.add("created_key", in: ids.map { JournalEntry.createdKey(of: $0, connectionID: connectionID) })
        let (sql, values) = conditions.query("SELECT created_key FROM journal", "", limit: ids.count)
        let keys = try await database.read { session throws(StoreError) in
            try session.rows(sql, values).map { row throws(StoreError) in try row.text("created_key") }
        }
        return Set(ids.filter { keys.contains(JournalEntry.createdKey(of: $0, connectionID: connectionID)) })
    }

    package func releaseAll(at date: Date) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            try session.run("UPDATE journal SET due_at = $1 WHERE state = 'prepared'", SQLValue(date))
        }
    }

    package func counts() async throws(StoreError) -> [JournalEntry.State: Int] {
        try await database.read { session throws(StoreError) in
            let rows = try session.rows(
                "SELECT state, COUNT(*) AS count FROM journal WHERE dismissed_at IS NULL GROUP BY state"
            )
            var counts: [JournalEntry.State: Int] = [:]
            for row in rows { counts[try row.state()] = try row.integer("count") }
            return counts
        }
    }

    package func forget(calls: [String]) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            for call in calls.sorted() {
                try session.run(
                    "UPDATE journal SET details = $2 WHERE call_id = $1 AND state IN ('settled', 'abandoned')",
                    .text(call),
                    SQLValue(JournalEntry.Details.forgotten)
                )
            }
        }
    }

    package func forget(settledBefore date: Date) async throws(StoreError) -> Int {
        // As the index has it, and not as a value: else the index would not be used.
        let forgotten = JournalEntry.Details.forgotten.serializedText()
        return try await database.write { session throws(StoreError) in
            try session.run(
                """
                UPDATE journal SET details = '\(forgotten)' WHERE id IN (SELECT id FROM journal \
                WHERE state = 'settled' AND changed_at < $1 AND details <> '\(forgotten)' \
                ORDER BY changed_at LIMIT 500)
                """,
                SQLValue(date)
            )
        }
    }
}

extension JournalEntry {
    fileprivate static func createdKey(of record: String, connectionID: String) -> String {
        "\(connectionID)/\(record.prefix(15))"
    }

    fileprivate var createdKey: String? {
        createdRecord.map { Self.createdKey(of: $0, connectionID: connectionID) }
    }

    fileprivate init(_ row: SQLRow) throws(StoreError) {
        let createdKey = try row.optional("created_key", SQLRow.text)
        guard let details = Details(try row.json("details")) else {
            throw .unreadable("The details of a write can't be read.")
        }
        self.init(
            id: try row.text("id"),
            callID: try row.text("call_id"),
            agentID: try row.text("agent_id"),
            connectionID: try row.text("connection_id"),
            action: try row.text("action"),
            createdAt: try row.date("created_at"),
            requestKey: try row.text("request_key"),
            state: try row.state(),
            onceKey: try row.optional("once_key", SQLRow.text),
            createdRecord: createdKey?.split(separator: "/").last.map(String.init),
            changedAt: try row.date("changed_at"),
            dueAt: try row.date("due_at"),
            reason: try row.optional("reason", SQLRow.text),
            dismissedAt: try row.optional("dismissed_at", SQLRow.date),
            version: try row.integer("version"),
            details: details
        )
    }
}

extension SQLRow {
    fileprivate func state() throws(StoreError) -> JournalEntry.State {
        guard let state = JournalEntry.State(rawValue: try text("state")) else {
            throw .unreadable("There is a write in an unknown state.")
        }
        return state
    }
}
