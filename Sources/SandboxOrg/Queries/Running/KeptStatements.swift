import GRDB
import Synchronization

/// The queries whose statements stay compiled: to compile one takes longer than to run it.
///
/// What is asked the second time is likely to be asked again. As many are kept as a client may well have, for every
/// connection to the database keeps its own of them.
final class KeptStatements: Sendable {
    private static let kept = 100
    private static let remembered = 1000

    private struct Texts {
        var seen: Set<String> = []
        var kept: Set<String> = []
    }

    private let texts = Mutex(Texts())

    /// A statement that is run to its end before the same text is asked for again.
    func statement(_ sql: String, in db: Database) throws -> Statement {
        try isKept(sql) ? db.cachedStatement(sql: sql) : db.makeStatement(sql: sql)
    }

    private func isKept(_ sql: String) -> Bool {
        texts.withLock { texts in
            if texts.kept.contains(sql) { return true }
            guard texts.kept.count < Self.kept else { return false }
            if texts.seen.remove(sql) != nil {
                texts.kept.insert(sql)
                return true
            }
            if texts.seen.count >= Self.remembered { texts.seen = [] }
            texts.seen.insert(sql)
            return false
        }
    }
}
