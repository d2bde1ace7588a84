import Synchronization

/// How often one sender may ask.
package struct RateLimit: Hashable, Sendable {
    /// Requests a second, for as long as it likes.
    package var perSecond: Double
    /// Requests at once, after a rest.
    package var burst: Double

    package init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// A bucket of tokens for each sender.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private struct Buckets {
        var byKey: [String: Bucket] = [:]
        var nextSweep: Int
    }

    private let limit: RateLimit
    private let buckets: Mutex<Buckets>
    private static let sweepSize = 10_000

    package init(_ limit: RateLimit) {
        self.limit = limit
        buckets = Mutex(Buckets(nextSweep: Self.sweepSize))
    }

    /// Takes one token.
    ///
    /// - Returns: How long to wait for one; nil when it was there.
    package func take(_ key: String, now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets.byKey.count >= buckets.nextSweep { sweep(&buckets, now: now) }
            var bucket = buckets.byKey[key] ?? Bucket(tokens: limit.burst, filledAt: now)
            bucket.tokens = tokens(in: bucket, now: now)
            bucket.filledAt = now
            defer { buckets.byKey[key] = bucket }
            guard bucket.tokens >= 1 else { return .seconds((1 - bucket.tokens) / max(limit.perSecond, 0.001)) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// Whether a sender has used up its tokens, without taking one.
    package func isExhausted(_ key: String, now: ContinuousClock.Instant = .now) -> Bool {
        buckets.withLock { buckets in
            guard let bucket = buckets.byKey[key] else { return limit.burst < 1 }
            return tokens(in: bucket, now: now) < 1
        }
    }

    private func tokens(in bucket: Bucket, now: ContinuousClock.Instant) -> Double {
        let elapsed = bucket.filledAt.duration(to: now) / .seconds(1)
        return min(limit.burst, bucket.tokens + elapsed * limit.perSecond)
    }

    /// Forgets the senders whose buckets are full again, so that many senders don't fill the memory.
    private func sweep(_ buckets: inout Buckets, now: ContinuousClock.Instant) {
        buckets.byKey = buckets.byKey.filter { tokens(in: $0.value, now: now) < limit.burst }
        buckets.nextSweep = max(Self.sweepSize, buckets.byKey.count * 2)
    }
}
