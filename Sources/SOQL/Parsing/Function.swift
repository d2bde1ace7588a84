/// A function of SOQL.
enum Function: String {
    case average = "AVG"
    case count = "COUNT"
    case countDistinct = "COUNT_DISTINCT"
    case maximum = "MAX"
    case minimum = "MIN"
    case sum = "SUM"
    case grouping = "GROUPING"
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
    case convertCurrency = "CONVERTCURRENCY"
    case convertTimezone = "CONVERTTIMEZONE"
    case format = "FORMAT"
    case toLabel = "TOLABEL"
    case distance = "DISTANCE"
    case geolocation = "GEOLOCATION"
    case fields = "FIELDS"

    /// The function a name stands for, in any letter case.
    init?(_ name: Name) {
        guard case .text(let text) = name.content else { return nil }
        self.init(rawValue: text.uppercased())
    }
}
