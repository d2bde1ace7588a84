import GRDB
import Platforms

extension StoreError {
    /// What an error of SQLite means to whoever asked.
    init(sqlite error: any Error) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .unavailable(String(describing: error))
            return
        }
        let message = error.message ?? String(describing: error.resultCode)
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
            // "UNIQUE constraint failed: agents.name"
            self = .taken(message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message)
            return
        case .SQLITE_CONSTRAINT_FOREIGNKEY:
            self = .conflict
            return
        default: break
        }
        switch error.resultCode {
        case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH, .SQLITE_MISUSE,
            .SQLITE_RANGE, .SQLITE_SCHEMA, .SQLITE_TOOBIG:
            self = .unreadable(message)
        default:
            self = .unavailable(message)
        }
    }
}
