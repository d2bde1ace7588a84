import Actions
package import Calls
import Foundation
import HTTPTypes
import JSON
import Workspace

/// The journal of writes: what is under way, what waits, and what was given up.
package struct JournalResource: Sendable {
    private let journal: Journal

    package init(journal: Journal) { self.journal = journal }

    package var endpoints: [Endpoint] { [list, get, retry, dismiss] }

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/journal",
            "listJournal",
            "Lists writes, the newest first: those under way, those that wait, those given up and why.",
            for: .person(.viewer),
            query: PageRequest.items + [
                .init("state", .choice(JournalEntry.State.allCases.map(\.rawValue)), "How they stand."),
                .init("call_id", .text(upTo: 100), "Those of one call."),
                .init("agent_id", .identifier("agt"), "Those of one agent."),
                .init("connection_id", .identifier("con"), "Those to one org."),
                .init("dismissed", .boolean, "Whether those that somebody has dismissed are shown too."),
            ],
            answers: [.json("A page of writes.", .page(.journalEntry))]
        ) { request in
            let page = try PageRequest(request)
            let filter = JournalFilter(
                states: request.query["state"]?.string.flatMap(JournalEntry.State.init).map { [$0] } ?? [],
                callID: request.query["call_id"]?.string,
                agentID: request.query["agent_id"]?.string,
                connectionID: request.query["connection_id"]?.string,
                includesDismissed: request.query["dismissed"]?.boolean ?? false
            )
            let entries = try await journal.entries(matching: filter, after: page.timeCursor(), limit: page.limit + 1)
            return .json(page.page(ofMore: entries, at: { TimeCursor(at: $0.createdAt, id: $0.id) }, \.readableJSON))
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/journal/{entry_id}",
            "getJournalEntry",
            "Shows a write with its requests and what came of it.",
            for: .person(.viewer),
            answers: [.json("The write.", .journalEntry)]
        ) { request in
            guard let entry = try await journal.entry(request.parameter("entry_id")) else { throw Self.unknown }
            return .json(entry.readableJSON)
        }
    }

    private var retry: Endpoint {
        Endpoint(
            .post,
            "/v1/journal/{entry_id}/retry",
            "retryWrite",
            "Has a write that was given up tried again: it is looked up once more, and sent if it is not there.",
            for: .person(.owner),
            answers: [
                .json("The write.", .journalEntry),
                .problem(.conflict, "It was not given up, or what it said is forgotten."),
            ]
        ) { request in
            try await changed(request) { id in try await journal.retry(id) }
        }
    }

    private var dismiss: Endpoint {
        Endpoint(
            .post,
            "/v1/journal/{entry_id}/dismiss",
            "dismissWrite",
            "Notes that somebody has seen to a write that was given up.",
            for: .person(.owner),
            answers: [.json("The write.", .journalEntry), .problem(.conflict, "It was not given up.")]
        ) { request in
            try await changed(request) { id in try await journal.dismiss(id) }
        }
    }

    private func changed(
        _ request: APIRequest,
        _ change: (String) async throws -> JournalEntry?
    ) async throws -> APIResponse {
        let id = request.parameter("entry_id")
        guard try await journal.entry(id) != nil else { throw Self.unknown }
        guard let entry = try await change(id) else {
            throw ProblemDetails(
                .conflict,
                "not_given_up",
                "Only a write that was given up can be tried again or dismissed."
            )
        }
        return .json(entry.readableJSON)
    }

    static let unknown = ProblemDetails(
        .notFound,
        "no_such_write",
        "The journal has no such write. GET /v1/journal lists them."
    )
}

extension PageRequest {
    /// Where the page before ended, in a list by time.
    func timeCursor() throws(ProblemDetails) -> TimeCursor? {
        guard let position else { return nil }
        guard let cursor = TimeCursor(position) else { throw Self.unknownCursor }
        return cursor
    }

    /// A page of a list by time, of which one element more than the page has was asked for.
    func page<Element>(
        ofMore elements: [Element],
        at cursor: (Element) -> TimeCursor,
        _ json: (Element) -> JSONValue
    ) -> JSONValue {
        let shown = elements.prefix(limit)
        let last = elements.count > limit ? shown.last.map(cursor) : nil
        return Self.page(shown.map(json), next: last.map(\.text))
    }
}

extension Schema {
    package static let journalEntry = Schema.named(
        "JournalEntry",
        .object([
            Field("id", .identifier("jrn")),
            Field("state", .choice(JournalEntry.State.allCases.map(\.rawValue))),
            Field("call_id", .text(upTo: 100)), Field("agent_id", .text(upTo: 100)),
            Field("connection_id", .text(upTo: 100)), Field("action", .text(upTo: 100)),
            Field("requests", .list(of: ActionPreview.request, atMost: 50), "Those sent, and the one to be sent next."),
            Field("attempts", .integer(0...Int.max), "How often a request of it was sent to the org."),
            .optional("reason", .text(upTo: 4000), "Why it was given up, or what it waits for."),
            .optional("record_id", .text(upTo: 18), "The record it is known to have made."),
            .optional("outcome", .anything, "What came of it."),
            Field("created_at", .dateTime), Field("changed_at", .dateTime),
            .optional("dismissed_at", .dateTime),
        ])
    )
}

extension JournalEntry {
    /// The write for a reader.
    var readableJSON: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "state": .string(state.rawValue), "call_id": .string(callID),
            "agent_id": .string(agentID), "connection_id": .string(connectionID), "action": .string(action),
        ]
        let requests = details.steps.map(\.request) + (details.request.map { [$0] } ?? [])
        object["requests"] = .array(requests.map(\.json))
        object["attempts"] = .number(JSONNumber(details.timesSent))
        object["reason"] = reason.map(JSONValue.string)
        object["record_id"] = createdRecord.map(JSONValue.string)
        object["outcome"] = details.outcome
        object["created_at"] = .string(createdAt.timestamp)
        object["changed_at"] = .string(changedAt.timestamp)
        object["dismissed_at"] = dismissedAt.map { .string($0.timestamp) }
        return .object(object)
    }
}
