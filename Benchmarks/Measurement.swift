import Foundation

/// How long something took, over many runs.
struct Measurement {
    let median: Duration
    let minimum: Duration
    /// What 99 of 100 runs stay below.
    let percentile99: Duration
    let runs: Int

    init(_ samples: [Duration]) {
        let sorted = samples.sorted()
        let last = max(0, sorted.count - 1)
        median = sorted[last / 2]
        minimum = sorted[0]
        percentile99 = sorted[Int((Double(last) * 0.99).rounded(.up))]
        runs = sorted.count
    }
}

/// Runs the same work over and over and times each run.
///
/// What the work gives is added up and printed at the end, so that the compiler can't leave the work out.
struct Stopwatch {
    private(set) var total = 0

    /// Times each of so many runs of `work`, which gives any number that depends on what it did.
    mutating func measure(runs: Int, _ work: (_ run: Int) throws -> Int) rethrows -> Measurement {
        var samples: [Duration] = []
        samples.reserveCapacity(runs)
        for run in 0..<(runs / 10) { total &+= try work(-1 - run) }
        for run in 0..<runs {
            let start = ContinuousClock.now
            total &+= try work(run)
            samples.append(start.duration(to: .now))
        }
        return Measurement(samples)
    }

    /// Times each of so many runs of asynchronous `work`.
    mutating func measure(runs: Int, _ work: (_ run: Int) async throws -> Int) async rethrows -> Measurement {
        var samples: [Duration] = []
        samples.reserveCapacity(runs)
        for run in 0..<(runs / 10) { total &+= try await work(-1 - run) }
        for run in 0..<runs {
            let start = ContinuousClock.now
            total &+= try await work(run)
            samples.append(start.duration(to: .now))
        }
        return Measurement(samples)
    }
}
