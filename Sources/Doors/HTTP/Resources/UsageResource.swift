package import Calls
import HTTPTypes
import JSON
package import Platforms
import Workspace

/// How much of what the orgs grant is used up, and how the writes stand.
package struct UsageResource: Sendable {
    private let connections: Connections
    private let journal: Journal

    package init(connections: Connections, journal: Journal) {
        self.connections = connections
        self.journal = journal
    }

    package var endpoints: [Endpoint] { [get] }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/usage",
            "getUsage",
            "Shows what each org grants in 24 hours and how much of it is used up, and how many writes stand how.",
            for: .person(.viewer),
            answers: [.json("The usage.", .usage)]
        ) { _ in
            let orgs = try await connections.list().map { connection -> JSONValue in
                var object: JSONObject = [
                    "connection_id": .string(connection.id), "name": .string(connection.settings.name),
                    "reserved_percent": .number(JSONNumber(connection.settings.reservedPercent)),
                ]
                object["requests"] = connection.state.usage?.json
                return .object(object)
            }
            var writes = JSONObject()
            let counts = try await journal.counts()
            for state in JournalEntry.State.allCases {
                writes[state.rawValue] = .number(JSONNumber(counts[state] ?? 0))
            }
            return .json(["connections": .array(orgs), "writes": .object(writes)])
        }
    }
}

extension Schema {
    fileprivate static let usage = Schema.named(
        "Usage",
        .object([
            Field(
                "connections",
                .list(
                    of: .object([
                        Field("connection_id", .identifier("con")), Field("name", .text(upTo: 80)),
                        Field("reserved_percent", .integer(0...90), "How much of them is left to people."),
                        .optional("requests", .apiUsage, "Missing until the org has said so."),
                    ]),
                    atMost: 1000
                )
            ),
            Field("writes", .object(JournalEntry.State.allCases.map { Field($0.rawValue, .integer(0...Int.max)) })),
        ])
    )
}
