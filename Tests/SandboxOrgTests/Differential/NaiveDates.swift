import Foundation
import JSON
import SOQL

/// Date literals and date functions, by Foundation's calendar.
struct NaiveDates {
    let now: Date
    private let zone: Calendar
    private let utc: Calendar

    init(now: Date, timeZone: TimeZone) {
        self.now = now
        var calendar = Calendar(identifier: .gregorian)
        calendar.firstWeekday = 1
        calendar.timeZone = .gmt
        utc = calendar
        calendar.timeZone = timeZone
        zone = calendar
    }

    /// The moments from the first, to before the second, that a literal names for the user.
    func range(_ literal: String, _ count: Int?) -> (start: Date, end: Date)? {
        let name = literal.uppercased()
        let words = name.split(separator: "_").map(String.init)
        let today = zone.startOfDay(for: now)
        switch (name, count) {
        case ("YESTERDAY", nil): return days(-1, 0)
        case ("TODAY", nil): return days(0, 1)
        case ("TOMORROW", nil): return days(1, 2)
        case ("LAST_90_DAYS", nil): return (days(-90, 0).start, now.addingTimeInterval(0.001))
        case ("NEXT_90_DAYS", nil): return days(1, 91)
        case ("LAST_N_DAYS", let n?): return (days(-n, 0).start, now.addingTimeInterval(0.001))
        case ("NEXT_N_DAYS", let n?): return days(1, n + 1)
        case ("N_DAYS_AGO", let n?): return days(-n, 1 - n)
        default: break
        }
        let unit = words.first {
            ["WEEK", "WEEKS", "MONTH", "MONTHS", "QUARTER", "QUARTERS", "YEAR", "YEARS"].contains($0)
        }
        guard let unit else { return nil }
        let singular = unit.hasSuffix("S") ? String(unit.dropLast()) : unit
        let offsets: (Int, Int)
        switch (words.first, count) {
        case ("LAST", nil): offsets = (-1, 0)
        case ("THIS", nil): offsets = (0, 1)
        case ("NEXT", nil): offsets = (1, 2)
        case ("LAST", let n?): offsets = (-n, 0)
        case ("NEXT", let n?): offsets = (1, n + 1)
        case ("N", let n?): offsets = (-n, 1 - n)
        default: return nil
        }
        return (start(of: singular, offsets.0, today), start(of: singular, offsets.1, today))
    }

    private func days(_ from: Int, _ to: Int) -> (start: Date, end: Date) { (day(from), day(to)) }

    private func day(_ offset: Int) -> Date {
        // By way of noon, which every day has.
        let noon = zone.startOfDay(for: now).addingTimeInterval(43_200)
        return zone.startOfDay(for: zone.date(byAdding: .day, value: offset, to: noon) ?? noon)
    }

    private func start(of unit: String, _ offset: Int, _ today: Date) -> Date {
        var parts = zone.dateComponents([.year, .month, .day, .weekday], from: today.addingTimeInterval(43_200))
        let (year, month) = (parts.year ?? 0, parts.month ?? 1)
        if unit == "WEEK" { return day(1 - (parts.weekday ?? 1) + 7 * offset) }
        parts = DateComponents(hour: 12)
        parts.day = 1
        switch unit {
        case "MONTH": (parts.year, parts.month) = (year, month + offset)
        case "QUARTER": (parts.year, parts.month) = (year, (month - 1) / 3 * 3 + 1 + 3 * offset)
        default: (parts.year, parts.month) = (year + offset, 1)
        }
        return zone.startOfDay(for: zone.date(from: parts) ?? today)
    }

    /// The day in the user's zone.
    func localDay(_ date: Date) -> String { Self.text(zone.dateComponents([.year, .month, .day], from: date)) }

    private static func text(_ parts: DateComponents) -> String {
        String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    /// A moment or a day as rows and queries write them, in milliseconds since 1970.
    static func milliseconds(_ text: String) -> Int? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 3 else { return nil }
        var parts = tm()
        parts.tm_year = Int32(numbers[0] - 1900)
        parts.tm_mon = Int32(numbers[1] - 1)
        parts.tm_mday = Int32(numbers[2])
        guard numbers.count >= 6 else { return timegm(&parts) * 1000 }
        parts.tm_hour = Int32(numbers[3])
        parts.tm_min = Int32(numbers[4])
        parts.tm_sec = Int32(numbers[5])
        let moment = timegm(&parts) * 1000 + (text.contains(".") ? numbers[6] : 0)
        let zone = text.suffix(6).drop { $0 != "+" && $0 != "-" }
        let digits = zone.filter(\.isNumber)
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)) else { return moment }
        return moment - (zone.hasPrefix("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000
    }

    /// What a date function takes out of a moment or a day.
    func part(_ name: String, of text: String, isLocal: Bool) -> JSONValue? {
        guard let milliseconds = Self.milliseconds(text) else { return nil }
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let calendar = isLocal ? zone : utc
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .weekday], from: date)
        let dayOfYear = calendar.ordinality(of: .day, in: .year, for: date) ?? 0
        let number: Int
        switch name {
        case "DAY_ONLY": return .string(Self.text(parts))
        case "CALENDAR_YEAR", "FISCAL_YEAR": number = parts.year ?? 0
        case "CALENDAR_MONTH", "FISCAL_MONTH": number = parts.month ?? 0
        case "CALENDAR_QUARTER", "FISCAL_QUARTER": number = ((parts.month ?? 0) + 2) / 3
        case "DAY_IN_MONTH": number = parts.day ?? 0
        case "DAY_IN_WEEK": number = parts.weekday ?? 0
        case "DAY_IN_YEAR": number = dayOfYear
        case "HOUR_IN_DAY": number = parts.hour ?? 0
        case "WEEK_IN_MONTH": number = ((parts.day ?? 0) + 6) / 7
        case "WEEK_IN_YEAR": number = (dayOfYear + 6) / 7
        default: return nil
        }
        return .number(JSONNumber(number))
    }
}
