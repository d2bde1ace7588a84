import Foundation

/// A date in one of the forms of ISO 8601, taken apart.
struct ISODate {
    var day: Day
    var time: TimeOfDay?
    /// Fractions of the second, in seconds.
    var fraction: Double = 0
    /// Seconds east of Greenwich; nil when the text names no offset.
    var offset: Int?

    /// Nil when the text has none of the forms; throws when it has one and names no real day or time.
    static func read(_ text: String) throws(DateProblem) -> ISODate? {
        // Every form begins with a year. What does not is spared the patterns: they are long in the making.
        let beginning = text.utf8.prefix(4)
        guard beginning.count == 4, beginning.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        let extended =
            /([0-9]{4})[-\/]([0-9]{1,2})[-\/]([0-9]{1,2})(?:(?:[Tt]| +)([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? *([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?/
        let basic =
            /([0-9]{4})([0-9]{2})([0-9]{2})(?:[Tt]([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]{1,9}))?)?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?/
        guard let match = text.wholeMatch(of: extended) ?? text.wholeMatch(of: basic) else { return nil }
        let (_, year, month, dayOfMonth, hour, minute, second, fraction, zone) = match.output
        guard
            let year = Int(year), let month = Int(month), let dayOfMonth = Int(dayOfMonth),
            let day = Day(year: year, month: month, day: dayOfMonth)
        else { throw .noSuchDay }
        var date = ISODate(day: day)
        guard let hour, let hour = Int(hour), let minute, let minute = Int(minute) else { return date }
        let wholeSecond = second.flatMap { Int($0) } ?? 0
        if hour == 24, minute == 0, wholeSecond == 0 {
            date.time = .endOfDay
        } else {
            guard let time = TimeOfDay(hour: hour, minute: minute, second: wholeSecond) else { throw .unreadable }
            date.time = time
        }
        date.fraction = fraction.flatMap { Double("0.\($0)") } ?? 0
        date.offset = try zone.map(offset)
        return date
    }

    /// The instant, when the text names an offset.
    var instant: Date? {
        guard let offset, let time else { return nil }
        return day.greenwichStart.addingTimeInterval(TimeInterval(time.seconds - offset) + fraction)
    }

    private static func offset(_ zone: Substring) throws(DateProblem) -> Int {
        guard zone.lowercased() != "z" else { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let hours = Int(digits.prefix(2)), let minutes = digits.count > 2 ? Int(digits.suffix(2)) : 0 else {
            throw .unreadable
        }
        // No clock on Earth is further from Greenwich than this.
        guard hours <= 14, minutes < 60 else { throw .unreadable }
        return (zone.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
