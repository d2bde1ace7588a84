import Doors
import Foundation
import JSON
import Testing

/// What a form's pattern says to others, and what is checked here, must be the same.
struct TextFormTests {
    @Test(arguments: [
        "", "a", "abc_1", "1abc", "_a", "Abc", "é", "con_", "con_a", "con_a-B_9", "con_é", "conx_1", "con_ 1",
        "con_1\n",
        String(repeating: "a", count: 64), String(repeating: "a", count: 65),
    ])
    func `patterns and checks agree`(text: String) throws {
        for form in [TextForm.actionName, .identifier("con")] {
            let pattern = try Regex(try #require(form.pattern))
            let matches = try pattern.wholeMatch(in: text) != nil
            let isExpected = matches && form.length.contains(text.unicodeScalars.count)
            #expect(Schema.text(form).faults(in: .string(text)).isEmpty == isExpected, "\(text)")
        }
    }

    @Test(arguments: [
        ("2026-05-04T09:30:00Z", true), ("2026-05-04T09:30:00.125Z", true), ("2026-05-04T09:30:00+02:00", true),
        ("2026-05-04", false), ("2026-05-04 09:30:00Z", false), ("2026-13-04T09:30:00Z", false),
        ("2026-02-29T09:30:00Z", false), ("2026-05-04T09:30:00+24:00", false), ("2026-05-04T09:30:00.Z", false),
        ("yesterday at nine", false),
    ])
    func `a moment is what RFC 3339 calls one`(text: String, isMoment: Bool) {
        #expect(Schema.dateTime.faults(in: .string(text)).isEmpty == isMoment)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-10T14:00:00Z", 1_773_151_200),
        ("2026-03-10T15:00:00+01:00", 1_773_151_200),
        ("2024-02-29T23:59:60Z", 1_709_251_200), ("5146-10-01T02:53:13.5+23:24", 100_248_377_353.5),
        ("1969-12-31T23:59:59.25Z", -0.75), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `a moment is read as it is meant`(text: String, seconds: Double) {
        #expect(Date(timestamp: text)?.timeIntervalSince1970 == seconds)
    }
}
