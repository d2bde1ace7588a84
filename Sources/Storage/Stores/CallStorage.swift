import Actions
package import Calls
package import Foundation
package import JSON
package import Platforms

/// Calls in a database.
package struct CallStorage: CallStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package var isShared: Bool { database.isShared }

    package func insert(_ call: SavedCall) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            let count = try session.run(
                """
                INSERT INTO calls (id, agent_id, external_id, channel, caller_phone, caller_digits, contact_id, \
                opened_at, changed_at, ended_at, version, state) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                ON CONFLICT (agent_id, external_id) DO NOTHING
                """,
                .text(call.id),
                .text(call.agentID),
                SQLValue(call.externalID),
                .text(call.channel),
                SQLValue(call.callerPhone),
                SQLValue(call.callerPhone.flatMap(Self.digits)),
                SQLValue(call.contactID),
                SQLValue(call.openedAt),
                SQLValue(call.changedAt),
                SQLValue(call.endedAt),
                SQLValue(call.version),
                SQLValue(call.state)
            )
            if count == 0 { throw .taken("There is a call with this external id.") }
        }
    }

    package func call(_ id: String) async throws(StoreError) -> SavedCall? {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT * FROM calls WHERE id = $1", .text(id)).first
                .map { row throws(StoreError) in try SavedCall(row) }
        }
    }

    package func call(externalID: String, of agentID: String) async throws(StoreError) -> SavedCall? {
        try await database.read { session throws(StoreError) in
            try session.rows(
                "SELECT * FROM calls WHERE agent_id = $1 AND external_id = $2",
                .text(agentID),
                .text(externalID)
            ).first.map { row throws(StoreError) in try SavedCall(row) }
        }
    }

    package func version(of id: String) async throws(StoreError) -> Int? {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT version FROM calls WHERE id = $1", .text(id)).first
                .map { row throws(StoreError) in try row.integer("version") }
        }
    }

    package func invocations(of id: String) async throws(StoreError) -> [JSONValue] {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT invocation FROM invocations WHERE call_id = $1 ORDER BY number", .text(id))
                .map { row throws(StoreError) in try row.json("invocation") }
        }
    }

    package func save(_ changes: [CallChange]) async throws(StoreError) -> Set<String> {
        try await database.write { session throws(StoreError) in
            var saved: Set<String> = []
            // In one order everywhere, so that two nodes never wait for each other.
            for change in changes.sorted(by: { $0.call.id < $1.call.id }) where try save(change, session) {
                saved.insert(change.call.id)
            }
            return saved
        }
    }

    private func save(_ change: CallChange, _ session: any DatabaseSession) throws(StoreError) -> Bool {
        let call = change.call
        let count = try session.run(
            """
            UPDATE calls SET contact_id = $3, changed_at = $4, ended_at = $5, state = $6, version = version + 1 \
            WHERE id = $1 AND version = $2
            """,
            .text(call.id),
            SQLValue(call.version),
            SQLValue(call.contactID),
            SQLValue(call.changedAt),
            SQLValue(call.endedAt),
            SQLValue(call.state)
        )
        guard count == 1 else { return false }
        for invocation in change.invocations {
            try session.run(
                "INSERT INTO invocations (call_id, number, invocation) VALUES ($1, $2, $3)",
                .text(call.id),
                SQLValue(invocation.number),
                SQLValue(invocation.json)
            )
        }
        return true
    }

    package func calls(
        matching filter: CallFilter,
        after cursor: TimeCursor?,
        limit: Int
    ) async throws(StoreError) -> [SavedCall] {
        var conditions = Self.conditions(of: filter)
        if let cursor { conditions.add(before: cursor, in: "opened_at") }
        let (sql, values) = conditions.query("SELECT * FROM calls", "ORDER BY opened_at DESC, id DESC", limit: limit)
        return try await database.read { session throws(StoreError) in
            try session.rows(sql, values).map { row throws(StoreError) in try SavedCall(row) }
        }
    }

    package func count(matching filter: CallFilter) async throws(StoreError) -> Int {
        let (sql, values) = Self.conditions(of: filter).query("SELECT COUNT(*) AS count FROM calls", "", limit: 1)
        return try await database.read { session throws(StoreError) in
            try session.rows(sql, values).first?.integer("count") ?? 0
        }
    }

    private static func conditions(of filter: CallFilter) -> SQLConditions {
        var conditions = SQLConditions()
        if let agentID = filter.agentID { conditions.add("agent_id = ", .text(agentID)) }
        if let isOpen = filter.isOpen { conditions.add(isOpen ? "ended_at IS NULL" : "ended_at IS NOT NULL") }
        if let from = filter.from { conditions.add("opened_at >= ", SQLValue(from)) }
        if let until = filter.until { conditions.add("opened_at < ", SQLValue(until)) }
        if let channel = filter.besidesChannel { conditions.add("channel <> ", .text(channel)) }
        return conditions
    }

    package func openCalls(untouchedSince date: Date, limit: Int) async throws(StoreError) -> [String] {
        try await ids(
            "SELECT id FROM calls WHERE ended_at IS NULL AND changed_at < $1 ORDER BY changed_at LIMIT \(limit)",
            SQLValue(date)
        )
    }

    package func calls(digits: String?, contactID: String?) async throws(StoreError) -> [String] {
        var found: Set<String> = []
        if let digits = digits.flatMap(Self.digits) {
            found.formUnion(try await ids("SELECT id FROM calls WHERE caller_digits = $1", .text(digits)))
        }
        for form in contactID.map(RecordID.forms) ?? [] {
            found.formUnion(try await ids("SELECT id FROM calls WHERE contact_id = $1", .text(form)))
        }
        return Array(found)
    }

    package func calls(endedBefore date: Date) async throws(StoreError) -> [String] {
        try await ids(
            "SELECT id FROM calls WHERE ended_at IS NOT NULL AND ended_at < $1 AND state <> '{}' "
                + "ORDER BY ended_at LIMIT \(PersonalRecords.batch)",
            SQLValue(date)
        )
    }

    private func ids(_ sql: String, _ value: SQLValue) async throws(StoreError) -> [String] {
        try await database.read { session throws(StoreError) in
            try session.rows(sql, value).map { row throws(StoreError) in try row.text("id") }
        }
    }

    package func forget(_ ids: [String]) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            for id in ids.sorted() {
                try session.run("DELETE FROM invocations WHERE call_id = $1", .text(id))
                try session.run(
                    """
                    UPDATE calls SET state = '{}', caller_phone = NULL, caller_digits = NULL, contact_id = NULL, \
                    external_id = NULL, version = version + 1 WHERE id = $1
                    """,
                    .text(id)
                )
            }
        }
    }

    /// What two ways of writing one number share: its last nine digits, without the country's or the trunk's prefix.
    private static func digits(_ phone: String) -> String? {
        let digits = phone.filter { $0.isASCII && $0.isNumber }
        return digits.count < 5 ? nil : String(digits.suffix(9))
    }
}

extension SavedCall {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.text("id"),
            agentID: try row.text("agent_id"),
            externalID: try row.optional("external_id", SQLRow.text),
            channel: try row.text("channel"),
            callerPhone: try row.optional("caller_phone", SQLRow.text),
            contactID: try row.optional("contact_id", SQLRow.text),
            openedAt: try row.date("opened_at"),
            changedAt: try row.date("changed_at"),
            endedAt: try row.optional("ended_at", SQLRow.date),
            version: try row.integer("version"),
            state: try row.json("state")
        )
    }
}
