/// Work that someone waits for, who wants to say something every second until it is done.
struct SlowWork<Value: Sendable>: Sendable {
    private enum Event: Sendable {
        case done(Value)
        case second
    }

    private let events: AsyncStream<Event>

    /// Starts the work. It is done to its end, whoever still waits for it.
    init(_ work: @escaping @Sendable () async -> Value) {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        let ticking = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                continuation.yield(.second)
            }
        }
        Task {
            continuation.yield(.done(await work()))
            continuation.finish()
            ticking.cancel()
        }
    }

    /// What the work came to; nil when another second has passed before.
    func next() async -> Value? {
        for await case .done(let value) in events.prefix(1) { return value }
        return nil
    }
}
