import FoundationEssentials
import GRDB

extension Org {
    /// What a request does with the records.
    enum Access: Sendable {
        case reading
        /// Changes become permanent together when the request is done, or not at all when it throws.
        case writing
    }

    /// Runs `body` with a connection to the org, in the name of the administrator or another user.
    func connected<Value: Sendable>(
        for access: Access,
        as userId: String?,
        options: SaveOptions = SaveOptions(),
        _ body: @escaping @Sendable (OrgConnection) throws(SalesforceError) -> Value
    ) async throws(SalesforceError) -> Value {
        let userId = userId ?? administratorId
        let now = now
        let run: @Sendable (Database) throws -> Value = { db in
            try body(OrgConnection(org: self, db: db, userId: userId, now: now, options: options))
        }
        do {
            switch access {
            case .reading:
                // In memory there is one connection, which nobody else uses meanwhile. To make it read only for this would
                // have SQLite compile every statement again.
                return try await database is DatabaseQueue ? database.unsafeRead(run) : database.read(run)
            case .writing: return try await database.write(run)
            }
        } catch {
            throw SalesforceError(error)
        }
    }
}
