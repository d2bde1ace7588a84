import FoundationEssentials

/// The days that a date literal such as `LAST_N_DAYS:30` names.
struct DateRange: Equatable, Sendable {
    /// The first day.
    var start: CivilDate
    /// The day after the last.
    var end: CivilDate
    /// Whether the last day counts only up to now.
    var endsNow = false

    /// Reads a literal on a day; nil for a name that is none, or a count that is missing or too many.
    ///
    /// Weeks begin on Sunday, and fiscal years are calendar years.
    init?(_ literal: String, count: Int?, today: CivilDate) {
        let name = literal.uppercased()
        if let count {
            guard let range = DateRange.counted(name, count, today) else { return nil }
            self = range
        } else {
            guard let range = DateRange.simple(name, today) else { return nil }
            self = range
        }
    }

    private init(_ start: CivilDate, _ end: CivilDate, endsNow: Bool = false) {
        self.start = start
        self.end = end
        self.endsNow = endsNow
    }

    private enum Unit: String {
        case day, week, month, quarter, year

        /// The first day of the unit that lies so many units after the one a day is in.
        func start(_ offset: Int, from day: CivilDate) -> CivilDate {
            switch self {
            case .day: day.adding(days: offset)
            case .week: day.adding(days: 1 - day.dayOfWeek + 7 * offset)
            case .month: day.startOfMonth(adding: offset)
            case .quarter:
                CivilDate(year: day.year, month: day.quarter * 3 - 2, day: 1).startOfMonth(adding: 3 * offset)
            case .year: CivilDate(year: day.year + offset, month: 1, day: 1)
            }
        }

        /// So many units in a row, the first at an offset from the one a day is in.
        func range(_ offset: Int, count: Int = 1, from day: CivilDate) -> DateRange {
            DateRange(start(offset, from: day), start(offset + count, from: day))
        }

        /// `WEEK`, `WEEKS`, `FISCAL_QUARTER`, …
        init?(_ name: some StringProtocol) {
            var name = name.lowercased()
            if name.hasSuffix("s") { name.removeLast() }
            if name.hasPrefix("fiscal_") {
                name.removeFirst("fiscal_".count)
                guard name == "quarter" || name == "year" else { return nil }
            }
            self.init(rawValue: name)
        }
    }

    private static func simple(_ name: String, _ today: CivilDate) -> DateRange? {
        switch name {
        case "YESTERDAY": return Unit.day.range(-1, from: today)
        case "TODAY": return Unit.day.range(0, from: today)
        case "TOMORROW": return Unit.day.range(1, from: today)
        case "LAST_90_DAYS": return lastDays(90, today)
        case "NEXT_90_DAYS": return Unit.day.range(1, count: 90, from: today)
        default: break
        }
        for (prefix, offset) in [("LAST_", -1), ("THIS_", 0), ("NEXT_", 1)] where name.hasPrefix(prefix) {
            let unitName = name.dropFirst(prefix.count)
            guard !unitName.hasSuffix("S"), let unit = Unit(unitName), unit != .day else { return nil }
            return unit.range(offset, from: today)
        }
        return nil
    }

    private static func counted(_ name: String, _ count: Int, _ today: CivilDate) -> DateRange? {
        // Years outside four digits have no literal, and counts that lead there are mistakes.
        guard (0...100_000).contains(count) else { return nil }
        func unit(_ text: some StringProtocol) -> Unit? { text.hasSuffix("S") ? Unit(text) : nil }
        if name == "LAST_N_DAYS" { return lastDays(count, today) }
        if name.hasPrefix("LAST_N_") {
            return unit(name.dropFirst("LAST_N_".count))?.range(-count, count: count, from: today)
        }
        if name.hasPrefix("NEXT_N_") {
            return unit(name.dropFirst("NEXT_N_".count))?.range(1, count: count, from: today)
        }
        if name.hasPrefix("N_"), name.hasSuffix("_AGO") {
            return unit(name.dropFirst("N_".count).dropLast("_AGO".count))?.range(-count, from: today)
        }
        return nil
    }

    private static func lastDays(_ count: Int, _ today: CivilDate) -> DateRange {
        DateRange(today.adding(days: -count), today.adding(days: 1), endsNow: true)
    }
}
