import FoundationEssentials

/// SOQL's date functions: what they take out of a date or a date and time.
///
/// The fiscal year is the calendar year, as in an org nobody has set otherwise.
enum DatePart: String, Sendable {
    case calendarMonth = "CALENDAR_MONTH"
    case calendarQuarter = "CALENDAR_QUARTER"
    case calendarYear = "CALENDAR_YEAR"
    case dayInMonth = "DAY_IN_MONTH"
    case dayInWeek = "DAY_IN_WEEK"
    case dayInYear = "DAY_IN_YEAR"
    case dayOnly = "DAY_ONLY"
    case fiscalMonth = "FISCAL_MONTH"
    case fiscalQuarter = "FISCAL_QUARTER"
    case fiscalYear = "FISCAL_YEAR"
    case hourInDay = "HOUR_IN_DAY"
    case weekInMonth = "WEEK_IN_MONTH"
    case weekInYear = "WEEK_IN_YEAR"

    /// The part as a number; nil for `dayOnly`, whose value is the day itself.
    func number(of day: CivilDate, millisecondsOfDay: Int) -> Int? {
        switch self {
        case .calendarMonth, .fiscalMonth: day.month
        case .calendarQuarter, .fiscalQuarter: day.quarter
        case .calendarYear, .fiscalYear: day.year
        case .dayInMonth: day.day
        case .dayInWeek: day.dayOfWeek
        case .dayInYear: day.dayOfYear
        case .dayOnly: nil
        case .hourInDay: millisecondsOfDay / 3_600_000
        case .weekInMonth: (day.day - 1) / 7 + 1
        case .weekInYear: (day.dayOfYear - 1) / 7 + 1
        }
    }
}
