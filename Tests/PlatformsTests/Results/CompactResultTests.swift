import JSON
import Testing

@testable import Platforms

struct CompactResultTests {
    private func compact(_ json: String, limits: CompactResult.Limits = .init()) throws -> CompactResult {
        CompactResult(of: CRMResponse(status: 200, body: .json(try JSONValue(parsing: json))), limits: limits)
    }

    private func query(of records: [JSONValue], total: Int? = nil, done: Bool = true) -> CRMResponse {
        let json: JSONValue = [
            "totalSize": .number(JSONNumber(total ?? records.count)), "done": .boolean(done),
            "records": .array(records),
        ]
        return CRMResponse(status: 200, body: .json(json))
    }

    private func contact(_ number: Int, about: String? = nil) -> JSONValue {
        ["attributes": ["type": "Contact"], "Id": .string("003\(number)"), "About": about.map { .string($0) } ?? .null]
    }

    @Test(arguments: [
        (
            #"{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"/x"},"Id":"003","Email":null,"Name":"Ann"}]}"#,
            #"{"records":[{"Id":"003","Name":"Ann"}],"totalSize":1}"#
        ),
        (#"{"totalSize":0,"done":true,"records":[]}"#, #"{"records":[],"totalSize":0}"#),
        (#"{"totalSize":42,"done":true,"records":[]}"#, #"{"records":[],"totalSize":42}"#),
        (
            #"{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"StageName":"Won","expr0":3}]}"#,
            #"{"records":[{"StageName":"Won","expr0":3}],"totalSize":1}"#
        ),
        (
            #"{"totalSize":1,"done":true,"records":[{"attributes":{},"Id":"001","Owner":{"attributes":{},"Name":"Bo","Id":null},"Tasks":null,"Cases":{"totalSize":1,"done":true,"records":[{"attributes":{},"Id":"500","X":null}]}}]}"#,
            #"{"records":[{"Id":"001","Owner":{"Name":"Bo"},"Cases":[{"Id":"500"}]}],"totalSize":1}"#
        ),
        (
            #"{"searchRecords":[{"attributes":{"type":"Lead","url":"/x"},"Id":"00Q"},{"attributes":{"type":"Contact"},"Id":"003"}]}"#,
            #"{"records":[{"type":"Lead","Id":"00Q"},{"type":"Contact","Id":"003"}],"totalSize":2}"#
        ),
        (#"{"id":"500","success":true,"errors":[]}"#, #"{"Id":"500"}"#),
        (#"{"id":"500","success":true,"errors":[],"created":false}"#, #"{"Id":"500","created":false}"#),
        (#"[{"id":"500","success":true,"errors":[]}]"#, #"{"records":[{"Id":"500"}],"totalSize":1}"#),
        (
            #"{"attributes":{"type":"Contact"},"Id":"003","Fax":null,"MailingAddress":{"city":"Bern","state":null}}"#,
            #"{"Id":"003","MailingAddress":{"city":"Bern"}}"#
        ),
        (
            #"{"name":"Case","label":"Case","urls":{},"fields":[{"name":"Priority","label":"Priority","type":"picklist","length":40,"picklistValues":[{"active":true,"value":"High"},{"active":false,"value":"Old"}]},{"name":"Id","label":"Case ID","type":"id","picklistValues":[]}]}"#,
            #"{"name":"Case","label":"Case","fields":[{"name":"Priority","label":"Priority","type":"picklist","values":["High"]},{"name":"Id","label":"Case ID","type":"id"}]}"#
        ),
        (
            #"{"encoding":"UTF-8","sobjects":[{"name":"Case","label":"Case","keyPrefix":"500"}]}"#,
            #"{"objects":[{"name":"Case","label":"Case"}]}"#
        ),
        (
            #"{"DailyApiRequests":{"Max":15000,"Remaining":14998}}"#,
            #"{"DailyApiRequests":{"Max":15000,"Remaining":14998}}"#
        ),
    ])
    func `what an agent has no use for is left out`(_ json: String, _ expected: String) throws {
        let result = try compact(json)
        #expect(result.value.serializedText() == expected)
        #expect(!result.isCut)
    }

    @Test func `an empty answer is an empty object`() {
        #expect(CompactResult(of: CRMResponse(status: 204, body: .empty)).value == [:])
    }

    @Test func `a long text ends in an ellipsis`() throws {
        let text = String(repeating: "é", count: 40_000)
        let value = CompactResult(of: CRMResponse(status: 200, body: .text(text))).value
        let shown = try #require(value["text"]?.string)
        #expect(shown.hasSuffix("…"))
        #expect(value.serialized().count <= 2_000)
        #expect(shown.count > 300)
    }

    @Test func `bytes are only counted`() {
        #expect(CompactResult(of: CRMResponse(status: 200, body: .bytes([1, 2, 3]))).value == ["bytes": 3])
    }

    @Test func `at most ten records are shown, and that there are more is said`() {
        let result = CompactResult(of: query(of: (0..<25).map { contact($0) }))
        #expect(result.value["records"]?.array?.count == 10)
        #expect(result.value["totalSize"] == 25)
        #expect(result.value["more"] == true)
        #expect(result.isCut)
    }

    @Test func `a page that is not the last has more`() {
        #expect(CompactResult(of: query(of: [contact(1)], total: 2, done: false)).value["more"] == true)
    }

    @Test func `long texts are shortened before records are dropped`() {
        let long = String(repeating: "word ", count: 1_000)
        let result = CompactResult(of: query(of: (0..<5).map { contact($0, about: long) }))
        #expect(result.value["records"]?.array?.count == 5)
        #expect(result.value["records"]?[4]?["About"]?.string?.hasSuffix("…") == true)
        #expect(result.value.serialized().count <= 2_000)
        #expect(!result.isCut)
    }

    @Test func `records that do not fit are dropped whole from the end`() {
        let records = (0..<10).map { number in
            var record = contact(number).object ?? [:]
            for field in 0..<10 { record["Field\(field)"] = .string(String(repeating: "x", count: 50)) }
            return JSONValue.object(record)
        }
        let result = CompactResult(of: query(of: records))
        let shown = result.value["records"]?.array ?? []
        #expect(shown.map { $0["Id"] } == (0..<shown.count).map { .string("003\($0)") })
        #expect((1..<10).contains(shown.count))
        #expect(shown.allSatisfy { $0.object?.count == 11 })
        #expect(result.value["more"] == true)
        #expect(result.value.serialized().count <= 2_000)
    }

    @Test func `of one record too large the ids and the first fields stay`() {
        var record: JSONObject = [:]
        for field in 0..<200 { record["Field\(field)"] = .string(String(repeating: "x", count: 50)) }
        record["Id"] = "003"
        for response in [query(of: [.object(record)]), CRMResponse(status: 200, body: .json(.object(record)))] {
            let result = CompactResult(of: response)
            let shown = result.value["records"]?[0] ?? result.value
            #expect(shown["Id"] == "003")
            #expect(shown["Field0"] != nil)
            #expect(shown["Field199"] == nil)
            #expect(result.value["more"] == true)
            #expect(result.value.serialized().count <= 2_000)
        }
    }

    @Test func `many children are cut inside their record`() {
        let children = JSONValue.array((0..<500).map { contact($0) })
        let record: JSONValue = ["Id": "001", "Contacts": ["totalSize": 500, "done": true, "records": children]]
        let result = CompactResult(of: query(of: [record]))
        #expect(result.value["records"]?[0]?["Contacts"]?.array?.count == 10)
        #expect(result.value["more"] == true)
    }

    @Test func `a large description keeps whole fields`() {
        let fields = JSONValue.array(
            (0..<300).map { ["name": .string("Field\($0)__c"), "label": "Field", "type": "string"] }
        )
        let json: JSONValue = ["name": "Case", "label": "Case", "fields": fields]
        let result = CompactResult(of: CRMResponse(status: 200, body: .json(json)))
        let shown = result.value["fields"]?.array ?? []
        #expect(shown.count > 20)
        #expect(shown.allSatisfy { $0.object?.count == 3 })
        #expect(result.value["more"] == true)
        #expect(result.value.serialized().count <= 2_000)
    }

    @Test func `other large answers are cut too`() {
        var limits = JSONObject()
        for number in 0..<200 { limits["Limit\(number)"] = ["Max": 15_000, "Remaining": 14_998] }
        let result = CompactResult(of: CRMResponse(status: 200, body: .json(.object(limits))))
        #expect(result.value["Limit0"] == ["Max": 15_000, "Remaining": 14_998])
        #expect(result.value["more"] == true)
        #expect(result.value.serialized().count <= 2_000)
    }
}
