import Calls
import DatabaseFixture
import Doors
import Foundation
import HTTPTypes
import JSON
import Logging
import Storage
import Testing

struct AuditResourceTests {
    private static let start = Date(timeIntervalSince1970: 1_773_151_200)

    private func asking(
        about entries: [AuditEntry],
        _ body: @escaping @Sendable (APIClient) async throws -> Void
    ) async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            let audit = AuditTrail(store: AuditStorage(database), logger: Logger(label: "test"))
            for entry in entries { await audit.note(entry) }
            try await DoorsTests.asking(AuditResource(audit: audit).endpoints, as: FixedCredentials.viewer) {
                try await body($0)
            }
        }
    }

    private static func entry(_ number: Int, action: String = "search_contact") -> AuditEntry {
        AuditEntry(
            .invocation,
            at: start.addingTimeInterval(Double(number)),
            by: "agt_1",
            agentID: "agt_1",
            callID: "call_\(number % 2)",
            action: action,
            outcome: "completed",
            duration: .milliseconds(12),
            personal: .init(recordIDs: ["003000000000001AAA"], details: ["say": .string("Found \"it\", line\ntwo")])
        )
    }

    @Test func `pages go back in time, with every entry once`() async throws {
        try await asking(about: (1...7).map { Self.entry($0) }) { client in
            var numbers: [Int] = []
            var path = "/v1/audit?limit=3"
            while true {
                let page = try await client.get(path).json
                #expect(
                    Schema.page(.auditRecord).faults(in: page).isEmpty,
                    "\(Schema.page(.auditRecord).faults(in: page))"
                )
                numbers += (page["items"]?.array ?? []).compactMap { $0["number"]?.integer }
                guard let next = page["next"]?.string else { break }
                path = "/v1/audit?limit=3&cursor=\(next)"
            }
            #expect(numbers == [7, 6, 5, 4, 3, 2, 1])
            let refused = try await client.get("/v1/audit?cursor=YWJj")
            #expect(refused.status == 422)
        }
    }

    @Test(arguments: [
        ("call_id=call_1", 4), ("action=create_case", 1), ("outcome=refused", 0), ("kind=invocation", 8),
        ("from=2026-03-10T14:00:06Z", 3), ("until=2026-03-10T14:00:02Z", 1), ("record_id=003000000000001AAA", 8),
        ("record_id=003000000000001", 8), ("record_id=003000000000002", 0),
        ("agent_id=agt_2", 0),
    ])
    func `a filter leaves what it names`(filter: String, count: Int) async throws {
        let entries = (1...7).map { Self.entry($0) } + [Self.entry(8, action: "create_case")]
        try await asking(about: entries) { client in
            let page = try await client.get("/v1/audit?\(filter)")
            #expect(page.json["items"]?.array?.count == count, "\(page.text)")
        }
    }

    @Test func `an export has every entry on a line, oldest first`() async throws {
        try await asking(about: (1...1201).map { Self.entry($0) }) { client in
            let lines = try await client.get("/v1/audit/export").text.split(separator: "\n")
            #expect(lines.count == 1201)
            #expect(try JSONValue(parsing: String(lines[1200]))["number"] == 1201)
        }
    }

    @Test func `a CSV quotes what needs it, and runs nothing in a spreadsheet`() async throws {
        try await asking(about: [Self.entry(1, action: "=HYPERLINK(\"http://evil.example\")")]) { client in
            let answer = try await client.get("/v1/audit/export?format=csv")
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
            let rows = answer.text.split(separator: "\r\n")
            #expect(rows.count == 2 && rows[0].hasPrefix("number,at,kind,by"))
            #expect(rows[1].contains(#","'=HYPERLINK(""http://evil.example"")","#), "\(rows[1])")
            #expect(rows[1].contains(#""{""say"":""Found \""it\"", line\ntwo""}""#), "\(rows[1])")
        }
    }
}
