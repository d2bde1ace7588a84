import Foundation
import JSON

@testable import SandboxOrg

/// Makes up rows in which everything happens that a condition may stumble over.
struct DifferentialRowMaker {
    static let names = [
        "anna", "Anna", "ANNA", "anna b", "Ánna", "ánna", "O'Brien", "100%", "50_50", #"C:\x"#, "straße", "STRASSE",
        "Zoë", "zoe", "İnci", "日本", "a", "b", "Bob", "bob smith", "Smith, Bob", "-", "1", "10", "9",
    ]

    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func rows(now: Date, zone: TimeZone) -> [String: [NaiveRows.Row]] {
        let milliseconds = Int(now.timeIntervalSince1970 * 1000)
        let firms = ids("a01", 12)
        let people = ids("a02", 45)
        return [
            "Firm": firms.map { id in
                [
                    "Id": .string(id), "Name": text(), "Kind": pick(["Gold", "silver", "SILVER", "Bronze"]),
                    "Size": number(-3...6), "Turnover": quarters(), "Founded": date(milliseconds),
                    "Active": .boolean(chance(2)), "ParentId": reference(firms),
                    "OfficeLatitude": number(-80...80), "OfficeLongitude": number(-179...179),
                ]
            },
            "Person": people.map { id in
                [
                    "Id": .string(id), "Name": text(), "FirmId": reference(firms),
                    "Email": pick(["anna@x.example", "ANNA@X.EXAMPLE", "bob@y.example"]), "Score": quarters(),
                    "Born": date(milliseconds), "Seen": moment(milliseconds, zone), "Active": .boolean(chance(2)),
                    "Tags": pick(["A", "A;B", "B;C", "A;B;C", "d"]), "Rank": pick(["High", "Medium", "Low", "low"]),
                ]
            },
            "Ticket": ids("a03", 60).map { id in
                [
                    "Id": .string(id), "Subject": text(), "PersonId": reference(people),
                    "AboutId": reference(firms + people.prefix(12)), "Opened": moment(milliseconds, zone),
                    "Closed": date(milliseconds), "Hours": quarters(), "Urgent": .boolean(chance(3)),
                ]
            },
            "User": [],
        ]
    }

    private func ids(_ prefix: String, _ count: Int) -> [String] {
        (0..<count).map { RecordId(prefix: prefix, number: $0).text }
    }

    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 1...times, using: &generator) == 1 }

    private mutating func pick(_ choices: [String]) -> JSONValue {
        chance(5) ? .null : .string(choices.randomElement(using: &generator) ?? "")
    }

    private mutating func text() -> JSONValue { pick(Self.names) }

    private mutating func reference(_ ids: [String]) -> JSONValue { pick(ids) }

    private mutating func number(_ range: ClosedRange<Int>) -> JSONValue {
        chance(5) ? .null : .number(JSONNumber(Int.random(in: range, using: &generator)))
    }

    /// Quarters add up without an error, in whatever order.
    private mutating func quarters() -> JSONValue {
        guard !chance(5), let number = JSONNumber(Double(Int.random(in: -8...8, using: &generator)) / 4) else {
            return .null
        }
        return .number(number)
    }

    private mutating func offset() -> Int {
        let days = [2, 10, 100, 800].randomElement(using: &generator) ?? 1
        return Int.random(in: -days...days, using: &generator)
    }

    private mutating func date(_ now: Int) -> JSONValue {
        guard !chance(6) else { return .null }
        return .string(DateTimeText.split(now).day.adding(days: offset()).description)
    }

    /// Often at midnight in the zone, or a second away from it.
    private mutating func moment(_ now: Int, _ zone: TimeZone) -> JSONValue {
        guard !chance(6) else { return .null }
        let moment = now + offset() * 86_400_000 + Int.random(in: -86_400...86_400, using: &generator) * 1000
        guard chance(2) else { return .string(DateTimeText.text(ofMilliseconds: moment)) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let midnight = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(moment) / 1000))
        let shift = Int.random(in: -1...1, using: &generator)
        return .string(DateTimeText.text(ofMilliseconds: (Int(midnight.timeIntervalSince1970) + shift) * 1000))
    }
}
