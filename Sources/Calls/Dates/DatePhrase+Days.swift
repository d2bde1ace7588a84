import Foundation

extension DatePhrase {
    /// "today", "day after tomorrow", "now".
    mutating func readNamedDay(_ words: inout DateWords) throws(DateProblem) -> Bool {
        if words.take("right", "now") || words.take("now") {
            isNow = true
        } else if words.take("day", "after", "tomorrow") {
            try setDay(today.adding(days: 2))
        } else if words.take("today") {
            try setDay(today)
        } else if words.take("tomorrow") {
            try setDay(today.adding(days: 1))
        } else if words.take("yesterday") {
            try setDay(today.adding(days: -1))
        } else if words.take("tonight") {
            try setDay(today)
            try setPart(.night)
        } else {
            return false
        }
        return true
    }

    /// "Tuesday", "this Friday", "next Tuesday", "next week", "last Monday".
    mutating func readWeekday(_ words: inout DateWords) throws(DateProblem) -> Bool {
        if words.take("next", "week") {
            isNextWeek = true
            return true
        }
        let start = words.index
        let isNext = words.take("next")
        let isLast = !isNext && words.take("last")
        if !isNext, !isLast { _ = words.takeOne(of: ["this", "coming"]) }
        guard let named = words.take({ $0.weekday }) else {
            words.index = start
            return false
        }
        guard weekday == nil else { throw .unreadable }
        weekday = named
        if isNext { isNextWeek = true }
        if isLast { isPast = true }
        return true
    }

    /// "December 3rd", "3 Dec 2026", "3rd of December".
    mutating func readDateWithMonth(_ words: inout DateWords) throws(DateProblem) -> Bool {
        let start = words.index
        let month: Int
        let dayOfMonth: Int
        if let named = words.take({ $0.month }) {
            _ = words.take("the")
            guard let number = words.take({ $0.dayOfMonth }) else { throw .unreadable }
            (month, dayOfMonth) = (named, number)
        } else {
            guard let number = words.take({ $0.dayOfMonth }) else { return false }
            _ = words.take("of")
            guard let named = words.take({ $0.month }) else {
                words.index = start
                return false
            }
            (month, dayOfMonth) = (named, number)
        }
        if let year = words.take({ $0.year }) {
            try setDay(Day(year: year, month: month, day: dayOfMonth))
        } else {
            let days = [today.year, today.year + 1].compactMap { Day(year: $0, month: month, day: dayOfMonth) }
            try setDay(days.first { $0 >= today })
        }
        return true
    }

    /// "the 15th": of this month, or of the next when it is over.
    mutating func readDayOfMonth(_ words: inout DateWords) throws(DateProblem) -> Bool {
        guard case .ordinal(let number) = words.peek() else { return false }
        words.index += 1
        let months = [today, today.adding(months: 1)].compactMap { $0 }
        let days = months.compactMap { Day(year: $0.year, month: $0.month, day: number) }
        try setDay(days.first { $0 >= today })
        return true
    }

    /// "in two hours", "in an hour and a half", "3 days from now", "a week ago".
    mutating func readDistance(_ words: inout DateWords) throws(DateProblem) -> Bool {
        let start = words.index
        let hasIn = words.take("in")
        var sum = Distance()
        var isFound = false
        while let part = DatePhrase.distancePart(&words, isFirst: !isFound) {
            sum = Distance(
                months: sum.months + part.months,
                days: sum.days + part.days,
                minutes: sum.minutes + part.minutes
            )
            isFound = true
        }
        guard isFound else {
            words.index = start
            return false
        }
        let isPast = !hasIn && words.take("ago")
        let isLater = words.take("from", "now") || words.take("from", "today")
        guard hasIn || isPast || isLater else {
            words.index = start
            return false
        }
        guard distance == nil else { throw .unreadable }
        let sign = isPast ? -1 : 1
        distance = Distance(months: sign * sum.months, days: sign * sum.days, minutes: sign * sum.minutes)
        return true
    }

    /// One amount with its unit: "2 hours", "half an hour", "an hour and a half".
    private static func distancePart(_ words: inout DateWords, isFirst: Bool) -> Distance? {
        let start = words.index
        if !isFirst { _ = words.take("and") }
        if words.take("half", "an", "hour") { return Distance(minutes: 30) }
        let isCouple = words.take("a", "couple", "of") || words.take("a", "couple")
        guard
            let amount = isCouple ? 2 : words.take({ $0.amount }),
            let unit = words.take({ $0.unit })
        else {
            words.index = start
            return nil
        }
        var distance = Distance(
            months: amount * unit.months,
            days: amount * unit.days,
            minutes: amount * unit.minutes
        )
        if unit.minutes == 60, words.take("and", "a", "half") { distance.minutes += 30 }
        return distance
    }

    private mutating func setDay(_ new: Day?) throws(DateProblem) {
        guard let new else { throw .noSuchDay }
        guard day == nil || day == new else { throw .unreadable }
        day = new
    }

    mutating func setPart(_ new: PartOfDay) throws(DateProblem) {
        guard part == nil || part == new else { throw .unreadable }
        part = new
    }
}

extension DateToken {
    fileprivate var weekday: Int? {
        if case .word(let word) = self { EnglishWords.weekday(word) } else { nil }
    }

    fileprivate var month: Int? {
        if case .word(let word) = self { EnglishWords.month(word) } else { nil }
    }

    fileprivate var dayOfMonth: Int? {
        switch self {
        case .ordinal(let number): number
        case .number(let number, let digits) where digits <= 2: number
        default: nil
        }
    }

    fileprivate var year: Int? {
        if case .number(let number, digits: 4) = self { number } else { nil }
    }

    fileprivate var amount: Int? {
        switch self {
        case .number(let number, _): number
        case .word("a"), .word("an"): 1
        case .word(let word): EnglishWords.number(word)
        default: nil
        }
    }

    fileprivate var unit: DatePhrase.Distance? {
        guard case .word(let word) = self else { return nil }
        return switch word {
        case "minute", "minutes", "min", "mins": .init(minutes: 1)
        case "hour", "hours", "hr", "hrs": .init(minutes: 60)
        case "day", "days": .init(days: 1)
        case "week", "weeks": .init(days: 7)
        case "month", "months": .init(months: 1)
        case "year", "years": .init(months: 12)
        default: nil
        }
    }
}
