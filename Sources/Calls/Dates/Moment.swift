package import Foundation

/// An instant, with the forms it is sent and read aloud in.
package struct Moment: Hashable, Sendable {
    package let instant: Date
    /// The instant in UTC as Salesforce takes it: `2026-02-12T10:00:00.000Z`.
    package let salesforceText: String
    /// The instant by the clock of the time zone it was read in: "Thursday, February 12 at 10:00 AM".
    package let spoken: String
    /// The day it is then in that time zone.
    package let day: Day

    /// Nil outside the years 1700 to 4000. `today` decides whether the year is spoken.
    init?(_ instant: Date, in zone: TimeZone, today: Day) {
        guard let greenwichDay = Day(of: instant, in: .gmt), let day = Day(of: instant, in: zone) else { return nil }
        self.instant = instant
        self.day = day
        let milliseconds = Int((instant.timeIntervalSince(greenwichDay.greenwichStart) * 1_000).rounded())
        let clock = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1_000 % 60]
            .map { padded($0, to: 2) }.joined(separator: ":")
        salesforceText = "\(greenwichDay.salesforceText)T\(clock).\(padded(milliseconds % 1_000, to: 3))Z"
        spoken = "\(day.spoken(today: today)) at \(TimeOfDay(of: instant, in: zone).spoken)"
    }
}

extension TimeZone {
    /// The instant at which the clocks of this zone show a time on a day.
    ///
    /// Nil when they never do, because they are put forward past it. When they show it twice, because they are put back,
    /// the first one is meant.
    func instant(of time: TimeOfDay, on day: Day) -> Date? {
        let atGreenwich = day.greenwichStart.addingTimeInterval(TimeInterval(time.seconds))
        // The offset in force is that of a day before or a day after: clocks do not change twice in that time.
        let offsets = [-86_400, 86_400].map { secondsFromGMT(for: atGreenwich.addingTimeInterval($0)) }
        return offsets.map { offset in (offset, atGreenwich.addingTimeInterval(-TimeInterval(offset))) }
            .filter { offset, instant in secondsFromGMT(for: instant) == offset }
            .map { _, instant in instant }
            .min()
    }
}
