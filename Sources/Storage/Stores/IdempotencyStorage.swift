package import Calls
package import Foundation
import JSON
package import Platforms

/// Keeps idempotency keys in a database.
package struct IdempotencyStorage: IdempotencyStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func claim(
        _ key: IdempotencyKey,
        fingerprint: String,
        at time: Date,
        abandoned: Date
    ) async throws(StoreError) -> IdempotencyClaim {
        try await database.write { session throws(StoreError) in
            let claimed = try session.run(
                """
                INSERT INTO idempotency_keys (owner, idempotency_key, fingerprint, claimed_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (owner, idempotency_key) DO UPDATE SET claimed_at = $4
                WHERE idempotency_keys.status IS NULL AND idempotency_keys.claimed_at < $5
                    AND idempotency_keys.fingerprint = $3
                """,
                .text(key.owner),
                .text(key.text),
                .text(fingerprint),
                SQLValue(time),
                SQLValue(abandoned)
            )
            if claimed == 1 { return .granted }
            let rows = try session.rows(
                """
                SELECT fingerprint, status, headers, body FROM idempotency_keys
                WHERE owner = $1 AND idempotency_key = $2
                """,
                .text(key.owner),
                .text(key.text)
            )
            guard let row = rows.first else { return .underWay }
            guard try row.text("fingerprint") == fingerprint else { return .otherRequest }
            guard let status = try row.optional("status", SQLRow.integer) else { return .underWay }
            var headers: [String: String] = [:]
            for member in try row.json("headers").object ?? [:] { headers[member.key] = member.value.string }
            return .answered(
                KeptAnswer(status: status, headers: headers, body: try row.optional("body", SQLRow.json))
            )
        }
    }

    package func settle(_ key: IdempotencyKey, _ answer: KeptAnswer) async throws(StoreError) {
        var headers = JSONObject()
        for (name, value) in answer.headers.sorted(by: { $0.key < $1.key }) { headers[name] = .string(value) }
        let kept = JSONValue.object(headers)
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                UPDATE idempotency_keys SET status = $3, headers = $4, body = $5
                WHERE owner = $1 AND idempotency_key = $2 AND status IS NULL
                """,
                .text(key.owner),
                .text(key.text),
                SQLValue(answer.status),
                SQLValue(kept),
                SQLValue(answer.body)
            )
        }
    }

    package func release(_ key: IdempotencyKey) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                "DELETE FROM idempotency_keys WHERE owner = $1 AND idempotency_key = $2 AND status IS NULL",
                .text(key.owner),
                .text(key.text)
            )
        }
    }

    @discardableResult
    package func forget(before time: Date) async throws(StoreError) -> Int {
        var forgotten = 0
        while true {
            let count = try await database.write { session throws(StoreError) in
                try session.run(
                    """
                    DELETE FROM idempotency_keys WHERE (owner, idempotency_key) IN (
                        SELECT owner, idempotency_key FROM idempotency_keys
                        WHERE claimed_at < $1 AND (status IS NOT NULL OR claimed_at < $2)
                        ORDER BY claimed_at LIMIT \(Self.batch)
                    )
                    """,
                    SQLValue(time),
                    SQLValue(time.addingTimeInterval(-IdempotencyKey.patience))
                )
            }
            forgotten += count
            if count < Self.batch { return forgotten }
        }
    }

    /// So many at a time, for others to get their turn.
    private static let batch = 500
}
