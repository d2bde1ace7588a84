import Foundation
import Testing

@testable import Calls

/// Phrases said on Wednesday, 11 February 2026 at 15:20:42 in New York, unless the test says otherwise.
struct DateReaderTests {
    private func reader(
        at now: String = "2026-02-11T20:20:42Z",
        in zone: String = "America/New_York"
    ) throws -> DateReader {
        DateReader(now: try Date(now, strategy: .iso8601), in: try #require(TimeZone(identifier: zone)))
    }

    private func moment(
        _ text: String,
        at now: String = "2026-02-11T20:20:42Z",
        in zone: String = "America/New_York"
    ) throws -> String {
        try reader(at: now, in: zone).moment(text).salesforceText
    }

    private func problem(
        _ text: String,
        at now: String = "2026-02-11T20:20:42Z",
        in zone: String = "America/New_York"
    ) throws -> DateProblem {
        try #require(throws: DateProblem.self) { try reader(at: now, in: zone).moment(text) }
    }

    @Test(arguments: [
        "tomorrow 2 to 4pm", "tomorrow 10 to 11am", "10 to 2pm tomorrow", "8 to 5pm friday", "tomorrow afternoon at 11",
        "11 in the afternoon", "tomorrow night at 12pm", "tomorrow night at 3pm", "noon tonight",
        "noon tomorrow morning",
        "friday morning midnight", "midnight this afternoon", "tomorrow next week at 10am", "today next week 10am",
        "December 3rd next week at 10am", "last Monday next week 10am", "May 20 14", "ten to four",
    ])
    func `what can't be true or could be a span is not guessed`(_ text: String) throws {
        #expect(throws: DateProblem.self) { try moment(text) }
    }

    @Test(arguments: [
        // Today is Wednesday, February 11.
        ("last Monday at 9am", "2026-02-09T14:00:00.000Z"),
        ("last Tuesday at 9am", "2026-02-10T14:00:00.000Z"),
        ("last Wednesday at 9am", "2026-02-04T14:00:00.000Z"),
        ("last Friday at 9am", "2026-02-06T14:00:00.000Z"),
        ("yesterday at 9am", "2026-02-10T14:00:00.000Z"),
    ])
    func `a day that has passed can be named`(_ text: String, _ expected: String) throws {
        #expect(try moment(text) == expected)
    }

    @Test(arguments: [
        ("2026-02-12T10:00:00Z", "2026-02-12T10:00:00.000Z"),
        ("2026-02-12t10:00:00z", "2026-02-12T10:00:00.000Z"),
        ("2026-02-12T10:00:00.123Z", "2026-02-12T10:00:00.123Z"),
        ("2026-02-12T10:00:00,5Z", "2026-02-12T10:00:00.500Z"),
        ("2026-02-12T10:00:00.123456+01:00", "2026-02-12T09:00:00.123Z"),
        ("2026-02-12T10:00:00.000+0000", "2026-02-12T10:00:00.000Z"),
        ("2026-02-12T10:00:00-05", "2026-02-12T15:00:00.000Z"),
        ("2026-02-12T23:30:00-05:30", "2026-02-13T05:00:00.000Z"),
        ("2026-02-12T10:00Z", "2026-02-12T10:00:00.000Z"),
        ("2026-02-12 10:00:00 +01:00", "2026-02-12T09:00:00.000Z"),
        ("20260212T100000Z", "2026-02-12T10:00:00.000Z"),
        ("2026-02-12T24:00Z", "2026-02-13T00:00:00.000Z"),
        ("2026-02-12T10:00", "2026-02-12T15:00:00.000Z"),
        ("2026-02-12 10:00:30", "2026-02-12T15:00:30.000Z"),
        ("2026/02/12 10:00", "2026-02-12T15:00:00.000Z"),
        ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.250Z"),
        ("  2026-07-01T10:00  ", "2026-07-01T14:00:00.000Z"),
    ])
    func `ISO 8601 is read, without an offset by the clock of the zone`(_ text: String, _ expected: String) throws {
        #expect(try moment(text) == expected)
    }

    @Test(arguments: [
        ("now", "2026-02-11T20:20"), ("right now", "2026-02-11T20:20"),
        ("tomorrow at 10am", "2026-02-12T15:00"), ("Tomorrow, 10 AM.", "2026-02-12T15:00"),
        ("tomorrow at 10 a.m.", "2026-02-12T15:00"), ("10:30 p.m. tomorrow", "2026-02-13T03:30"),
        ("tomorrow at 12am", "2026-02-12T05:00"), ("tomorrow at 12 pm", "2026-02-12T17:00"),
        ("tomorrow at 12:30am", "2026-02-12T05:30"), ("today at 16:00", "2026-02-11T21:00"),
        ("today at 9am", "2026-02-11T14:00"), ("yesterday at 9am", "2026-02-10T14:00"),
        ("day after tomorrow at 9am", "2026-02-13T14:00"), ("the day after tomorrow at 9am", "2026-02-13T14:00"),
        ("tomorrow morning", "2026-02-12T14:00"), ("tomorrow afternoon", "2026-02-12T19:00"),
        ("tomorrow evening", "2026-02-12T23:00"), ("tomorrow in the evening", "2026-02-12T23:00"),
        ("tonight", "2026-02-12T01:00"), ("tonight at 8", "2026-02-12T01:00"), ("tonight at 9:30", "2026-02-12T02:30"),
        ("tomorrow at night", "2026-02-13T01:00"), ("this evening", "2026-02-11T23:00"),
        ("tomorrow morning at 9", "2026-02-12T14:00"), ("tomorrow at 4 in the afternoon", "2026-02-12T21:00"),
        ("tomorrow at noon", "2026-02-12T17:00"), ("tomorrow at 12 noon", "2026-02-12T17:00"),
        ("noon", "2026-02-12T17:00"), ("midnight", "2026-02-12T05:00"), ("tonight at midnight", "2026-02-12T05:00"),
        ("Friday at midnight", "2026-02-14T05:00"), ("tonight at 12", "2026-02-12T05:00"),
        ("at 4pm", "2026-02-11T21:00"), ("3:20 pm", "2026-02-11T20:20"), ("at 2pm", "2026-02-12T19:00"),
        ("next Tuesday 14:30", "2026-02-17T19:30"), ("Tuesday at 2:30 pm", "2026-02-17T19:30"),
        ("this Friday at 9am", "2026-02-13T14:00"), ("next Friday at 9am", "2026-02-20T14:00"),
        ("Friday next week at 9am", "2026-02-20T14:00"), ("next week on Friday 9am", "2026-02-20T14:00"),
        ("Wednesday at 9am", "2026-02-18T14:00"), ("next Wednesday at 9am", "2026-02-18T14:00"),
        ("on Thurs. at 09:00", "2026-02-12T14:00"), ("coming sunday at 18:00", "2026-02-15T23:00"),
        ("in two hours", "2026-02-11T22:20"), ("in 30 minutes", "2026-02-11T20:50"),
        ("in an hour", "2026-02-11T21:20"), ("in half an hour", "2026-02-11T20:50"),
        ("in an hour and a half", "2026-02-11T21:50"), ("in 1 hour and 15 minutes", "2026-02-11T21:35"),
        ("2 hours from now", "2026-02-11T22:20"), ("45 minutes ago", "2026-02-11T19:35"),
        ("in a couple of hours", "2026-02-11T22:20"), ("in 72 hours", "2026-02-14T20:20"),
        ("in 3 days", "2026-02-14T20:20"), ("in a week", "2026-02-18T20:20"), ("in 3 days at 10am", "2026-02-14T15:00"),
        ("two weeks from today at noon", "2026-02-25T17:00"), ("in a month at 10am", "2026-03-11T14:00"),
        ("in 2 days and 3 hours", "2026-02-13T23:20"),
        ("December 3rd at 4pm", "2026-12-03T21:00"), ("3 Dec 2026 16:00", "2026-12-03T21:00"),
        ("3rd of December at 16:00", "2026-12-03T21:00"), ("Dec. 3, 2027, 4 pm", "2027-12-03T21:00"),
        ("the third of December at 4pm", "2026-12-03T21:00"), ("January 5 at 9am", "2027-01-05T14:00"),
        ("February 11 at 5pm", "2026-02-11T22:00"), ("Thursday December 3rd at 4pm", "2026-12-03T21:00"),
        ("September twenty-first at 9am", "2026-09-21T13:00"), ("the 15th at 9am", "2026-02-15T14:00"),
        ("on the 3rd at 9am", "2026-03-03T14:00"), ("4pm on March 1", "2026-03-01T21:00"),
        ("tomorrow at half past three in the afternoon", "2026-02-12T20:30"),
        ("tomorrow at quarter to four pm", "2026-02-12T20:45"), ("tomorrow at a quarter past 9 am", "2026-02-12T14:15"),
        ("tomorrow at 10 o'clock in the morning", "2026-02-12T15:00"), ("tomorrow 04:30", "2026-02-12T09:30"),
        ("tomorrow at 0:15", "2026-02-12T05:15"), ("tomorrow at 14", "2026-02-12T19:00"),
        ("tomorrow 14:30 pm", "2026-02-12T19:30"), ("tomorrow at 2.30pm", "2026-02-12T19:30"),
    ])
    func `plain English is read by the clock of the zone`(_ text: String, _ expected: String) throws {
        #expect(try moment(text) == expected + ":00.000Z")
    }

    @Test(arguments: [
        ("at 4", "4:00"), ("December 3rd at 4", "4:00"), ("tomorrow at 10:30", "10:30"), ("tomorrow 9", "9:00"),
        ("tomorrow at half past three", "3:30"), ("Friday at 12", "12:00"), ("tomorrow at 4 o'clock", "4:00"),
        ("tonight at 2", "2:00"),
    ])
    func `an hour without a half of the day is asked about`(_ text: String, _ time: String) throws {
        #expect(try problem(text) == .halfOfDayUnclear(time: time))
    }

    @Test(arguments: [
        "12/24 5pm", "12/24/2026 5pm", "03-04-2026 at 5pm", "3.4.2026 17:00", "3/4",
    ])
    func `numbers that may be month or day are asked about`(_ text: String) throws {
        #expect(try problem(text) == .monthUnclear)
    }

    @Test(arguments: [
        ("tomorrow", "Thursday, February 12"), ("2026-02-12", "Thursday, February 12"),
        ("next Tuesday", "Tuesday, February 17"), ("Dec 3 2027", "Friday, December 3, 2027"),
    ])
    func `a day without a time is asked about`(_ text: String, _ day: String) throws {
        #expect(try problem(text) == .missingTime(on: day))
    }

    @Test func `a week without a day is asked about`() throws {
        #expect(try problem("next week at 10am") == .missingDay)
    }

    @Test(arguments: [
        "February 30 at 9am", "February 29 at 9am", "2026-02-30T10:00", "2026-13-01T10:00", "in 9999 years at 9am",
        "June 31st 9am", "the 32nd at 9am", "Dec 0 9am", "1500-01-01T10:00Z",
    ])
    func `a day the calendar does not have is refused`(_ text: String) throws {
        #expect(try problem(text) == .noSuchDay)
    }

    @Test(arguments: [
        "", " ", "0", "14", "soon", "whenever", "tomorrow-ish", "next", "in", "at", "tomorrow at", "in five", "25:00",
        "tomorrow 24:30",
        "tomorrow at 14am", "tomorrow at 10am pm", "tomorrow in two hours", "today tomorrow at 9am", "now at 9am",
        "tomorrow morning at 3pm", "tomorrow afternoon at 9am", "10am 11am tomorrow", "tomorrow at 10am EST",
        "2026-02-12T25:00", "2026-02-12T10:61Z", "2026-02-12T10:00+25:00", "December at 4pm", "tomorrow pm",
        "' OR 1=1", "99999999999999999999 hours ago", "tomorrow at ½ past 3", "٣ pm tomorrow",
        "half past 13 pm tomorrow",
    ])
    func `what is not understood whole is refused`(_ text: String) throws {
        #expect(try problem(text) == .unreadable)
    }

    @Test func `a text too long to be a date is refused unread`() throws {
        #expect(try problem(String(repeating: "tomorrow ", count: 100_000)) == .unreadable)
    }

    @Test func `a weekday that does not fit the date is pointed out`() throws {
        #expect(
            try problem("Tuesday December 3rd at 4pm") == .wrongWeekday(said: "Tuesday", date: "Thursday, December 3")
        )
    }

