import Crypto
import FoundationEssentials
import GRDB

/// The password a user has been given, in place of the one that all users of a sandbox org have at first.
struct UserPassword: Sendable {
    private static let table = "sandbox_password"
    private static let shortest = 8

    private let digest: Data
    private let length: Int
    private let userId: String

    static func createTable(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS "\(table)"
                ("userId" TEXT NOT NULL PRIMARY KEY, "digest" BLOB NOT NULL, "length" INTEGER NOT NULL)
                """
        )
    }

    /// Takes a new password; Salesforce's default policy wants eight characters, letters and digits among them.
    init(_ password: String, of userId: String) throws(SalesforceError) {
        guard password.count >= Self.shortest else {
            throw Self.refused("Your password must be at least \(Self.shortest) characters long.")
        }
        guard password.contains(where: \.isLetter), password.contains(where: \.isNumber) else {
            throw Self.refused("Your password must include both letters and numbers.")
        }
        self.userId = userId
        length = password.count
        digest = Self.digest(of: password, userId)
    }

    /// The one a user has been given; nil when there is none.
    init?(of userId: String, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT \"digest\", \"length\" FROM \"\(Self.table)\" WHERE \"userId\" = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [userId]) else { return nil }
        self.userId = userId
        digest = row["digest"]
        length = row["length"]
    }

    func save(in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO \"\(Self.table)\" (\"userId\", \"digest\", \"length\") VALUES (?, ?, ?)",
            arguments: [userId, digest, length]
        )
    }

    /// Whether a text is the password, which a security token may follow.
    func matches(_ text: String) -> Bool { Self.digest(of: String(text.prefix(length)), userId) == digest }

    private static func digest(of password: String, _ userId: String) -> Data {
        Data(SHA256.hash(data: Data("\(userId) \(password)".utf8)))
    }

    private static func refused(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "INVALID_NEW_PASSWORD", message: message)
    }
}
