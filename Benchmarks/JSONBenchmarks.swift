import Foundation
import JSON

/// The JSON module beside Foundation's, on the answer to a large query.
struct JSONBenchmarks {
    func run(_ stopwatch: inout Stopwatch, _ report: Report) throws {
        let bytes = Self.response.serialized()
        let data = Data(bytes)
        let foundationParsing = try stopwatch.measure(runs: 30) { _ in
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            return object?.count ?? 0
        }
        let parsing = try stopwatch.measure(runs: 100) { _ in
            try JSONValue(parsing: bytes).object?.count ?? 0
        }
        report.line("Parse \(bytes.count) bytes", parsing, against: .baseline("JSONSerialization", foundationParsing))
        let object = try JSONSerialization.jsonObject(with: data)
        let foundationWriting = try stopwatch.measure(runs: 30) { _ in
            try JSONSerialization.data(withJSONObject: object).count
        }
        let value = try JSONValue(parsing: bytes)
        let writing = stopwatch.measure(runs: 100) { _ in value.serialized().count }
        report.line("Write it", writing, against: .baseline("JSONSerialization", foundationWriting))
    }

    /// Records as Salesforce answers a query for contacts, about a megabyte of them.
    private static var response: JSONValue {
        let records: [JSONValue] = (0..<2350).map { number in
            let id = "003Wq00000" + String(number + 10_000) + "IAK"
            return [
                "attributes": ["type": "Contact", "url": .string("/services/data/v59.0/sobjects/Contact/\(id)")],
                "Id": .string(id), "FirstName": "Siobh\u{E1}n", "LastName": .string("O'Brien \(number)"),
                "Title": "VP \"Operations\"", "Email": .string("siobhan.\(number)@acme.example"),
                "Phone": "(555) 234-5678", "MobilePhone": nil, "NumberOfCalls__c": .number(JSONNumber(number)),
                "AccountId": "001Wq000002XyZzIAK",
                "Account": [
                    "attributes": [
                        "type": "Account", "url": "/services/data/v59.0/sobjects/Account/001Wq000002XyZzIAK",
                    ],
                    "Name": "M\u{FC}ller & S\u{F6}hne GmbH",
                ],
            ]
        }
        return ["totalSize": .number(JSONNumber(records.count)), "done": true, "records": .array(records)]
    }
}
