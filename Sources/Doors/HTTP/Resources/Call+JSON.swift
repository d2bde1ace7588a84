import Actions
import Calls
import Foundation
import JSON
import Workspace

extension Schema {
    private static let callFields: [Field] = [
        Field("id", .identifier("call")), Field("agent_id", .text(upTo: 100)),
        .optional("external_id", .text(upTo: 200)), Field("channel", .text(upTo: 50)),
        .optional("caller_phone", .text(.upTo(50, orEmpty: true))),
        .optional("contact_id", .text(upTo: 18), "The contact whom the call is about."),
        Field("assurance", .assurance, "How sure it is who is calling."),
        Field("open", .boolean), Field("opened_at", .dateTime), .optional("ended_at", .dateTime),
    ]

    static let call = Schema.named("Call", .object(callFields))
    package static let openedCall = Schema.named(
        "OpenedCall",
        .object(callFields + [Field("opening", .list(of: .outcome, atMost: 20), "What ran as it opened.")])
    )

    private static let outcomeFields: [Field] = [
        Field("number", .integer(1...Int.max), "Counted from 1 in the call."),
        Field("action", .text(.upTo(64, orEmpty: true))),
        Field("outcome", .choice(Outcome.Status.allCases.map(\.rawValue))),
        Field("say", .text(upTo: 10_000), "One sentence to say, without ids or jargon."),
        .optional("result", .anything, "What the CRM answered, made small."),
        .optional("confirmation_id", .text(upTo: 100), "What to confirm with after the caller's yes."),
        .optional("written", .choice(["yes", "soon", "perhaps"]), "Nothing was written when this is missing."),
        .optional("replayed", .boolean, "Whether this is the outcome of an earlier, equal write of the call."),
        .optional("notes", .list(of: .text(upTo: 10_000), atMost: 100), "What the agent should know beside that."),
    ]

    static let outcome = Schema.named("Outcome", .object(outcomeFields))
    package static let invocation = Schema.named(
        "Invocation",
        .object(
            outcomeFields + [
                Field("arguments", .map(of: .anything), "As the model sent them."),
                Field("requests", .list(of: ActionPreview.request, atMost: 100), "What was sent to the CRM, in order."),
                Field("started_at", .dateTime), Field("duration_ms", .integer(0...Int.max)),
            ]
        )
    )
}

extension SavedCall {
    var json: JSONObject {
        var object: JSONObject = ["id": .string(id), "agent_id": .string(agentID)]
        object["external_id"] = externalID.map(JSONValue.string)
        object["channel"] = .string(channel)
        object["caller_phone"] = callerPhone.map(JSONValue.string)
        object["contact_id"] = contactID.map(JSONValue.string)
        object["assurance"] = .string(state["assurance"]?.string ?? Assurance.unknown.rawValue)
        object["open"] = .boolean(endedAt == nil)
        object["opened_at"] = .string(openedAt.timestamp)
        object["ended_at"] = endedAt.map { .string($0.timestamp) }
        return object
    }
}

extension Invocation {
    /// What the agent gets.
    var json: JSONObject {
        var object: JSONObject = ["number": .number(JSONNumber(number)), "action": .string(action)]
        for member in outcome.json.object ?? [:] { object[member.key] = member.value }
        return object
    }

    /// What is shown afterwards.
    var fullJSON: JSONObject {
        var object = json
        object["arguments"] = .object(arguments)
        object["requests"] = .array(requests.map(\.json))
        object["started_at"] = .string(startedAt.timestamp)
        object["duration_ms"] = .number(JSONNumber(duration.wholeMilliseconds))
        return object
    }
}
