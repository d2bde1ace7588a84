import Doors
import Foundation

/// A moment as pages show it; a script puts it into the reader's own time zone.
struct MomentView: Sendable {
    /// For programs.
    let timestamp: String
    /// For people: `26 Nov 2026, 03:10 UTC`.
    let text: String

    init(_ date: Date) {
        timestamp = date.timestamp
        text = date.formatted(Self.style) + " UTC"
    }

    private static let style = Date.VerbatimFormatStyle(
        format:
            "\(day: .defaultDigits) \(month: .abbreviated) \(year: .defaultDigits), \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        locale: Locale(identifier: "en_GB"),
        timeZone: .gmt,
        calendar: Calendar(identifier: .gregorian)
    )
}
