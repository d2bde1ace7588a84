/// A day of the proleptic Gregorian calendar, without a time zone.
struct CivilDate: Hashable, Comparable, Sendable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Takes the count of days since 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day is the last of its year:
    /// https://howardhinnant.github.io/date_algorithms.html
    init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Reads `yyyy-MM-dd`; nil for anything else.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Int(digits: parts[0], count: 4),
            let month = Int(digits: parts[1], count: 2), let day = Int(digits: parts[2], count: 2),
            (1...12).contains(month), (1...CivilDate.length(ofMonth: month, in: year)).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Counted from 1.
    var dayOfYear: Int { daysSince1970 - CivilDate(year: year, month: 1, day: 1).daysSince1970 + 1 }

    /// Counted from Sunday, which is 1.
    var dayOfWeek: Int { ((daysSince1970 + 4) % 7 + 7) % 7 + 1 }

    var quarter: Int { (month - 1) / 3 + 1 }

    func adding(days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

    /// The first day of the month that lies so many months away.
    func startOfMonth(adding months: Int = 0) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let year = Int((Double(index) / 12).rounded(.down))
        return CivilDate(year: year, month: index - year * 12 + 1, day: 1)
    }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        let first = CivilDate(year: year, month: month, day: 1)
        return first.startOfMonth(adding: 1).daysSince1970 - first.daysSince1970
    }

    static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-01-31`
    var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }
}
