/// A date range that is named relative to today, such as `LAST_MONTH` or `LAST_N_DAYS:30`.
package enum DateLiteral: String, CaseIterable, Hashable, Sendable {
    case yesterday = "YESTERDAY"
    case today = "TODAY"
    case tomorrow = "TOMORROW"
    case lastWeek = "LAST_WEEK"
    case thisWeek = "THIS_WEEK"
    case nextWeek = "NEXT_WEEK"
    case lastMonth = "LAST_MONTH"
    case thisMonth = "THIS_MONTH"
    case nextMonth = "NEXT_MONTH"
    case last90Days = "LAST_90_DAYS"
    case next90Days = "NEXT_90_DAYS"
    case lastDays = "LAST_N_DAYS"
    case nextDays = "NEXT_N_DAYS"
    case daysAgo = "N_DAYS_AGO"
    case lastWeeks = "LAST_N_WEEKS"
    case nextWeeks = "NEXT_N_WEEKS"
    case weeksAgo = "N_WEEKS_AGO"
    case lastMonths = "LAST_N_MONTHS"
    case nextMonths = "NEXT_N_MONTHS"
    case monthsAgo = "N_MONTHS_AGO"
    case thisQuarter = "THIS_QUARTER"
    case lastQuarter = "LAST_QUARTER"
    case nextQuarter = "NEXT_QUARTER"
    case lastQuarters = "LAST_N_QUARTERS"
    case nextQuarters = "NEXT_N_QUARTERS"
    case quartersAgo = "N_QUARTERS_AGO"
    case thisYear = "THIS_YEAR"
    case lastYear = "LAST_YEAR"
    case nextYear = "NEXT_YEAR"
    case lastYears = "LAST_N_YEARS"
    case nextYears = "NEXT_N_YEARS"
    case yearsAgo = "N_YEARS_AGO"
    case thisFiscalQuarter = "THIS_FISCAL_QUARTER"
    case lastFiscalQuarter = "LAST_FISCAL_QUARTER"
    case nextFiscalQuarter = "NEXT_FISCAL_QUARTER"
    case lastFiscalQuarters = "LAST_N_FISCAL_QUARTERS"
    case nextFiscalQuarters = "NEXT_N_FISCAL_QUARTERS"
    case fiscalQuartersAgo = "N_FISCAL_QUARTERS_AGO"
    case thisFiscalYear = "THIS_FISCAL_YEAR"
    case lastFiscalYear = "LAST_FISCAL_YEAR"
    case nextFiscalYear = "NEXT_FISCAL_YEAR"
    case lastFiscalYears = "LAST_N_FISCAL_YEARS"
    case nextFiscalYears = "NEXT_N_FISCAL_YEARS"
    case fiscalYearsAgo = "N_FISCAL_YEARS_AGO"

    /// The date literal a name stands for, in any letter case.
    package init?(_ name: Name) {
        guard case .text(let text) = name.content else { return nil }
        self.init(rawValue: text.uppercased())
    }

    /// Whether a count follows: `LAST_N_DAYS:30`.
    package var takesCount: Bool { rawValue.hasPrefix("N_") || rawValue.contains("_N_") }
}
