import Synchronization

/// The faults that are to happen, and how often they have.
package final class FaultBook: Sendable {
    /// A fault in the book.
    package struct Entry: Sendable, Identifiable {
        package let id: Int
        package let fault: Fault
        /// How often it has happened.
        package fileprivate(set) var hits = 0

        fileprivate var isOver: Bool { fault.count.map { hits >= $0 } ?? false }
    }

    /// What is to happen to one request.
    struct Verdict: Sendable {
        /// How long it waits first.
        var latency = Duration.zero
        /// What happens then.
        var kind: Fault.Kind?
    }

    private struct State {
        var entries: [Entry] = []
        var lastId = 0
        var generator: SeededGenerator
    }

    private let state: Mutex<State>

    /// With the same `seed` the same requests are struck by faults that are only likely.
    package init(_ faults: [Fault] = [], seed: UInt64 = 0) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
        for fault in faults { add(fault) }
    }

    /// All faults in the order they were added, also those that happen no more.
    package var all: [Entry] { state.withLock { $0.entries } }

    @discardableResult
    package func add(_ fault: Fault) -> Entry.ID {
        state.withLock { state in
            state.lastId += 1
            state.entries.append(Entry(id: state.lastId, fault: fault))
            return state.lastId
        }
    }

    /// Takes a fault out; false when there is none of the id.
    @discardableResult
    package func remove(_ id: Entry.ID) -> Bool {
        state.withLock { state in
            guard let index = state.entries.firstIndex(where: { $0.id == id }) else { return false }
            state.entries.remove(at: index)
            return true
        }
    }

    package func clear() { state.withLock { $0.entries = [] } }

    /// Begins the sequence of chances anew.
    package func seed(_ seed: UInt64) { state.withLock { $0.generator = SeededGenerator(seed: seed) } }

    /// What is to happen to a request: every wait, and the first of the other faults that strikes.
    func verdict(on request: RestRequest) -> Verdict {
        state.withLock { state in
            var verdict = Verdict()
            for index in state.entries.indices where !state.entries[index].isOver {
                let fault = state.entries[index].fault
                guard fault.kind.canHappen(to: request), fault.requests.matches(request) else { continue }
                var wait: Duration?
                if case .latency(let duration) = fault.kind { wait = duration }
                if wait == nil, verdict.kind != nil { continue }
                guard fault.probability >= 1 || Double.random(in: 0..<1, using: &state.generator) < fault.probability
                else { continue }
                state.entries[index].hits += 1
                if let wait { verdict.latency += wait } else { verdict.kind = fault.kind }
            }
            return verdict
        }
    }
}
