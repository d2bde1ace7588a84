extension DatePhrase {
    /// "morning", "this afternoon", "in the evening", "at night".
    mutating func readPartOfDay(_ words: inout DateWords) throws(DateProblem) -> Bool {
        let start = words.index
        let isThis = words.take("this")
        guard let part = words.take({ $0.partOfDay }) else {
            words.index = start
            return false
        }
        try setPart(part)
        if isThis {
            guard day == nil || day == today else { throw .unreadable }
            day = today
        }
        return true
    }

    /// "10am", "14:30", "half past three", "noon".
    mutating func readTime(_ words: inout DateWords) throws(DateProblem) -> Bool {
        let start = words.index
        if words.peek() == .number(12, digits: 2) { words.index += 1 }
        if words.takeOne(of: ["noon", "midday"]) {
            try setFixedTime(.noon)
            return true
        }
        if words.take("midnight") {
            try setFixedTime(.endOfDay)
            return true
        }
        words.index = start
        var read = try readRelativeClock(&words)
        if read == nil { read = try readClock(&words) }
        guard let clock = read else { return false }
        guard self.clock == nil else { throw .unreadable }
        self.clock = clock
        _ = words.take("oclock")
        if words.take("am") {
            half = .am
        } else if words.take("pm") {
            half = .pm
        }
        return true
    }

    /// "14:30", "4", "three".
    private func readClock(_ words: inout DateWords) throws(DateProblem) -> Clock? {
        if case .clock(let hour, let minute, let isPadded) = words.peek() {
            words.index += 1
            guard hour < 24, minute < 60 else { throw .unreadable }
            return Clock(hour: hour, minute: minute, isOf24Hours: isPadded || hour == 0 || hour > 12)
        }
        let isSaidAsTime = words.follows("at")
        guard let hour = words.take({ $0.count }) else { return nil }
        // A lone "14" after a date may be a year or a slip; "at 14" is a time.
        guard hour < 24, isSaidAsTime || (1...12).contains(hour) else { throw .unreadable }
        return Clock(hour: hour, minute: 0, isOf24Hours: hour == 0 || hour > 12)
    }

    /// "half past three", "a quarter to four", "ten past nine".
    private func readRelativeClock(_ words: inout DateWords) throws(DateProblem) -> Clock? {
        let start = words.index
        let isQuarter = words.take("quarter") || words.take("a", "quarter")
        let minutes = words.take("half") ? 30 : isQuarter ? 15 : words.take { $0.count }
        let isPast = words.take("past")
        guard let minutes, isPast || words.take("to") else {
            words.index = start
            return nil
        }
        // "2 to 4pm" is a span and "ten to four" may be one; what can't be an hour can only be minutes.
        guard isPast || minutes > 12 else { throw .unreadable }
        guard minutes < 60, let hour = words.take({ $0.count }), (1...12).contains(hour) else { throw .unreadable }
        if isPast { return Clock(hour: hour, minute: minutes, isOf24Hours: false) }
        return Clock(hour: (hour + 10) % 12 + 1, minute: 60 - minutes, isOf24Hours: false)
    }

    private mutating func setFixedTime(_ time: TimeOfDay) throws(DateProblem) {
        guard fixedTime == nil else { throw .unreadable }
        fixedTime = time
    }
}

extension DateToken {
    fileprivate var partOfDay: DatePhrase.PartOfDay? {
        switch self {
        case .word("morning"): .morning
        case .word("afternoon"): .afternoon
        case .word("evening"): .evening
        case .word("night"): .night
        default: nil
        }
    }

    /// An hour or a number of minutes.
    fileprivate var count: Int? {
        switch self {
        case .number(let number, let digits) where digits <= 2: number
        case .word(let word): EnglishWords.number(word)
        default: nil
        }
    }
}
