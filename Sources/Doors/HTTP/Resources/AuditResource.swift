package import Calls
import Foundation
import HTTPTypes
import JSON
import Workspace

/// The record of everything.
package struct AuditResource: Sendable {
    private let audit: AuditTrail

    package init(audit: AuditTrail) { self.audit = audit }

    package var endpoints: [Endpoint] { [list, export] }

    private static let filters: [Endpoint.QueryItem] = [
        .init("from", .dateTime, "Not before this.", example: "2026-05-04T00:00:00Z"),
        .init("until", .dateTime, "Before this."),
        .init("kind", .choice(AuditEntry.Kind.allCases.map(\.rawValue)), "What happened."),
        .init("agent_id", .identifier("agt"), "What one agent did."),
        .init("call_id", .text(upTo: 100), "What was done in one call."),
        .init("action", .text(upTo: 100), "The action, or what was done."),
        .init("outcome", .text(upTo: 100), "How it ended."),
        .init("record_id", .text(upTo: 18), "What was done with one record of the CRM."),
    ]

    private func filter(_ request: APIRequest) -> AuditFilter {
        func text(_ name: String) -> String? { request.query[name]?.string }
        return AuditFilter(
            from: text("from").flatMap(Date.init(timestamp:)),
            until: text("until").flatMap(Date.init(timestamp:)),
            kind: text("kind").flatMap(AuditEntry.Kind.init),
            agentID: text("agent_id"),
            callID: text("call_id"),
            action: text("action"),
            outcome: text("outcome"),
            recordID: text("record_id")
        )
    }

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/audit",
            "listAudit",
            "Lists what has happened, the newest first.",
            for: .person(.viewer),
            query: PageRequest.items + Self.filters,
            answers: [.json("A page of entries.", .page(.auditRecord))]
        ) { request in
            let page = try PageRequest(request)
            let before = try page.position.map { position throws(ProblemDetails) in
                guard let number = Int(position) else { throw PageRequest.unknownCursor }
                return number
            }
            let records = try await audit.records(matching: filter(request), before: before, limit: page.limit + 1)
            let shown = records.prefix(page.limit)
            let next = records.count > page.limit ? shown.last.map { String($0.number) } : nil
            return .json(PageRequest.page(shown.map(\.json), next: next))
        }
    }

    private var export: Endpoint {
        Endpoint(
            .get,
            "/v1/audit/export",
            "exportAudit",
            "Gives everything that has happened, oldest first, as CSV or as JSON Lines.",
            for: .person(.viewer),
            query: Self.filters + [
                .init(
                    "format",
                    .choice(["csv", "jsonl"]),
                    "What to give it as; jsonl when it is left out.",
                    example: "csv"
                )
            ],
            answers: [
                .text(
                    ["application/jsonl", "text/csv; charset=utf-8"],
                    "The entries, a line each. A CSV's first line names its columns."
                )
            ]
        ) { request in
            let filter = filter(request)
            let isCSV = request.query["format"] == "csv"
            let name = isCSV ? "audit.csv" : "audit.jsonl"
            return APIResponse(
                .ok,
                headers: [.contentDisposition: "attachment; filename=\(name)"],
                .stream(contentType: isCSV ? "text/csv; charset=utf-8" : "application/jsonl") { [audit] writer in
                    if isCSV { try await writer.write(AuditTable.header) }
                    var last = 0
                    while true {
                        let records = try await audit.records(matching: filter, after: last, limit: Self.exportPage)
                        for record in records {
                            try await writer.write(
                                isCSV ? AuditTable.line(record) : record.json.serializedText() + "\n"
                            )
                        }
                        guard let number = records.last?.number, records.count == Self.exportPage else { return }
                        last = number
                    }
                }
            )
        }
    }

    private static let exportPage = 500
}

/// The audit trail as a table.
///
/// Source: https://www.rfc-editor.org/rfc/rfc4180
enum AuditTable {
    private static let columns = [
        "number", "at", "kind", "by", "agent_id", "call_id", "action", "outcome", "duration_ms", "record_ids",
        "details",
        "hash",
    ]

    static let header = columns.joined(separator: ",") + "\r\n"

    static func line(_ record: AuditRecord) -> String {
        let json = record.json
        let cells = columns.map { column -> String in
            switch json[column] {
            case nil, .null?: ""
            case .string(let text)?: text
            case .array(let values)? where column == "record_ids": values.compactMap(\.string).joined(separator: " ")
            case .some(let value): value.serializedText()
            }
        }
        return cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        // A spreadsheet would run what begins like this, and an agent's caller may have said it.
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'\(text)" : text
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return safe }
        return "\"\(safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}

extension Schema {
    package static let auditRecord = Schema.named(
        "AuditEntry",
        .object([
            Field("number", .integer(1...Int.max), "Its place in the chain."),
            Field("at", .dateTime),
            Field("kind", .choice(AuditEntry.Kind.allCases.map(\.rawValue))),
            Field("by", .text(upTo: 100), "Who did it: an agent, a person, or `server`."),
            .optional("agent_id", .text(upTo: 100)),
            .optional("call_id", .text(upTo: 100)),
            .optional("action", .text(upTo: 100), "The action, or what was done."),
            .optional("outcome", .text(upTo: 100)),
            .optional("duration_ms", .integer(0...Int.max)),
            .optional("record_ids", .list(of: .text(upTo: 100), atMost: 10_000)),
            .optional("details", .map(of: .anything)),
            .optional("forgotten", .boolean, "Whether what it said about a person was removed."),
            Field("hash", .text(upTo: 64), "What ties it to the entries before it."),
        ])
    )
}
