package import Foundation

/// Moments as RFC 3339 writes them.
///
/// Foundation's own reader refuses offsets from UTC that the standard allows.
extension Date {
    /// Reads a moment such as `2026-05-04T09:30:00+02:00`; nil for anything else.
    package init?(timestamp text: String) {
        var reader = TimestampReader(rest: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2, in: 1...12),
            reader.take("-"), let day = reader.number(2, in: 1...Self.days(in: month, of: year)),
            reader.take("Tt"), let hour = reader.number(2, in: 0...23), reader.take(":"),
            let minute = reader.number(2, in: 0...59), reader.take(":"), let second = reader.number(2, in: 0...60),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.rest.isEmpty
        else { return nil }
        let days = Self.daysSince1970(year, month, day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// The moment as RFC 3339 writes it, to the millisecond.
    package var timestamp: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts from the first of March of the year 0, where the day that only some years have comes last.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

private struct TimestampReader {
    var rest: ArraySlice<UInt8>

    /// A number of exactly so many digits.
    mutating func number(_ digits: Int, in range: ClosedRange<Int> = 0...9999) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard range.contains(value) else { return nil }
        rest.removeFirst(digits)
        return value
    }

    /// One of these characters.
    mutating func take(_ characters: String) -> Bool {
        guard let byte = rest.first, characters.utf8.contains(byte) else { return false }
        rest.removeFirst()
        return true
    }

    /// The part of a second after the point; 0 without one.
    mutating func fraction() -> Double? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        return Double("0." + String(decoding: digits, as: UTF8.self))
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
        if take("Zz") { return 0 }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard take("+-"), let hours = number(2, in: 0...23), take(":"), let minutes = number(2, in: 0...59) else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
