import Platforms

/// One connection to the server, made when it is first needed, and again when it was lost.
actor PostgresConnection {
    enum Kind: Sendable {
        case reading, writing
        /// Changes the tables themselves, one node after the other.
        case restructuring
    }

    /// How a try to run a transaction ended.
    enum Attempt<Result: Sendable>: Sendable {
        case done(Result)
        case failed(StoreError)
        /// Another transaction was in the way: it is worth running it again.
        case inTheWay
        /// The connection was lost before the server answered to the commit of the transaction with this number.
        case unanswered(Result, transaction: String)
    }

    private let address: String
    private let schema: String?
    private let executor: QueueExecutor
    private var link: PostgresLink?
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(to address: String, schema: String?) {
        self.address = address
        self.schema = schema
        executor = QueueExecutor(label: "postgres")
    }

    func attempt<Result: Sendable>(
        _ kind: Kind,
        _ body: @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) -> Attempt<Result> {
        do throws(PostgresFailure) {
            // A connection that has waited long may have been lost without anybody noticing.
            if let link {
                do throws(PostgresFailure) {
                    return try run(kind, body, on: link)
                } catch  where error.isConnectionLost {
                    self.link = nil
                }
            }
            return try run(kind, body, on: try open())
        } catch {
            if error.isConnectionLost { link = nil }
            return error.isInTheWay ? .inTheWay : .failed(error.storeError)
        }
    }

    /// Whether a transaction came to hold; nil while the server is still at it.
    func isCommitted(_ transaction: String) throws(StoreError) -> Bool? {
        do throws(PostgresFailure) {
            let status = try open().run("SELECT pg_xact_status($1::text::xid8)", [.text(transaction)]).firstText
            return status == "in progress" ? nil : status == "committed"
        } catch {
            if error.isConnectionLost { link = nil }
            throw error.storeError
        }
    }

    func close() {
        isClosed = true
        link = nil
    }

    private func open() throws(PostgresFailure) -> PostgresLink {
        if isClosed { throw PostgresFailure(state: "", message: "The database is closed.") }
        if let link { return link }
        let link = try PostgresLink(to: address, schema: schema)
        self.link = link
        return link
    }

    /// Throws only what happened to the transaction before it could hold.
    private func run<Result: Sendable>(
        _ kind: Kind,
        _ body: (any DatabaseSession) throws(StoreError) -> Result,
        on link: PostgresLink
    ) throws(PostgresFailure) -> Attempt<Result> {
        let number = try link.script(kind.beginning)
        let session = PostgresSession(link)
        let result: Result
        do throws(StoreError) {
            result = try body(session)
        } catch {
            if let failure = session.failure {
                try end(after: failure, on: link)
            }
            try link.script("ROLLBACK")
            return .failed(error)
        }
        if let failure = session.failure { try end(after: failure, on: link) }
        do throws(PostgresFailure) {
            try link.script("COMMIT")
        } catch  where error.isConnectionLost && kind != .reading {
            self.link = nil
            guard let transaction = number.firstText else { throw error }
            return .unanswered(result, transaction: transaction)
        }
        return .done(result)
    }

    private func end(after failure: PostgresFailure, on link: PostgresLink) throws(PostgresFailure) {
        if !failure.isConnectionLost {
            try link.script("ROLLBACK")
            if failure.state == "0A000" { self.link = nil }
        }
        throw failure
    }
}

extension PostgresConnection.Kind {
    /// An arbitrary number that says which lock is meant.
    private static let restructuringLock = 7_496_208_551

    fileprivate var beginning: String {
        switch self {
        case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .writing: "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT pg_current_xact_id()::text"
        // Each statement must see what the node before has done while this one waited for the lock.
        case .restructuring:
            """
            BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
            SELECT pg_advisory_xact_lock(\(Self.restructuringLock)); SELECT pg_current_xact_id()::text
            """
        }
    }
}
