/// Runs an operation that is cancelled, and fails with ``TransportFailure/deadlinePassed``, when the deadline passes.
func withDeadline<Result: Sendable>(
    _ deadline: ContinuousClock.Instant,
    _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(until: deadline, clock: .continuous)
            throw TransportFailure.deadlinePassed
        }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}
