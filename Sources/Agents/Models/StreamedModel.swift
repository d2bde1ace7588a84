import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// A model of a provider that streams its responses over HTTP.
///
/// A request that fails before the model has begun is sent again while the turn has time; one that fails later is not:
/// the caller has heard its first words.
struct StreamedModel<Wire: ModelWire>: LanguageModel {
    let wire: Wire
    let settings: ModelSettings
    let transport: ModelTransport

    func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await answer(request) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func answer(_ request: ModelRequest, _ show: @escaping @Sendable (ModelEvent) -> Void) async throws {
        var failures = 0
        while true {
            let attempt = ResponseAttempt(show)
            do {
                try await perform(attempt, request)
                return
            } catch let error as ModelError {
                failures += 1
                guard !attempt.hasShown, let pause = pause(after: error, failures, request.deadline) else {
                    throw error
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    /// How long to wait before the next attempt; nil when there is none.
    private func pause(
        after error: ModelError,
        _ failures: Int,
        _ deadline: ContinuousClock.Instant
    ) -> Duration? {
        guard error.isPassing, failures <= settings.retries else { return nil }
        let backoff = settings.backoff * Double(1 << (failures - 1)) * Double.random(in: 0.5...1)
        let pause = max(backoff, error.retryAfter ?? .zero)
        return ContinuousClock.now.advanced(by: pause) < deadline ? pause : nil
    }

    // MARK: One attempt

    private func perform(_ attempt: ResponseAttempt, _ request: ModelRequest) async throws {
        let firstWord = min(request.deadline, .now.advanced(by: settings.firstWordPatience))
        let deadline = request.deadline
        let outgoing = request
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await send(outgoing, attempt) }
            group.addTask {
                try await Task.sleep(until: firstWord, clock: .continuous)
                if !attempt.hasBegun { throw ModelError(.timedOut, "The model did not begin in time.") }
                try await Task.sleep(until: deadline, clock: .continuous)
                throw ModelError(.timedOut, "The model did not finish in time.")
            }
            try await group.next()
        }
    }

    private func send(_ request: ModelRequest, _ attempt: ResponseAttempt) async throws {
        var outgoing = HTTPClientRequest(url: settings.address(of: wire.path))
        outgoing.method = .POST
        outgoing.headers = wire.headers
        outgoing.headers.add(name: "Content-Type", value: "application/json")
        outgoing.headers.add(name: "Accept", value: "text/event-stream")
        outgoing.body = .bytes(ByteBuffer(bytes: wire.body(of: request).serialized()))
        do {
            let response = try await transport.client.execute(outgoing, deadline: .distantFuture)
            guard response.status == .ok else { throw ModelError(status: Int(response.status.code), response.headers) }
            let type = response.headers.first(name: "Content-Type") ?? ""
            if type.lowercased().hasPrefix("application/json") {
                try await readWhole(response.body, attempt)
            } else {
                try await readStream(response.body, attempt)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw ModelError(transport: error)
        }
    }

    private func readStream(_ body: HTTPClientResponse.Body, _ attempt: ResponseAttempt) async throws {
        var events = ServerSentEvents()
        var reader = wire.reader()
        for try await bytes in body {
            for event in try events.read(bytes.readableBytesView) { attempt.show(try reader.read(event)) }
            if reader.hasBegun { attempt.begin() }
        }
        if let event = events.finish() { attempt.show(try reader.read(event)) }
        attempt.show(try reader.finish())
    }

    private func readWhole(_ body: HTTPClientResponse.Body, _ attempt: ResponseAttempt) async throws {
        let bytes = try await body.collect(upTo: ModelTransport.maximumAnswerSize)
        let response: JSONValue
        do throws(JSONError) {
            response = try JSONValue(parsing: Array(bytes.readableBytesView))
        } catch {
            throw ModelError(.unreadable, "The response is not JSON: \(error)")
        }
        var reader = wire.reader()
        attempt.show(try reader.read(whole: response))
        attempt.show(try reader.finish())
    }
}

/// How far one attempt at a response has come.
private final class ResponseAttempt: Sendable {
    private struct Progress {
        var hasBegun = false
        var hasShown = false
    }

    private let progress = Mutex(Progress())
    private let listener: @Sendable (ModelEvent) -> Void

    init(_ listener: @escaping @Sendable (ModelEvent) -> Void) { self.listener = listener }

    /// Whether the model is at work.
    var hasBegun: Bool { progress.withLock(\.hasBegun) }
    /// Whether anything was passed on that can't be taken back.
    var hasShown: Bool { progress.withLock(\.hasShown) }

    func begin() { progress.withLock { $0.hasBegun = true } }

    func show(_ events: [ModelEvent]) {
        for event in events {
            if !event.isUsage { progress.withLock { $0 = Progress(hasBegun: true, hasShown: true) } }
            listener(event)
        }
    }
}
