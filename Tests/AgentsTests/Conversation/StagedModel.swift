import Agents
import Synchronization

/// A model whose responses a test plays by hand, and whose requests it can read.
final class StagedModel: LanguageModel {
    private let responses: Mutex<[AsyncThrowingStream<ModelEvent, any Error>]>
    private let log = Mutex<[ModelRequest]>([])

    init(_ responses: [AsyncThrowingStream<ModelEvent, any Error>]) { self.responses = Mutex(responses) }

    var requests: [ModelRequest] { log.withLock(\.self) }

    func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        log.withLock { $0.append(request) }
        return responses.withLock {
            $0.isEmpty ? .failing(ModelError(.failed, "The stage is empty.")) : $0.removeFirst()
        }
    }
}

extension AsyncThrowingStream where Element == ModelEvent, Failure == any Error {
    /// A response that is complete.
    static func of(_ events: ModelEvent...) -> Self {
        Self { continuation in
            for event in events { continuation.yield(event) }
            continuation.finish()
        }
    }

    /// A response that fails after these events.
    static func failing(_ error: ModelError, after events: ModelEvent...) -> Self {
        Self { continuation in
            for event in events { continuation.yield(event) }
            continuation.finish(throwing: error)
        }
    }

    /// A response that begins like this and never ends.
    static func endless(_ events: ModelEvent...) -> Self {
        Self { continuation in for event in events { continuation.yield(event) } }
    }
}

/// Holds up whoever comes through until it is opened.
actor Barrier {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var arrivals = 0
    private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func pass() async {
        arrivals += 1
        for watcher in watchers where watcher.count <= arrivals { watcher.continuation.resume() }
        watchers.removeAll { $0.count <= arrivals }
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Waits until so many have come.
    func arrived(_ count: Int = 1) async {
        if arrivals < count { await withCheckedContinuation { watchers.append((count, $0)) } }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
