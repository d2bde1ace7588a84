import Foundation
import Testing

@testable import Platforms

struct UsageMeterTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(arguments: [
        (used: 0, percent: 20, isAdmitted: true), (used: 79, percent: 20, isAdmitted: true),
        (used: 80, percent: 20, isAdmitted: false), (used: 120, percent: 20, isAdmitted: false),
        (used: 120, percent: 0, isAdmitted: true),
    ])
    func `agents stop before the share of people is touched`(used: Int, percent: Int, isAdmitted: Bool) {
        var meter = UsageMeter(nil)
        meter.note(APIUsage.Share(used: used, granted: 100), at: Self.start)
        let admission = meter.admission(reservedPercent: percent, at: Self.start)
        #expect(admission == (isAdmitted ? .admitted : .refused))
    }

    @Test func `before the org has said anything, agents may ask`() {
        var meter = UsageMeter(nil)
        #expect(meter.admission(reservedPercent: 50, at: Self.start) == .admitted)
    }

    @Test func `an org that nobody asks is asked once a minute whether it is better`() {
        var meter = UsageMeter(SeenUsage(APIUsage.Share(used: 99, granted: 100), at: Self.start))
        #expect(meter.admission(reservedPercent: 20, at: Self.start + 59) == .refused)
        #expect(meter.admission(reservedPercent: 20, at: Self.start + 61) == .refusedUntilAsked)
        #expect(meter.admission(reservedPercent: 20, at: Self.start + 62) == .refused)
        #expect(meter.admission(reservedPercent: 20, at: Self.start + 122) == .refusedUntilAsked)
        meter.note(APIUsage.Share(used: 1, granted: 100), at: Self.start + 123)
        #expect(meter.admission(reservedPercent: 20, at: Self.start + 124) == .admitted)
    }

    @Test func `what another node has seen later counts`() {
        var meter = UsageMeter(SeenUsage(APIUsage.Share(used: 10, granted: 100), at: Self.start))
        meter.learn(SeenUsage(APIUsage.Share(used: 5, granted: 100), at: Self.start - 1))
        #expect(meter.seen?.share.used == 10)
        meter.learn(SeenUsage(APIUsage.Share(used: 90, granted: 100), at: Self.start + 1))
        #expect(meter.seen?.share.used == 90)
        #expect(meter.takeUnsaved() == nil)
        meter.note(APIUsage.Share(used: 91, granted: 100), at: Self.start + 2)
        #expect(meter.takeUnsaved()?.share.used == 91)
        #expect(meter.takeUnsaved() == nil)
    }
}
