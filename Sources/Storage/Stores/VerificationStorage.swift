import Calls
package import Foundation
package import Platforms

/// Keeps attempts at verification in a database.
package struct VerificationStorage: VerificationAttemptStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func note(
        _ subjects: [String],
        at now: Date,
        limit: Int,
        within period: TimeInterval
    ) async throws(StoreError) -> Bool {
        let start = now.addingTimeInterval(-period)
        return try await database.write { session throws(StoreError) in
            for subject in subjects {
                let rows = try session.rows(
                    "SELECT COUNT(*) AS attempts FROM verification_attempts WHERE subject = $1 AND tried_at > $2",
                    .text(subject),
                    SQLValue(start)
                )
                guard let row = rows.first, try row.integer("attempts") < limit else { return false }
            }
            let oldest = now.addingTimeInterval(-VerificationLimits.longestPeriod)
            try session.run("DELETE FROM verification_attempts WHERE tried_at <= $1", SQLValue(oldest))
            for subject in subjects {
                try session.run(
                    "INSERT INTO verification_attempts (subject, tried_at) VALUES ($1, $2)",
                    .text(subject),
                    SQLValue(now)
                )
            }
            return true
        }
    }

    package func forget(_ subjects: [String]) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            for subject in subjects {
                try session.run("DELETE FROM verification_attempts WHERE subject = $1", .text(subject))
            }
        }
    }

    package func forget(before date: Date) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM verification_attempts WHERE tried_at < $1", SQLValue(date))
        }
    }
}
