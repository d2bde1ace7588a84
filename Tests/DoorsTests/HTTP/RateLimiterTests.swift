import Doors
import Testing

struct RateLimiterTests {
    @Test func `a bucket fills again as time goes by, and no further than its size`() {
        let limiter = RateLimiter(RateLimit(perSecond: 2, burst: 3))
        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(limiter.take("a", now: start) == nil) }
        #expect(limiter.take("a", now: start) == .seconds(0.5))
        #expect(limiter.take("b", now: start) == nil)
        #expect(limiter.take("a", now: start.advanced(by: .seconds(0.5))) == nil)
        for _ in 0..<3 { #expect(limiter.take("a", now: start.advanced(by: .seconds(100))) == nil) }
        #expect(limiter.isExhausted("a", now: start.advanced(by: .seconds(100))))
    }

    @Test func `many senders don't use up another's tokens`() {
        let limiter = RateLimiter(RateLimit(perSecond: 1, burst: 1))
        let start = ContinuousClock.now
        #expect(limiter.take("kept", now: start) == nil)
        for number in 0..<25_000 { _ = limiter.take("sender \(number)", now: start) }
        #expect(limiter.take("kept", now: start) != nil)
    }
}
