import FoundationEssentials
import GRDB

/// Writes values as a person in the United States would, which is what `FORMAT` selects.
struct ValueFormatter {
    let timeZone: TimeZone

    /// The text; nil for null.
    func text(_ value: DatabaseValue, as type: FieldDefinition.FieldType) -> String? {
        guard !value.isNull else { return nil }
        switch type {
        case .int: return Int.fromDatabaseValue(value).map { Self.grouped(String($0.magnitude), isNegative: $0 < 0) }
        case .double, .percent, .currency:
            guard let number = Double.fromDatabaseValue(value) else { return nil }
            let text =
                type == .currency
                ? Self.fixed(number, places: 2) : Self.fixed(number, places: number == number.rounded() ? 0 : 2)
            return (type == .currency ? "$" : "") + text + (type == .percent ? "%" : "")
        case .date:
            return String.fromDatabaseValue(value).flatMap { CivilDate($0) }.map { "\($0.month)/\($0.day)/\($0.year)" }
        case .datetime:
            return Int.fromDatabaseValue(value).map { dateTime($0) }
        default:
            return String.fromDatabaseValue(value)
        }
    }

    private func dateTime(_ milliseconds: Int) -> String {
        let (day, time) = DateTimeText.split(milliseconds, in: timeZone)
        let (hour, minute) = (time / 3_600_000, time / 60_000 % 60)
        let clock = "\((hour + 11) % 12 + 1):\(minute.padded(to: 2)) \(hour < 12 ? "AM" : "PM")"
        return "\(day.month)/\(day.day)/\(day.year), \(clock)"
    }

    private static func fixed(_ number: Double, places: Int) -> String {
        let scale = places == 0 ? 1.0 : 100.0
        let scaled = (number.magnitude * scale).rounded()
        let whole = (scaled / scale).rounded(.down)
        let text = grouped(wholeText(whole), isNegative: number < 0)
        guard places > 0 else { return text }
        return text + "." + Int(scaled - whole * scale).padded(to: places)
    }

    private static func wholeText(_ number: Double) -> String { Int(exactly: number).map { String($0) } ?? "\(number)" }

    private static func grouped(_ digits: String, isNegative: Bool) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return isNegative ? "-" + text : text
    }
}
