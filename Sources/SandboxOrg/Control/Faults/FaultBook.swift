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
        /// What happens to parts of a composite request alone, by their places.
        var parts: [Int: Fault.Kind] = [:]

        /// What it is called in the log of requests.
        var name: String? {
            let kind = kind ?? parts.min { $0.key < $1.key }?.value
            return kind?.name ?? (latency > .zero ? "latency" : nil)
        }
    }

    fileprivate struct State {
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
    ///
    /// A fault that is not for a composite request may be for parts of it. One that is an answer is the answer of those
    /// parts; any other strikes the whole.
    func verdict(on request: RestRequest, in schema: Schema) -> Verdict {
        state.withLock { state in
            var verdict = Verdict()
            let open = state.entries.indices.filter { !state.entries[$0].isOver }
            // The parts are read only when a fault could be for one.
            let parts = open.isEmpty ? [] : request.parts(in: schema)
            for index in open {
                let fault = state.entries[index].fault
                if fault.isFor(request) {
                    if state.strikes(index, unless: verdict) { verdict.add(fault.kind) }
                    continue
                }
                for part in parts where fault.isFor(part, in: schema) {
                    guard fault.kind.isAnswer, !part.isRecord || fault.kind == .lockedRow else {
                        if state.strikes(index, unless: verdict) { verdict.add(fault.kind) }
                        break
                    }
                    guard verdict.parts[part.index] == nil, state.strikes(index, unless: verdict) else { continue }
                    verdict.parts[part.index] = fault.kind
                }
            }
            return verdict
        }
    }
}

extension FaultBook.State {
    /// Whether a fault happens to a request it is for, and counts it when it does.
    fileprivate mutating func strikes(_ index: Int, unless verdict: FaultBook.Verdict) -> Bool {
        let fault = entries[index].fault
        guard !entries[index].isOver, fault.kind.isWait || verdict.kind == nil,
            fault.probability >= 1 || Double.random(in: 0..<1, using: &generator) < fault.probability
        else { return false }
        entries[index].hits += 1
        return true
    }
}

extension FaultBook.Verdict {
    fileprivate mutating func add(_ kind: Fault.Kind) {
        if case .latency(let duration) = kind { latency += duration } else { self.kind = kind }
    }
}

extension Fault {
    fileprivate func isFor(_ request: RestRequest) -> Bool { kind.canHappen(to: request) && requests.matches(request) }

    fileprivate func isFor(_ part: RestRequest.Part, in schema: Schema) -> Bool {
        isFor(part.request) || part.request.parts(in: schema).contains { isFor($0.request) }
    }
}

extension Fault.Kind {
    fileprivate var isWait: Bool { if case .latency = self { true } else { false } }

    /// Whether the request gets an error for an answer, and nothing else happens.
    fileprivate var isAnswer: Bool {
        switch self {
        case .invalidSession, .requestLimit, .serverError, .unavailable, .lockedRow: true
        case .latency, .dropBeforeCommit, .dropAfterCommit, .slowBody, .malformedJSON: false
        }
    }
}
