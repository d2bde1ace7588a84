import Foundation
import GRDB
package import Platforms

extension SQLiteDatabase {
    /// Copies the database of a file to another, as it is at one moment. A server may be working on it.
    ///
    /// The copy is at its path only once it is whole, and only its owner can read it.
    package static func copy(from path: String, to target: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .unavailable("There is no database \(path).") }
        let draft = target + ".new"
        do {
            try? FileManager.default.removeItem(atPath: draft)
            guard
                FileManager.default.createFile(
                    atPath: draft,
                    contents: nil,
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw StoreError.unavailable("\(draft) can't be made.") }
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            let source = try DatabaseQueue(path: path, configuration: configuration)
            let copy = try DatabaseQueue(path: draft)
            // In one step: with several, every write of a server would make it start again.
            try source.backup(to: copy, pagesPerStep: -1)
            try copy.writeWithoutTransaction { db in
                // A copy is one file, until a server opens it.
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
            try source.close()
            try synchronize(draft)
            guard rename(draft, target) == 0 else { throw StoreError.unavailable("\(target) can't be made.") }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw StoreError(sqlite: error)
        }
    }

    /// Makes sure that a file is a whole database of this version or an older one.
    package static func check(_ path: String) async throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .unavailable("There is no file \(path).") }
        var problem: String?
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let file = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? file.close() }
            problem = try await file.read { db in
                guard try db.tableExists(Migrator.table) else { return "It is no database of Switchboard." }
                guard try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok" else { return "It is damaged." }
                let version = try Int.fetchOne(db, sql: "SELECT MAX(number) FROM \(Migrator.table)") ?? 0
                return version > Migrator.knownVersion ? "It was written by a newer version of Switchboard." : nil
            }
        } catch {
            throw StoreError(sqlite: error)
        }
        if let problem { throw .unreadable(problem) }
    }

    private static func synchronize(_ path: String) throws {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.synchronize()
        try file.close()
    }
}
