import Hummingbird
import Synchronization

/// The bodies that are read before it is known who has sent them: a signature over a body can be checked only at its end.
///
/// What strangers can make the server keep is bounded, by address and in all. What is short is always read.
final class UnprovedBodies: Sendable {
    struct Limits: Sendable {
        /// Up to here a body costs nothing, in bytes.
        var free = 64_000
        var ofAddress = 16_000_000
        var ofAll = 32_000_000
    }

    private struct Held {
        var byAddress: [String: Int] = [:]
        var all = 0
    }

    private let limits: Limits
    private let held = Mutex(Held())

    init(_ limits: Limits = Limits()) { self.limits = limits }

    /// Reads a body and looks at it.
    ///
    /// - Parameter maximumLength: In bytes.
    func read<Result: Sendable>(
        _ request: Request,
        from address: String,
        upTo maximumLength: Int,
        _ look: ([UInt8]) async throws -> Result
    ) async throws -> Result {
        var taken = 0
        defer { give(back: taken, to: address) }
        let bytes = try await request.collectedBody(upTo: maximumLength) { (length) throws(ProblemDetails) in
            let more = max(0, length - limits.free) - taken
            guard more > 0 else { return }
            try take(more, for: address)
            taken += more
        }
        return try await look(bytes)
    }

    private func take(_ length: Int, for address: String) throws(ProblemDetails) {
        let isTaken = held.withLock { held in
            let own = held.byAddress[address, default: 0] + length
            guard own <= limits.ofAddress, held.all + length <= limits.ofAll else { return false }
            held.byAddress[address] = own
            held.all += length
            return true
        }
        guard !isTaken else { return }
        throw ProblemDetails(
            .serviceUnavailable,
            "too_many_bodies",
            "Too much is being sent at once. Wait a second and try again.",
            headers: [.retryAfter: "1"]
        )
    }

    private func give(back length: Int, to address: String) {
        guard length > 0 else { return }
        held.withLock { held in
            let own = held.byAddress[address, default: 0] - length
            held.byAddress[address] = own > 0 ? own : nil
            held.all -= length
        }
    }
}
