import Foundation
import GRDB
import JSON
import Testing

@testable import SandboxOrg

@Suite struct RenderingTests {
    @Test(arguments: [
        (0, "0.0"), (1, "1.0"), (-2.5, "-2.5"), (1_234_567.25, "1234567.25"), (10_000_000, "1.0E7"),
        (139_000_000, "1.39E8"), (-12_345_678.5, "-1.23456785E7"), (1e16, "1.0E16"), (1.5e300, "1.5E300"),
        (0.001, "0.001"), (0.000_25, "2.5E-4"), (1e-7, "1.0E-7"),
    ])
    func `decimals always have a point`(number: Double, text: String) {
        #expect(RecordRenderer.decimalText(number) == text)
    }

    private static let values: [(FieldDefinition.FieldType, any DatabaseValueConvertible & Sendable, String)] = [
        (.int, 42, "42"),
        (.int, 42.0, "42"),
        (.currency, 42, "42.0"),
        (.boolean, 1, "true"),
        (.boolean, DatabaseValue.null, "false"),
        (.date, "2026-01-31", #""2026-01-31""#),
        (.datetime, 1_769_853_600_123, #""2026-01-31T10:00:00.123+0000""#),
        (.datetime, -1, #""1969-12-31T23:59:59.999+0000""#),
        (.time, 36_000_000, #""10:00:00.000Z""#),
        (.multipicklist, ";A;B;", #""A;B""#),
        (.base64, Data([1]), #""/services/data/v59.0/sobjects/Thing/a00/F""#),
        (.base64, DatabaseValue.null, "null"),
        (.string, "Åse", #""Åse""#),
        (.double, DatabaseValue.null, "null"),
    ]

    @Test func `values are written by type`() {
        for (type, stored, expected) in Self.values {
            let field = FieldDefinition(name: "F", label: "F", type: type)
            let renderer = RecordRenderer(apiVersion: "59.0")
            let value = renderer.value(stored.databaseValue, of: field, in: "Thing", id: "a00")
            #expect(value.serializedText() == expected)
        }
    }

    private static let formatted: [(FieldDefinition.FieldType, any DatabaseValueConvertible & Sendable, String?)] = [
        (.int, 1_234_567, "1,234,567"),
        (.int, -999, "-999"),
        (.currency, 1_000.5, "$1,000.50"),
        (.currency, 0.999, "$1.00"),
        (.percent, 75, "75%"),
        (.double, 2.5, "2.50"),
        (.date, "2026-01-31", "1/31/2026"),
        (.datetime, 1_767_225_600_000, "12/31/2025, 7:00 PM"),
        (.string, "x", "x"),
        (.string, DatabaseValue.null, nil),
    ]

    @Test func `FORMAT writes as people do`() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        for (type, stored, expected) in Self.formatted {
            #expect(ValueFormatter(timeZone: zone).text(stored.databaseValue, as: type) == expected)
        }
    }

    @Test(
        arguments: [
            ("2026-01-31T10:00:00Z", 1_769_853_600_000), ("2026-01-31T10:00:00.5Z", 1_769_853_600_500),
            ("2026-01-31T11:00:00+01:00", 1_769_853_600_000), ("2026-01-31T02:00:00.000-0800", 1_769_853_600_000),
            ("2026-01-31", nil), ("2026-01-31T25:00:00Z", nil), ("2026-01-31T10:00Z", nil),
            ("2026-01-31T10:00:00", nil),
        ] as [(String, Int?)]
    )
    func `dates with times are read with their zone`(text: String, milliseconds: Int?) {
        #expect(DateTimeText.milliseconds(parsing: text) == milliseconds)
    }

    @Test func `a day in which clocks change begins at its own midnight`() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        let day = CivilDate(year: 2026, month: 3, day: 8)
        let start = DateTimeText.milliseconds(atStartOf: day, in: zone)
        #expect(DateTimeText.text(ofMilliseconds: start) == "2026-03-08T05:00:00.000+0000")
        let end = DateTimeText.milliseconds(atStartOf: day.adding(days: 1), in: zone)
        #expect(end - start == 23 * 3_600_000)
    }

    @Test(arguments: [
        ("a%", "Abc", true), ("%C", "abc", true), ("a_c", "abc", true), ("a_c", "abbc", false), ("%", "", true),
        ("_", "", false), (#"100\%"#, "100%", true), (#"100\%"#, "1000", false), ("%å%", "MÅNE", true),
        ("%a%b%c%", "xaxxbxbxc", true), ("%a%b%c%", "xaxxbxbx", false), (#"\\_"#, #"\x"#, true),
    ])
    func `patterns match whatever the case`(pattern: String, text: String, matches: Bool) {
        #expect(LikePattern(pattern).matches(text) == matches)
    }

    @Test(arguments: [
        ("DAY_IN_WEEK", 7), ("WEEK_IN_MONTH", 5), ("WEEK_IN_YEAR", 5), ("DAY_IN_YEAR", 31), ("CALENDAR_QUARTER", 1),
        ("FISCAL_YEAR", 2026), ("HOUR_IN_DAY", 13),
    ])
    func `date functions take a date apart`(name: String, expected: Int) throws {
        let part = try #require(DatePart(rawValue: name))
        #expect(part.number(of: CivilDate(year: 2026, month: 1, day: 31), millisecondsOfDay: 50_000_000) == expected)
    }

    @Test(
        arguments: [
            ("+1 (555) 234-5678", "15552345678"), ("555.234.5678 ext 12", "5552345678"),
            ("0046 70 123 45 67", "46701234567"),
            ("555-5678", "5555678"), ("12345", nil), ("call me", nil), ("", nil), ("123456789012345678901", nil),
        ] as [(String, String?)]
    )
    func `telephone numbers are known by their digits`(text: String, digits: String?) {
        #expect(PhoneDigits(text)?.digits == digits)
    }

    @Test func `text is split at punctuation and between letters and digits`() {
        #expect(
            SearchWords.split("O'Brien's AC-47b, 12.5% ÅÄÖ!") == ["o", "brien", "s", "ac", "47", "b", "12", "5", "åäö"]
        )
        #expect(NoteText.plainText(ofMarkup: "<p>a &amp;lt; <b>b</b></p>") == " a &lt;  b  ")
    }
}
