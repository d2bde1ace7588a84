import GRDB
import Platforms

/// What one caller wants to be done in a transaction, and whom to tell when it holds.
struct SQLiteTransaction: Sendable {
    /// Runs the body, and gives what tells the caller how it ended.
    ///
    /// What it gives is called with the reason when the transaction around it was lost.
    let run: @Sendable (SQLiteSession) -> Ending
    /// Tells the caller that the body can't run at all.
    let fail: @Sendable (StoreError) -> Void

    struct Ending: Sendable {
        /// Whether the body came to its end, so that what it did should hold.
        let isGood: Bool
        let tell: @Sendable (_ lost: StoreError?) -> Void
    }

    init<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result,
        then answer: @escaping @Sendable (Swift.Result<Result, StoreError>) -> Void
    ) {
        run = { session in
            let outcome = session.outcome(of: body)
            switch outcome {
            case .success:
                return Ending(isGood: true) { lost in answer(lost.map(Swift.Result.failure) ?? outcome) }
            case .failure:
                return Ending(isGood: false) { _ in answer(outcome) }
            }
        }
        fail = { answer(.failure($0)) }
    }
}
