package import FoundationEssentials
package import Platforms

extension ConnectionStorage {
    package func keep(_ authorization: PendingAuthorization) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                INSERT INTO pending_authorizations (state_digest, connection_id, verifier, redirect, expires_at)
                VALUES ($1, $2, $3, $4, $5)
                """,
                .text(authorization.stateDigest),
                .text(authorization.connectionID),
                .text(authorization.verifier.text),
                .text(authorization.redirect),
                SQLValue(authorization.expiresAt)
            )
        }
    }

    package func take(stateDigest: String, at time: Date) async throws(StoreError) -> PendingAuthorization? {
        try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM pending_authorizations WHERE expires_at <= $1", SQLValue(time))
            let taken = try session.rows(
                "DELETE FROM pending_authorizations WHERE state_digest = $1 RETURNING *",
                .text(stateDigest)
            )
            guard let row = taken.first else { return nil }
            return PendingAuthorization(
                stateDigest: stateDigest,
                connectionID: try row.text("connection_id"),
                verifier: SealedSecret(text: try row.text("verifier")),
                redirect: try row.text("redirect"),
                expiresAt: try row.date("expires_at")
            )
        }
    }

    package func signIn(
        _ tokens: SavedTokens,
        state: ConnectionState,
        of id: SavedConnection.ID
    ) async throws(StoreError) -> SavedTokens {
        try await database.write { session throws(StoreError) in
            try session.set(state, of: id)
            let saved = try session.rows(
                """
                INSERT INTO connection_tokens
                    (connection_id, generation, access_token, refresh_token, obtained_at, lifetime)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (connection_id) DO UPDATE SET
                    generation = connection_tokens.generation + 1,
                    access_token = excluded.access_token,
                    refresh_token = excluded.refresh_token,
                    obtained_at = excluded.obtained_at,
                    lifetime = excluded.lifetime,
                    spent_at = NULL,
                    lease = NULL
                RETURNING *
                """,
                .text(id),
                SQLValue(tokens.generation),
                .text(tokens.accessToken.text),
                SQLValue(tokens.refreshToken?.text),
                SQLValue(tokens.obtainedAt),
                SQLValue(tokens.lifetime)
            )
            guard let row = saved.first else { throw .conflict }
            return try SavedTokens(row)
        }
    }

    package func signOut(_ id: SavedConnection.ID) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM connection_tokens WHERE connection_id = $1", .text(id))
            try session.run("DELETE FROM pending_authorizations WHERE connection_id = $1", .text(id))
            try session.set(ConnectionState(), of: id)
        }
    }
}

extension DatabaseSession {
    /// Sets the state of a connection, but for its usage, which has nothing to do with signing in.
    fileprivate func set(_ state: ConnectionState, of id: SavedConnection.ID) throws(StoreError) {
        let columns = SavedConnection.columns(of: state)
        let assignments = columns.enumerated().map { "\($0.element.name) = $\($0.offset + 2)" }
        let updated = try run(
            "UPDATE connections SET \(assignments.joined(separator: ", ")) WHERE id = $1",
            [.text(id)] + columns.map(\.value)
        )
        guard updated == 1 else { throw .conflict }
    }
}
