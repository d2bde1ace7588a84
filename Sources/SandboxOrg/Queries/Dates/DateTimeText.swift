import FoundationEssentials

/// Milliseconds since 1970, as Salesforce writes and reads them.
enum DateTimeText {
    private static let millisecondsADay = 86_400_000

    /// `2026-01-31T10:00:00.000+0000`
    static func text(ofMilliseconds milliseconds: Int) -> String {
        let (day, time) = split(milliseconds)
        return "\(day)T\(clock(time))+0000"
    }

    /// `10:00:00.000Z`, for a time of day.
    static func time(ofMilliseconds milliseconds: Int) -> String { "\(clock(milliseconds))Z" }

    /// The day in UTC, and the milliseconds into it.
    static func split(_ milliseconds: Int) -> (day: CivilDate, millisecondsOfDay: Int) {
        let days = Int((Double(milliseconds) / Double(millisecondsADay)).rounded(.down))
        return (CivilDate(daysSince1970: days), milliseconds - days * millisecondsADay)
    }

    /// The day and the milliseconds into it that a clock in a time zone shows.
    static func split(_ milliseconds: Int, in zone: TimeZone) -> (day: CivilDate, millisecondsOfDay: Int) {
        let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return split(milliseconds + zone.secondsFromGMT(for: instant) * 1_000)
    }

    /// Milliseconds since 1970 at the start of a day in a time zone.
    static func milliseconds(atStartOf day: CivilDate, in zone: TimeZone) -> Int {
        let local = day.daysSince1970 * 86_400
        func offset(at seconds: Int) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) }
        // The offset depends on the instant sought; the second look corrects a change of clocks in between.
        let first = local - offset(at: local)
        return (local - offset(at: first)) * 1_000
    }

    /// Reads `2026-01-31T10:00:00[.000](Z|+01:00|+0100)`; nil for anything else.
    static func milliseconds(parsing text: String) -> Int? {
        guard let separator = text.firstIndex(where: { $0 == "T" || $0 == "t" }),
            let day = CivilDate(text[..<separator])
        else { return nil }
        let rest = text[text.index(after: separator)...]
        guard let zoneStart = rest.firstIndex(where: { "Zz+-".contains($0) }),
            let clock = millisecondsOfDay(parsing: rest[..<zoneStart]),
            let offset = offsetMinutes(parsing: rest[zoneStart...])
        else { return nil }
        return day.daysSince1970 * millisecondsADay + clock - offset * 60_000
    }

    /// Reads `10:00:00[.000][Z]`; nil for anything else.
    static func millisecondsOfDay(parsing text: some StringProtocol) -> Int? {
        let bare = text.hasSuffix("Z") || text.hasSuffix("z") ? text.dropLast() : text[...]
        let parts = bare.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = Int(digits: parts[0], count: 2),
            let minute = Int(digits: parts[1], count: 2),
            hour < 24, minute < 60
        else { return nil }
        let seconds = parts[2].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let second = Int(digits: seconds[0], count: 2), second < 60 else { return nil }
        var milliseconds = 0
        if seconds.count == 2 {
            guard let value = Int(digits: (seconds[1] + "000").prefix(3), count: 3) else { return nil }
            milliseconds = value
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds
    }

    private static func offsetMinutes(parsing text: some StringProtocol) -> Int? {
        if text == "Z" || text == "z" { return 0 }
        let digits = String(text.dropFirst().filter { $0 != ":" })
        // No clock is further from that of Greenwich.
        guard digits.count == 4, let hours = Int(digits: digits.prefix(2), count: 2), hours <= 14,
            let minutes = Int(digits: digits.suffix(2), count: 2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (text.hasPrefix("-") ? -1 : 1)
    }

    private static func clock(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1_000
        let minutes = seconds / 60
        return (minutes / 60).padded(to: 2) + ":" + (minutes % 60).padded(to: 2) + ":" + (seconds % 60).padded(to: 2)
            + "." + (milliseconds % 1_000).padded(to: 3)
    }
}
