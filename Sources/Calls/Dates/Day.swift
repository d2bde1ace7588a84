package import Foundation

/// A day of the Gregorian calendar, as written in a diary: without a time and without a time zone.
package struct Day: Hashable, Sendable, Comparable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// The years Salesforce takes.
    static let years = 1700...4000

    /// Days are counted at Greenwich, where none is longer or shorter than another.
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// Nil when there is no such day, or it lies outside the years 1700 to 4000.
    package init?(year: Int, month: Int, day: Int) {
        guard
            Self.years.contains(year), (1...12).contains(month), (1...31).contains(day),
            DateComponents(year: year, month: month, day: day).isValidDate(in: Self.calendar)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day it is in a time zone at an instant; nil outside the years 1700 to 4000.
    package init?(of instant: Date, in zone: TimeZone) {
        self.init(greenwich: instant.addingTimeInterval(TimeInterval(zone.secondsFromGMT(for: instant))))
    }

    private init?(greenwich instant: Date) {
        let parts = Self.calendar.dateComponents([.year, .month, .day], from: instant)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The first second of the day at Greenwich.
    var greenwichStart: Date {
        let parts = DateComponents(year: year, month: month, day: day)
        // A day that exists always has a start; the initializers have made sure that it exists.
        return Self.calendar.date(from: parts) ?? .distantPast
    }

    /// The day of the week, from 0 for Monday to 6 for Sunday.
    var weekday: Int { (Self.calendar.component(.weekday, from: greenwichStart) + 5) % 7 }

    /// The day some days later or, for a negative count, earlier; nil outside the years 1700 to 4000.
    func adding(days: Int) -> Day? {
        Day(greenwich: greenwichStart.addingTimeInterval(TimeInterval(days) * 86_400))
    }

    /// The same day some months later; the last of the month when that month is too short. Nil outside the years 1700 to
    /// 4000.
    func adding(months: Int) -> Day? {
        Self.calendar.date(byAdding: .month, value: months, to: greenwichStart).flatMap { Day(greenwich: $0) }
    }

    package static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension Day {
    /// The day as Salesforce takes it: `2026-02-12`.
    package var salesforceText: String {
        "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    /// The day to be read aloud: "Thursday, February 12", with the year when it is not that of `today`.
    package func spoken(today: Day) -> String {
        let text = "\(EnglishWords.weekdays[weekday]), \(EnglishWords.months[month - 1]) \(day)"
        return year == today.year ? text : "\(text), \(year)"
    }
}

/// A number with zeros before it, up to a number of digits.
func padded(_ number: Int, to digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
