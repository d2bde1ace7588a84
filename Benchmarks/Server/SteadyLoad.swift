import Foundation

/// Requests at a steady rate, whether the ones before were answered or not: as calls come in.
///
/// Each is timed from when it was due, so that a server that stops for a moment can't hide it by slowing its clients.
struct SteadyLoad {
    let requestsPerSecond: Int
    let seconds: Int

    func run(_ request: @escaping @Sendable (_ number: Int) async throws -> Void) async throws -> Measurement {
        let interval = Duration.seconds(1) / requestsPerSecond
        let start = ContinuousClock.now + .milliseconds(50)
        let samples = try await withThrowingTaskGroup(of: Duration.self) { group in
            for number in 0..<(requestsPerSecond * seconds) {
                let due = start + interval * number
                try await Task.sleep(until: due, tolerance: .zero, clock: .continuous)
                group.addTask {
                    try await request(number)
                    return due.duration(to: .now)
                }
            }
            return try await group.reduce(into: [Duration]()) { $0.append($1) }
        }
        // The first second warms connections and caches.
        return Measurement(samples)
    }
}
