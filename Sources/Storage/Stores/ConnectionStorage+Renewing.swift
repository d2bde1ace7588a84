package import FoundationEssentials
package import Platforms

extension ConnectionStorage {
    package func tokens(of id: SavedConnection.ID) async throws(StoreError) -> SavedTokens? {
        try await database.read { session throws(StoreError) in
            try session.tokens(of: id)
        }
    }

    package func claimRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        inPlaceOf dead: String?,
        at time: Date
    ) async throws(StoreError) -> RenewalClaim {
        try await database.write { session throws(StoreError) in
            // One statement decides, so that of two nodes only one gets it, however strictly transactions are kept apart.
            let claimed = try session.rows(
                """
                UPDATE connection_tokens
                SET lease = $3, spent_at = CASE WHEN refresh_token IS NULL THEN NULL ELSE CAST($4 AS BIGINT) END
                WHERE connection_id = $1 AND generation = $2
                    AND ((lease IS NULL AND spent_at IS NULL) OR lease = $5)
                RETURNING *
                """,
                .text(id),
                SQLValue(generation),
                .text(lease),
                SQLValue(time),
                SQLValue(dead)
            )
            if let row = claimed.first { return .granted(try SavedTokens(row)) }
            guard let tokens = try session.tokens(of: id) else { return .gone }
            guard tokens.generation == generation else { return .renewed(tokens) }
            return tokens.lease.map { .held(lease: $0) } ?? .lost
        }
    }

    package func finishRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        tokens: SavedTokens,
        rotation: ConnectionState.Rotation,
        instance: InstanceURL?
    ) async throws(StoreError) -> SavedTokens? {
        try await database.write { session throws(StoreError) in
            let renewed = try session.rows(
                """
                UPDATE connection_tokens
                SET generation = generation + 1, access_token = $3, refresh_token = $4, obtained_at = $5,
                    lifetime = $6, spent_at = NULL, lease = NULL
                WHERE connection_id = $1 AND generation = $2
                RETURNING *
                """,
                .text(id),
                SQLValue(generation),
                .text(tokens.accessToken.text),
                SQLValue(tokens.refreshToken?.text),
                SQLValue(tokens.obtainedAt),
                SQLValue(tokens.lifetime)
            )
            guard let row = renewed.first else { return nil }
            try session.run(
                """
                UPDATE connections
                SET status = $2, status_reason = NULL, rotation = $3, org_instance = COALESCE($4, org_instance)
                WHERE id = $1
                """,
                .text(id),
                .text(ConnectionState.Status.connected.name),
                .text(rotation.rawValue),
                SQLValue(instance?.description)
            )
            return try SavedTokens(row)
        }
    }

    package func giveBackRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String
    ) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                UPDATE connection_tokens SET lease = NULL, spent_at = NULL
                WHERE connection_id = $1 AND generation = $2 AND lease = $3
                """,
                .text(id),
                SQLValue(generation),
                .text(lease)
            )
        }
    }

    package func failRenewal(
        of id: SavedConnection.ID,
        generation: Int,
        lease: String,
        reason: String
    ) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            let ended = try session.run(
                "UPDATE connection_tokens SET lease = NULL WHERE connection_id = $1 AND generation = $2 AND lease = $3",
                .text(id),
                SQLValue(generation),
                .text(lease)
            )
            guard ended == 1 else { return }
            let status = ConnectionState.Status.needsReconnect(reason: reason)
            try session.run(
                "UPDATE connections SET status = $2, status_reason = $3 WHERE id = $1",
                .text(id),
                .text(status.name),
                .text(reason)
            )
        }
    }

    package func replaceSealed(_ tokens: SavedTokens, of id: SavedConnection.ID) async throws(StoreError) {
        let replaced = try await database.write { session throws(StoreError) in
            try session.run(
                """
                UPDATE connection_tokens SET access_token = $3, refresh_token = $4
                WHERE connection_id = $1 AND generation = $2 AND lease IS NULL
                """,
                .text(id),
                SQLValue(tokens.generation),
                .text(tokens.accessToken.text),
                SQLValue(tokens.refreshToken?.text)
            )
        }
        guard replaced == 1 else { throw .conflict }
    }
}

extension DatabaseSession {
    fileprivate func tokens(of id: SavedConnection.ID) throws(StoreError) -> SavedTokens? {
        guard let row = try rows("SELECT * FROM connection_tokens WHERE connection_id = $1", .text(id)).first else {
            return nil
        }
        return try SavedTokens(row)
    }
}
