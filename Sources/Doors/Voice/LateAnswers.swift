import Calls
import JSON
import Synchronization

/// Uses of tools that platforms were not kept waiting for, until somebody asks for what came of them.
///
/// A use goes on after the platform was told that it takes longer. The same use asked for again waits for the first one,
/// and so does the same request repeated.
final class LateAnswers: Sendable {
    /// What tells one use from another.
    struct Use: Hashable, Sendable {
        var callID: String
        var tool: String
        var arguments: JSONObject
    }

    /// A use under the platform's own id of it. An id that comes with another use is another request.
    private struct Request: Hashable {
        let use: Use
        let id: String
    }

    private struct Entry {
        let task: Task<Outcome, Never>
        let startedAt: ContinuousClock.Instant

        var isKept: Bool { startedAt > .now - LateAnswers.keeping }
    }

    private struct Entries {
        var byUse: [Use: Entry] = [:]
        var byRequest: [Request: Entry] = [:]
        private var sweptAt = ContinuousClock.now

        /// Not on every use: looking through all of them takes longer the more there are.
        mutating func forgetOld() {
            let now = ContinuousClock.now
            guard sweptAt.duration(to: now) >= LateAnswers.sweepInterval else { return }
            sweptAt = now
            byUse = byUse.filter(\.value.isKept)
            byRequest = byRequest.filter(\.value.isKept)
        }
    }

    /// How long an answer is kept for a repeated request.
    private static let keeping: Duration = .seconds(120)
    private static let sweepInterval: Duration = .seconds(1)

    private let entries = Mutex(Entries())

    /// What a use comes to; nil when that takes longer than one waits.
    ///
    /// - Parameter requestID: The platform's id of the use: repeated under it, a use has the same outcome.
    func outcome(
        of use: Use,
        requestID: String?,
        within patience: Duration,
        _ body: @escaping @Sendable () async -> Outcome
    ) async -> Outcome? {
        let request = requestID.map { Request(use: use, id: $0) }
        let task = entries.withLock { entries in
            entries.forgetOld()
            let known = request.flatMap { entries.byRequest[$0] } ?? entries.byUse[use]
            let entry = known.flatMap { $0.isKept ? $0 : nil } ?? Entry(task: Task { await body() }, startedAt: .now)
            entries.byUse[use] = entry
            if let request { entries.byRequest[request] = entry }
            return entry.task
        }
        guard let outcome = await task.value(within: patience) else { return nil }
        // Told once; the next time it is another use.
        entries.withLock { $0.byUse[use] = nil }
        return outcome
    }
}

extension Task where Failure == Never {
    /// The value, when it is there in time. The task goes on in any case.
    fileprivate func value(within patience: Duration) async -> Success? {
        let (stream, continuation) = AsyncStream<Success?>.makeStream()
        let waiting = Task<Void, Never> {
            continuation.yield(await self.value)
            continuation.finish()
        }
        let timer = Task<Void, Never> {
            try? await Task<Never, Never>.sleep(for: patience)
            continuation.yield(nil)
            continuation.finish()
        }
        defer {
            waiting.cancel()
            timer.cancel()
        }
        for await value in stream { return value }
        return nil
    }
}
