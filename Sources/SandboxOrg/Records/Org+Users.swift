import Foundation
import GRDB

extension Org {
    /// Somebody who can log in.
    struct User: Sendable {
        var id: String
        var username: String
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

    /// The password a user has been given; nil for the one all users have at first.
    func password(of userId: String) async throws(SalesforceError) -> UserPassword? {
        try await connected(for: .reading, as: nil) { connection throws(SalesforceError) in
            try connection.perform { try UserPassword(of: userId, in: connection.db) }
        }
    }

    private func user(where column: String, is value: String) async throws(SalesforceError) -> User? {
        try await connected(for: .reading, as: nil) { connection throws(SalesforceError) in
            try connection.perform { try Self.user(where: column, is: value, in: connection.db) }
        }
    }

    /// The time zone in which a user's days begin and end.
    func timeZone(of userId: String, in db: Database) throws -> TimeZone {
        try Self.user(where: "\"Id\"", is: userId, in: db)?.timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
    }

    private static func user(where column: String, is value: String, in db: Database) throws -> User? {
        let statement = try db.cachedStatement(
            sql: "SELECT \"Id\", \"Username\", \"IsActive\", \"TimeZoneSidKey\" FROM \"User\" WHERE \(column) = ?"
        )
        let row = try Row.fetchOne(statement, arguments: [value])
        return row.map {
            User(id: $0["Id"], username: $0["Username"], isActive: $0["IsActive"], timeZone: $0["TimeZoneSidKey"])
        }
    }
}
