import FoundationEssentials

/// The dates of HTTP's headers: `Fri, 22 Jul 2016 20:19:37 GMT`.
enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(ofMilliseconds milliseconds: Int) -> String {
        let (day, time) = DateTimeText.split(milliseconds)
        let seconds = time / 1000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        let date = "\(day.day.padded(to: 2)) \(months[day.month - 1]) \(day.year.padded(to: 4))"
        return "\(weekdays[day.dayOfWeek - 1]), \(date) \(clock) GMT"
    }

    /// Milliseconds since 1970; nil for what is no date. The day of the week is not looked at.
    static func milliseconds(parsing text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), let day = Int(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            (1...31).contains(day), (1600...9999).contains(year), ["GMT", "UTC", "Z", "+0000"].contains(parts[5])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<61).contains(clock[2])
        else { return nil }
        let days = CivilDate(year: year, month: month + 1, day: 1).daysSince1970 + day - 1
        return ((days * 24 + clock[0]) * 3600 + clock[1] * 60 + clock[2]) * 1000
    }
}
