import JSON
import Testing

@testable import SandboxOrg

@Suite struct DateRangeTests {
    /// The last of the two days is not in the range.
    @Test(
        arguments: [
            ("TODAY", nil, "2026-03-18", "2026-03-19"),
            ("YESTERDAY", nil, "2026-03-17", "2026-03-18"),
            ("TOMORROW", nil, "2026-03-19", "2026-03-20"),
            ("this_week", nil, "2026-03-15", "2026-03-22"),
            ("LAST_WEEK", nil, "2026-03-08", "2026-03-15"),
            ("NEXT_WEEK", nil, "2026-03-22", "2026-03-29"),
            ("THIS_MONTH", nil, "2026-03-01", "2026-04-01"),
            ("LAST_MONTH", nil, "2026-02-01", "2026-03-01"),
            ("NEXT_MONTH", nil, "2026-04-01", "2026-05-01"),
            ("LAST_90_DAYS", nil, "2025-12-18", "2026-03-19"),
            ("NEXT_90_DAYS", nil, "2026-03-19", "2026-06-17"),
            ("LAST_N_DAYS", 7, "2026-03-11", "2026-03-19"),
            ("NEXT_N_DAYS", 7, "2026-03-19", "2026-03-26"),
            ("N_DAYS_AGO", 7, "2026-03-11", "2026-03-12"),
            ("LAST_N_WEEKS", 2, "2026-03-01", "2026-03-15"),
            ("NEXT_N_WEEKS", 2, "2026-03-22", "2026-04-05"),
            ("N_WEEKS_AGO", 2, "2026-03-01", "2026-03-08"),
            ("LAST_N_MONTHS", 3, "2025-12-01", "2026-03-01"),
            ("NEXT_N_MONTHS", 1, "2026-04-01", "2026-05-01"),
            ("N_MONTHS_AGO", 3, "2025-12-01", "2026-01-01"),
            ("THIS_QUARTER", nil, "2026-01-01", "2026-04-01"),
            ("LAST_QUARTER", nil, "2025-10-01", "2026-01-01"),
            ("NEXT_QUARTER", nil, "2026-04-01", "2026-07-01"),
            ("LAST_N_QUARTERS", 2, "2025-07-01", "2026-01-01"),
            ("N_QUARTERS_AGO", 2, "2025-07-01", "2025-10-01"),
            ("THIS_YEAR", nil, "2026-01-01", "2027-01-01"),
            ("LAST_YEAR", nil, "2025-01-01", "2026-01-01"),
            ("NEXT_N_YEARS", 2, "2027-01-01", "2029-01-01"),
            ("N_YEARS_AGO", 2, "2024-01-01", "2025-01-01"),
            ("THIS_FISCAL_QUARTER", nil, "2026-01-01", "2026-04-01"),
            ("LAST_N_FISCAL_QUARTERS", 1, "2025-10-01", "2026-01-01"),
            ("NEXT_FISCAL_YEAR", nil, "2027-01-01", "2028-01-01"),
            ("N_FISCAL_YEARS_AGO", 1, "2025-01-01", "2026-01-01"),
        ] as [(String, Int?, String, String)]
    )
    func `a literal names days`(literal: String, count: Int?, start: String, end: String) throws {
        let today = try #require(CivilDate("2026-03-18"))
        let range = try #require(DateRange(literal, count: count, today: today))
        #expect("\(range.start)" == start)
        #expect("\(range.end)" == end)
    }

    @Test(
        arguments: [
            ("TODAYS", nil), ("LAST_N_DAYS", nil), ("TODAY", 3), ("LAST_N_DAYS", -1), ("THIS_DAY", nil),
            ("LAST_N_FISCAL_WEEKS", 1), ("N_DAYS_AGO", 1_000_000),
        ] as [(String, Int?)]
    )
    func `what is no literal is refused`(literal: String, count: Int?) throws {
        let today = try #require(CivilDate("2026-03-18"))
        #expect(DateRange(literal, count: count, today: today) == nil)
    }

    /// In New York it is still the last evening of 2025.
    @Test(arguments: [
        ("CreatedDate = TODAY", ["Globex 100%_off", "Initech"]),
        ("CreatedDate = THIS_YEAR", ["Globex 100%_off", "Initech"]),
        ("CreatedDate < TODAY", ["Acme Corporation"]),
        ("CreatedDate <= TODAY", ["Acme Corporation", "Globex 100%_off", "Initech"]),
        ("CreatedDate > YESTERDAY", ["Globex 100%_off", "Initech"]),
        ("CreatedDate >= TODAY", ["Globex 100%_off", "Initech"]),
        ("CreatedDate > TODAY", []),
        ("CreatedDate != TODAY", ["Acme Corporation"]),
        ("CreatedDate IN (TODAY, N_YEARS_AGO:1)", ["Acme Corporation", "Globex 100%_off", "Initech"]),
        ("CreatedDate NOT IN (TODAY, YESTERDAY)", ["Acme Corporation"]),
        ("CreatedDate = LAST_N_DAYS:30", ["Globex 100%_off"]),
    ])
    func `days begin at the user's midnight`(condition: String, expected: [String]) throws {
        #expect(
            try SampleOrg.open().result("SELECT Name FROM Account WHERE \(condition) ORDER BY Id").records
                .compactMap { $0["Name"]?.string } == expected
        )
    }

    @Test(arguments: [
        ("CloseDate = NEXT_N_DAYS:90", ["Acme renewal"]), ("CloseDate = THIS_MONTH", ["Globex pilot"]),
        ("CloseDate < THIS_QUARTER", []), ("CloseDate > THIS_YEAR", ["Acme renewal"]),
    ])
    func `dates without a time compare as days`(condition: String, expected: [String]) throws {
        #expect(
            try SampleOrg.open().result("SELECT Name FROM Opportunity WHERE \(condition) ORDER BY Id").records
                .compactMap { $0["Name"]?.string } == expected
        )
    }
}
