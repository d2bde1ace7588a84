import Testing

@testable import SandboxOrg

@Suite struct CivilDateTests {
    @Test(arguments: [(0, "1970-01-01"), (-1, "1969-12-31"), (19_782, "2024-02-29"), (20_483, "2026-01-30")])
    func `days count from 1970`(days: Int, text: String) {
        #expect(CivilDate(daysSince1970: days).description == text)
        #expect(CivilDate(text)?.daysSince1970 == days)
    }

    @Test func `a date knows its place in week and year`() throws {
        let date = try #require(CivilDate("2026-01-31"))
        #expect(date.dayOfWeek == 7)
        #expect(date.dayOfYear == 31)
        #expect(date.startOfMonth(adding: -13).description == "2024-12-01")
        #expect(date.startOfMonth(adding: 11).description == "2026-12-01")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "26", "2026-01-31T00:00:00Z", "", "99999999999-01-01", "9223372036854775807-01-01",
        "+026-01-31", "2026-1-31", "2026-01-031", "-2026-01-31",
    ])
    func `what is no date is refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(arguments: [
        "99999999999-01-01T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T+1:00:00Z", "2026-01-31T00:00:00",
        "2026-01-31T00:00:00+99:99", "2026-01-31T00:00:00.-12Z", "2026-01-31T00:00:00+1",
    ])
    func `what is no time is refused`(text: String) {
        #expect(DateTimeText.milliseconds(parsing: text) == nil)
    }
}