    @Test(arguments: [
        ("2026-02-09T15:00:00Z", "2026-02-17"), ("2026-02-10T15:00:00Z", "2026-02-17"),
        ("2026-02-13T15:00:00Z", "2026-02-17"), ("2026-02-15T15:00:00Z", "2026-02-17"),
        ("2026-02-16T15:00:00Z", "2026-02-24"),
    ])
    func `next Tuesday is in the week that starts with the coming Monday`(_ now: String, _ expected: String) throws {
        #expect(try reader(at: now).day("next Tuesday").salesforceText == expected)
    }

    @Test(arguments: [
        ("2026-02-09T15:00:00Z", "2026-02-10"), ("2026-02-10T15:00:00Z", "2026-02-17"),
        ("2026-02-15T15:00:00Z", "2026-02-17"),
    ])
    func `a plain Tuesday is the next one after today`(_ now: String, _ expected: String) throws {
        #expect(try reader(at: now).day("Tuesday").salesforceText == expected)
    }

    @Test(arguments: [
        // The clocks go forward in New York on 8 March 2026 at 2:00, in Stockholm on 29 March at 2:00.
        ("2026-03-07T20:00:00Z", "America/New_York", "tomorrow at 1:59 am", "2026-03-08T06:59"),
        ("2026-03-07T20:00:00Z", "America/New_York", "tomorrow at 3:00 am", "2026-03-08T07:00"),
        ("2026-03-07T20:00:00Z", "America/New_York", "tomorrow at 10am", "2026-03-08T14:00"),
        ("2026-03-07T20:00:00Z", "America/New_York", "in a day", "2026-03-08T19:00"),
        ("2026-03-07T20:00:00Z", "America/New_York", "in 24 hours", "2026-03-08T20:00"),
        ("2026-03-28T12:00:00Z", "Europe/Stockholm", "tomorrow at 10am", "2026-03-29T08:00"),
        ("2026-03-28T12:00:00Z", "Europe/Stockholm", "midnight", "2026-03-28T23:00"),
        ("2026-03-29T12:00:00Z", "Europe/Stockholm", "midnight", "2026-03-29T22:00"),
        // They go back in New York on 1 November at 2:00, in Stockholm on 25 October at 3:00; the first time is meant.
        ("2026-10-31T20:00:00Z", "America/New_York", "tomorrow at 1:30 am", "2026-11-01T05:30"),
        ("2026-10-31T20:00:00Z", "America/New_York", "tomorrow at 10am", "2026-11-01T15:00"),
        ("2026-10-24T12:00:00Z", "Europe/Stockholm", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-10-24T12:00:00Z", "Europe/Stockholm", "tomorrow at 3:00 am", "2026-10-25T02:00"),
        // Half and quarter hours, both sides of the date line, a change of half an hour, no change at all.
        ("2026-02-11T20:00:00Z", "Asia/Kolkata", "today at 10am", "2026-02-12T04:30"),
        ("2026-02-11T20:00:00Z", "Asia/Kathmandu", "today at 10am", "2026-02-12T04:15"),
        ("2026-02-11T20:00:00Z", "Pacific/Kiritimati", "today at 10am", "2026-02-11T20:00"),
        ("2026-02-11T05:00:00Z", "Pacific/Honolulu", "today at 10am", "2026-02-10T20:00"),
        ("2026-10-03T00:00:00Z", "Australia/Lord_Howe", "tomorrow at 10am", "2026-10-03T23:00"),
        ("2026-02-11T20:00:00Z", "GMT", "tomorrow at 10am", "2026-02-12T10:00"),
    ])
    func `clocks that change and other zones are respected`(
        _ now: String,
        _ zone: String,
        _ text: String,
        _ expected: String
    ) throws {
        #expect(try moment(text, at: now, in: zone) == expected + ":00.000Z")
    }

    @Test(arguments: [
        ("2026-03-07T20:00:00Z", "America/New_York", "tomorrow at 2:30 am", "Sunday, March 8"),
        ("2026-03-07T20:00:00Z", "America/New_York", "2026-03-08T02:30", "Sunday, March 8"),
        ("2026-03-07T07:30:00Z", "America/New_York", "in a day", "Sunday, March 8"),
        ("2026-03-28T12:00:00Z", "Europe/Stockholm", "tomorrow 02:30", "Sunday, March 29"),
    ])
    func `a time the clocks leave out is refused`(
        _ now: String,
        _ zone: String,
        _ text: String,
        _ day: String
    ) throws {
        #expect(try problem(text, at: now, in: zone) == .noSuchTime(time: "2:30 AM", on: day))
    }

    @Test(arguments: [
        ("2026-12-31T22:00:00Z", "tomorrow", "2027-01-01"), ("2026-12-31T22:00:00Z", "January 2", "2027-01-02"),
        ("2027-01-01T04:30:00Z", "today", "2026-12-31"), ("2026-12-30T22:00:00Z", "next Monday", "2027-01-04"),
        ("2028-02-28T22:00:00Z", "tomorrow", "2028-02-29"), ("2027-05-01T22:00:00Z", "February 29", "2028-02-29"),
        ("2028-02-29T22:00:00Z", "in a year", "2029-02-28"), ("2026-01-31T22:00:00Z", "in a month", "2026-02-28"),
        ("2026-02-11T20:20:00Z", "March 3rd 1985", "1985-03-03"), ("2026-02-11T20:20:00Z", "now", "2026-02-11"),
        ("2026-02-11T20:20:00Z", "in 3 days", "2026-02-14"), ("2026-02-11T20:20:00Z", "in 12 hours", "2026-02-12"),
        ("2026-02-11T20:20:00Z", "a week ago", "2026-02-04"), ("2026-02-11T20:20:00Z", "2026-12-24", "2026-12-24"),
        ("2026-02-11T20:20:00Z", "20261224", "2026-12-24"), ("2026-02-11T20:20:00Z", "tomorrow at 10am", "2026-02-12"),
        ("2026-02-11T20:20:00Z", "2026-02-12T02:00:00Z", "2026-02-11"),
        ("2026-02-11T20:20:00Z", "tonight at midnight", "2026-02-11"),
        ("2026-02-11T20:20:00Z", "2026-02-12T10:00", "2026-02-12"),
    ])
    func `a day is read as such`(_ now: String, _ text: String, _ expected: String) throws {
        #expect(try reader(at: now).day(text).salesforceText == expected)
    }

    @Test(arguments: [
        ("tomorrow at 10am", "Thursday, February 12 at 10:00 AM"),
        ("tomorrow at noon", "Thursday, February 12 at 12:00 PM"),
        ("tonight at midnight", "Thursday, February 12 at 12:00 AM"),
        ("2027-01-05T14:05:30", "Tuesday, January 5, 2027 at 2:05 PM"),
        ("2026-02-12T03:00:00Z", "Wednesday, February 11 at 10:00 PM"),
    ])
    func `a moment is read back by the clock of the zone`(_ text: String, _ expected: String) throws {
        #expect(try reader().moment(text).spoken == expected)
    }

    @Test func `a day is read back with its year when that is another`() throws {
        let reader = try reader()
        #expect(try reader.day("tomorrow").spoken(today: reader.today()) == "Thursday, February 12")
        #expect(try reader.day("2027-02-12").spoken(today: reader.today()) == "Friday, February 12, 2027")
    }

    @Test func `every problem has a sentence that says nothing of what was typed`() throws {
        let problems: [DateProblem] = [
            .unreadable, .missingTime(on: "Friday, February 13"), .missingDay, .halfOfDayUnclear(time: "4:00"),
            .monthUnclear, .noSuchDay, .noSuchTime(time: "2:30 AM", on: "Sunday, March 8"),
            .wrongWeekday(said: "Tuesday", date: "Thursday, December 3"),
        ]
        for problem in problems { #expect(".?".contains(problem.say.last ?? " ")) }
        #expect(DateProblem.halfOfDayUnclear(time: "4:00").say == "Is that 4:00 in the morning or in the afternoon?")
    }
}
