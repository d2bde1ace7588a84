package import Foundation

/// Reads dates and times as people and language models say them.
///
/// It takes ISO 8601 (a text without an offset is meant in the agent's time zone) and plain English: "now",
/// "tomorrow at 10am", "next Tuesday 14:30", "in two hours", "December 3rd at half past four in the afternoon". It never
/// guesses: what could mean two things is a ``DateProblem`` with a question to ask.
///
/// - A weekday is the next one after today, never today itself. "Next Tuesday" is the Tuesday of the coming week, weeks
///   starting on Monday; said on a Monday it is eight days away. "Last Tuesday" is the one before today.
/// - A date without a year is the next one, today included; "the 15th" likewise.
/// - "Morning" is 9:00, "afternoon" 14:00, "evening" 18:00 and "tonight" 20:00. Midnight ends the day it is said of.
/// - A time without a day is the next time the clocks show it.
/// - "In three days" keeps the time of day; "in 72 hours" counts hours, whatever the clocks do. Seconds are dropped.
/// - Of a time that comes twice, because the clocks are put back, the first is taken.
package struct DateReader: Sendable {
    private let now: Date
    private let zone: TimeZone

    /// The longest text that can be a date; nobody says more.
    private static let maximumLength = 100

    package init(now: Date, in zone: TimeZone) {
        self.now = now
        self.zone = zone
    }

    /// The instant a text means.
    package func moment(_ text: String) throws(DateProblem) -> Moment {
        let today = try today()
        let instant: Date
        if let date = try ISODate.read(try trimmed(text)) {
            guard let time = date.time else { throw .missingTime(on: date.day.spoken(today: today)) }
            if let named = date.instant {
                instant = named
            } else {
                instant = try self.instant(of: time, on: date.day).addingTimeInterval(date.fraction)
            }
        } else {
            instant = try self.instant(of: DatePhrase(DateToken.read(try trimmed(text)), today: today))
        }
        guard let moment = Moment(instant, in: zone, today: today) else { throw .noSuchDay }
        return moment
    }

    /// The day a text means. A time in it is read and left out.
    package func day(_ text: String) throws(DateProblem) -> Day {
        if let date = try ISODate.read(try trimmed(text)) {
            guard let instant = date.instant else { return date.day }
            return try day(of: instant)
        }
        let phrase = try DatePhrase(DateToken.read(try trimmed(text)), today: try today())
        _ = try phrase.namedTime()
        if let day = try phrase.namedDay() { return day }
        if let distance = phrase.distance, distance.minutes == 0 { return try dayAway(distance) }
        return try day(of: instant(of: phrase))
    }

    /// The day it is now in the time zone; what ``Day/spoken(today:)`` wants to know.
    package func today() throws(DateProblem) -> Day { try day(of: now) }

    private func trimmed(_ text: String) throws(DateProblem) -> String {
        guard text.utf8.count <= Self.maximumLength else { throw .unreadable }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func day(of instant: Date) throws(DateProblem) -> Day {
        guard let day = Day(of: instant, in: zone) else { throw .noSuchDay }
        return day
    }

    private var thisMinute: Date {
        Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60)
    }

    private func instant(of phrase: DatePhrase) throws(DateProblem) -> Date {
        if phrase.isNow { return thisMinute }
        let time = try phrase.namedTime()
        if let distance = phrase.distance {
            guard distance.days != 0 || distance.months != 0 else {
                return thisMinute.addingTimeInterval(TimeInterval(distance.minutes) * 60)
            }
            let start = try instant(of: time ?? TimeOfDay(of: now, in: zone), on: dayAway(distance))
            return start.addingTimeInterval(TimeInterval(distance.minutes) * 60)
        }
        switch (try phrase.namedDay(), time) {
        case (let day?, let time?): return try instant(of: time, on: day)
        case (let day?, nil): throw .missingTime(on: day.spoken(today: phrase.today))
        case (nil, let time?): return try nextInstant(of: time)
        case (nil, nil): throw .unreadable
        }
    }

    private func dayAway(_ distance: DatePhrase.Distance) throws(DateProblem) -> Day {
        guard let day = try today().adding(months: distance.months)?.adding(days: distance.days) else {
            throw .noSuchDay
        }
        return day
    }

    private func instant(of time: TimeOfDay, on day: Day) throws(DateProblem) -> Date {
        guard let instant = zone.instant(of: time, on: day) else {
            throw .noSuchTime(time: time.spoken, on: day.spoken(today: try today()))
        }
        return instant
    }

    private func nextInstant(of time: TimeOfDay) throws(DateProblem) -> Date {
        let today = try today()
        if let instant = zone.instant(of: time, on: today), instant >= thisMinute { return instant }
        guard let tomorrow = today.adding(days: 1) else { throw .noSuchDay }
        return try instant(of: time, on: tomorrow)
    }
}
