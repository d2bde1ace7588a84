import Platforms
import Synchronization

/// A few connections, lent to one transaction at a time.
final class PostgresPool: Sendable {
    private struct State {
        /// The one given back last is lent first: it is the likeliest to be warm.
        var idle: [PostgresConnection]
        var waiting: [CheckedContinuation<PostgresConnection, Never>] = []
        var firstWaiting = 0
    }

    private let connections: [PostgresConnection]
    private let state: Mutex<State>

    init(_ connections: [PostgresConnection]) {
        self.connections = connections
        state = Mutex(State(idle: connections))
    }

    func lend<Result: Sendable>(
        _ body: (PostgresConnection) async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let connection = await take()
        defer { giveBack(connection) }
        return try await body(connection)
    }

    func close() async {
        for connection in connections { await connection.close() }
    }

    private func take() async -> PostgresConnection {
        if let connection = state.withLock({ $0.waiting.isEmpty ? $0.idle.popLast() : nil }) { return connection }
        return await withCheckedContinuation { continuation in
            let connection = state.withLock { state -> PostgresConnection? in
                if let connection = state.idle.popLast() { return connection }
                state.waiting.append(continuation)
                return nil
            }
            if let connection { continuation.resume(returning: connection) }
        }
    }

    private func giveBack(_ connection: PostgresConnection) {
        let next = state.withLock { state -> CheckedContinuation<PostgresConnection, Never>? in
            guard state.firstWaiting < state.waiting.count else {
                state.idle.append(connection)
                return nil
            }
            let next = state.waiting[state.firstWaiting]
            state.firstWaiting += 1
            if state.firstWaiting == state.waiting.count || state.firstWaiting > 512 {
                state.waiting.removeFirst(state.firstWaiting)
                state.firstWaiting = 0
            }
            return next
        }
        next?.resume(returning: connection)
    }
}
