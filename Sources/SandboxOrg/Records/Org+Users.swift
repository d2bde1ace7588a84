import GRDB

extension Org {
    /// Somebody who can log in.
    struct User: Sendable {
        var id: String
        var isActive: Bool
        /// The name of the time zone: `America/New_York`.
        var timeZone: String?
    }

    /// The user of a name, whatever its case; nil when there is none.
    func user(named username: String) async throws(SalesforceError) -> User? {
        try await user(where: "\"Username\"", is: username)
    }

    func user(_ id: String) async throws(SalesforceError) -> User? {
        try await user(where: "\"Id\"", is: id)
    }

    private func user(where column: String, is value: String) async throws(SalesforceError) -> User? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT \"Id\", \"IsActive\", \"TimeZoneSidKey\" FROM \"User\" WHERE \(column) = ?",
                arguments: [value]
            )
            return row.map { User(id: $0["Id"], isActive: $0["IsActive"], timeZone: $0["TimeZoneSidKey"]) }
        }
    }
}
