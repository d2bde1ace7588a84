import Foundation

/// A time on a wall clock, to the second.
package struct TimeOfDay: Hashable, Sendable {
    /// Seconds since the day began by the clock: 0 to 86,399, or 86,400 for the midnight that ends the day.
    package let seconds: Int

    init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        seconds = hour * 3_600 + minute * 60 + second
    }

    private init(seconds: Int) { self.seconds = seconds }

    /// The time it is in a time zone at an instant, to the minute.
    init(of instant: Date, in zone: TimeZone) {
        let local = Int(instant.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: instant)
        let ofDay = local % 86_400 < 0 ? local % 86_400 + 86_400 : local % 86_400
        seconds = ofDay - ofDay % 60
    }

    static let noon = TimeOfDay(seconds: 43_200)
    static let startOfDay = TimeOfDay(seconds: 0)
    /// The midnight that ends a day.
    static let endOfDay = TimeOfDay(seconds: 86_400)
    static let morning = TimeOfDay(seconds: 9 * 3_600)
    static let afternoon = TimeOfDay(seconds: 14 * 3_600)
    static let evening = TimeOfDay(seconds: 18 * 3_600)
    static let night = TimeOfDay(seconds: 20 * 3_600)

    /// The time to be read aloud: "2:30 PM".
    package var spoken: String {
        let hour = seconds / 3_600 % 24
        return "\((hour + 11) % 12 + 1):\(padded(seconds / 60 % 60, to: 2)) \(hour < 12 ? "AM" : "PM")"
    }
}
