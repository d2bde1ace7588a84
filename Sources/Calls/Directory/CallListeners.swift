import Synchronization

/// Who looks on while calls change.
package final class CallListeners: Sendable {
    private struct Listener {
        /// Nil for all calls.
        let callID: String?
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Says that a call has changed.
    package func tell(_ callID: String) {
        let continuations = state.withLock { state in
            state.listeners.values.filter { $0.callID == nil || $0.callID == callID }.map(\.continuation)
        }
        for continuation in continuations { continuation.yield() }
    }

    /// Says when a call may have changed, and every `pause` that it is time to look: what other nodes did, nobody tells.
    ///
    /// Who is slow misses nothing but repetitions.
    package func changes(of callID: String?, lookingEvery pause: Duration) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastNumber += 1
            state.listeners[state.lastNumber] = Listener(callID: callID, continuation: continuation)
            return state.lastNumber
        }
        let reminder = Task {
            while true {
                try await Task.sleep(for: pause)
                continuation.yield()
            }
        }
        continuation.onTermination = { [weak self] _ in
            reminder.cancel()
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }
}
