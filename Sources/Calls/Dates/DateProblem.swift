/// Why a text can't be taken for a date or a time.
package enum DateProblem: Error, Hashable, Sendable {
    case unreadable
    /// The day is clear, the time is missing.
    case missingTime(on: String)
    /// A week without a day in it.
    case missingDay
    /// An hour on a twelve-hour clock, with nothing to tell which half of the day is meant.
    case halfOfDayUnclear(time: String)
    /// Numbers that may be day and month, or month and day.
    case monthUnclear
    /// A day the calendar does not have, or one too far away.
    case noSuchDay
    /// A time the clocks leave out when they are put forward.
    case noSuchTime(time: String, on: String)
    /// The weekday that was said is not the one of the date.
    case wrongWeekday(said: String, date: String)

    /// One sentence to ask for what is missing.
    package var say: String {
        switch self {
        case .unreadable: "I didn't understand that date; please say it once more, with the month by its name."
        case .missingTime(let day): "At what time on \(day)?"
        case .missingDay: "Which day of that week do you mean?"
        case .halfOfDayUnclear(let time): "Is that \(time) in the morning or in the afternoon?"
        case .monthUnclear: "I can't tell the day from the month there; please say the month by its name."
        case .noSuchDay: "There is no such day in the calendar; please give me another date."
        case .noSuchTime(let time, let day):
            "There is no \(time) on \(day), because the clocks change; please choose another time."
        case .wrongWeekday(let said, let date): "The date you gave is \(date), not a \(said); which one do you mean?"
        }
    }
}
