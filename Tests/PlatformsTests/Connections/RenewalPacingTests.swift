import Testing

@testable import Platforms

struct RenewalPacingTests {
    private let start = ContinuousClock.now

    @Test func `failures make the pauses longer, up to half a minute, and a success ends them`() {
        var pacing = RenewalPacing()
        #expect(pacing.allows(start))
        for pause in [0.5, 1, 2, 4, 8, 16, 30, 30] {
            pacing.failed(CRMError(.unavailable), at: start)
            #expect(!pacing.allows(start + .seconds(pause - 0.01)))
            #expect(pacing.allows(start + .seconds(pause)))
        }
        #expect(pacing.failure?.kind == .unavailable)
        pacing.succeeded(at: start)
        #expect(pacing.allows(start))
        #expect(pacing.failure == nil)
    }

    @Test func `a new token that is rejected is replaced at once, the next ones later and later`() {
        var pacing = RenewalPacing()
        var now = start
        pacing.succeeded(at: now)
        for pause in [0, 1, 2, 4] {
            pacing.rejected(at: now)
            #expect(pacing.allows(now) == (pause == 0))
            now += .seconds(pause)
            #expect(pacing.allows(now))
            pacing.succeeded(at: now)
        }
    }

    @Test func `an old token is replaced at once, however often`() {
        var pacing = RenewalPacing()
        var now = start
        for _ in 0..<5 {
            pacing.succeeded(at: now)
            now += .seconds(40)
            pacing.rejected(at: now)
            #expect(pacing.allows(now))
        }
    }
}
