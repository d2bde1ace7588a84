import Foundation

/// What the words of a phrase say about a day and a time, before they are put together.
struct DatePhrase {
    enum PartOfDay: Hashable {
        case morning
        case afternoon
        case evening
        case night

        /// The time meant when no hour is given.
        var time: TimeOfDay {
            switch self {
            case .morning: .morning
            case .afternoon: .afternoon
            case .evening: .evening
            case .night: .night
            }
        }

        /// The hours that are called so.
        var hours: Set<Int> {
            switch self {
            case .morning: Set(0..<12)
            case .afternoon: Set(12..<18)
            case .evening: Set(16..<24)
            case .night: Set(18..<24).union(0..<5)
            }
        }
    }

    enum HalfOfDay: Hashable {
        case am
        case pm
    }

    /// A distance from now. The sign is that of all parts.
    struct Distance: Hashable {
        var months = 0
        var days = 0
        var minutes = 0
    }

    /// An hour and a minute as said, and whether the hour can only be one of 24.
    struct Clock: Hashable {
        var hour: Int
        var minute: Int
        var isOf24Hours: Bool
    }

    let today: Day
    var day: Day?
    var weekday: Int?
    /// Whether the weekday is that of the week after this one.
    var isNextWeek = false
    /// Whether the weekday is the last one before today.
    var isPast = false
    var clock: Clock?
    var half: HalfOfDay?
    var part: PartOfDay?
    /// Noon or midnight.
    var fixedTime: TimeOfDay?
    var distance: Distance?
    var isNow = false

    /// Reads a phrase of which every word must have been understood.
    init(_ tokens: [DateToken], today: Day) throws(DateProblem) {
        self.today = today
        // A lone number is no time: it may as well be a day, or something else altogether.
        if tokens.isEmpty || tokens.count == 1 && tokens[0].isNumber { throw .unreadable }
        var words = DateWords(tokens)
        while !words.isAtEnd {
            guard try readNext(&words) else { throw .unreadable }
        }
        try checkConsistency()
    }

    private mutating func readNext(_ words: inout DateWords) throws(DateProblem) -> Bool {
        if try readDistance(&words) { return true }
        if try readNamedDay(&words) { return true }
        if try readWeekday(&words) { return true }
        if try readDateWithMonth(&words) { return true }
        if try readPartOfDay(&words) { return true }
        if try readTime(&words) { return true }
        if try readDayOfMonth(&words) { return true }
        return words.skipFiller()
    }

    /// The day the words name. Nil when they name none.
    ///
    /// A weekday is the next one after today; with "next" it is that of the coming week, which starts on Monday;
    /// with "last" the one before today.
    func namedDay() throws(DateProblem) -> Day? {
        if let day {
            if let weekday, day.weekday != weekday {
                throw .wrongWeekday(said: EnglishWords.weekdays[weekday], date: day.spoken(today: today))
            }
            return day
        }
        guard let weekday else {
            if isNextWeek { throw .missingDay }
            return nil
        }
        let days =
            switch (isPast, isNextWeek) {
            case (true, _): (weekday - today.weekday - 6) % 7 - 1
            case (false, true): 7 - today.weekday + weekday
            case (false, false): (weekday - today.weekday + 6) % 7 + 1
            }
        guard let day = today.adding(days: days) else { throw .noSuchDay }
        return day
    }

    /// The time the words name. Nil when they name none.
    func namedTime() throws(DateProblem) -> TimeOfDay? {
        if let fixedTime {
            let fits: [PartOfDay?] = fixedTime == .noon ? [nil, .afternoon] : [nil, .night]
            guard fits.contains(part) else { throw .unreadable }
            return fixedTime
        }
        guard let clock else { return part?.time }
        if clock.hour == 12, clock.minute == 0, half == nil, part == .night || part == .evening { return .endOfDay }
        guard let hour = try hour(of: clock) else {
            throw .halfOfDayUnclear(time: "\(clock.hour):\(padded(clock.minute, to: 2))")
        }
        guard let time = TimeOfDay(hour: hour, minute: clock.minute) else { throw .unreadable }
        if let part, !part.hours.contains(hour) { throw .unreadable }
        return time
    }

    /// The hour from 0 to 23; nil when it may be in either half of the day.
    private func hour(of clock: Clock) throws(DateProblem) -> Int? {
        if clock.isOf24Hours, half == nil { return clock.hour }
        guard clock.hour <= 12 else {
            // "14:30 pm" says the same thing twice, "14:30 am" two things.
            guard half == .pm else { throw .unreadable }
            return clock.hour
        }
        let hour = clock.hour % 12
        return switch (half, part) {
        case (.am, _), (nil, .morning): hour
        case (.pm, _), (nil, .afternoon): hour + 12
        case (nil, .evening), (nil, .night): hour >= 4 ? hour + 12 : nil
        case (nil, nil): nil
        }
    }

    /// Words that can't all be true, such as "tomorrow in two hours", are not understood.
    private func checkConsistency() throws(DateProblem) {
        let namesDay = day != nil || weekday != nil || isNextWeek
        let namesTime = clock != nil || part != nil || fixedTime != nil
        if isNextWeek, day != nil || isPast { throw .unreadable }
        if isPast, day != nil { throw .unreadable }
        if isNow, namesDay || namesTime || distance != nil { throw .unreadable }
        if let distance, namesDay || (distance.minutes != 0 && namesTime) { throw .unreadable }
        if fixedTime != nil, clock != nil { throw .unreadable }
        if half != nil, clock == nil { throw .unreadable }
    }
}
