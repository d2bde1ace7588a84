import Actions
import Calls
import Foundation
import JSON

/// What an action would send: the exact requests, without sending any.
struct ActionPreview {
    static let fields: [Schema.Field] = [
        .optional("arguments", .map(of: .anything), "As a model would send them."),
        .optional(
            "variables",
            .object([
                .optional("caller_phone", .text(upTo: 50)), .optional("call_id", .text(upTo: 100)),
                .optional("employee_id", .text(upTo: 100)),
            ]),
            "What the server would fill in."
        ),
        .optional("time_zone", .text(.timeZone), "Where \"tomorrow\" is; UTC when it is left out."),
    ]

    static let body = Endpoint.Body.json(
        .named("PreviewRequest", .object(fields)),
        example: ["arguments": ["search_term": "O'Brien"], "variables": ["caller_phone": "+15552345678"]],
        isOptional: true
    )

    static let answer = Schema.named(
        "Preview",
        .object([
            .init("requests", .list(of: request, atMost: 20), "What would be sent, in order and decoded."),
            .optional("notes", .list(of: .text(upTo: 4000), atMost: 100), "How arguments were taken."),
            .optional("refused", .text(upTo: 4000), "Why nothing would be sent, in the words the agent gets."),
        ])
    )

    static let request = Schema.named(
        "Request",
        .object([
            .init("method", .choice(["GET", "POST", "PATCH", "DELETE"])),
            .init("path", .text(upTo: 100_000)),
            .optional("query", .map(of: .text(.upTo(100_000, orEmpty: true)))),
            .optional("body", .anything),
        ])
    )

    let action: Action

    /// The answer to a request with a ``body``.
    func json(for request: APIRequest) -> JSONValue {
        var variables: [Variable: String] = [:]
        for variable in [Variable.callerPhone, .callID, .employeeID] {
            variables[variable] = request.body["variables"]?[variable.rawValue]?.string
        }
        let context = InvocationPreparation.Context(
            variables: variables,
            now: Date(),
            timeZone: request.body["time_zone"]?.string.flatMap { TimeZone(identifier: $0) } ?? .gmt
        )
        let arguments = request.body["arguments"]?.object ?? JSONObject()
        var preparation = InvocationPreparation()
        do throws(InvocationPreparation.Refusal) {
            return json(try preparation.prepare(action, arguments, in: context))
        } catch {
            return ["requests": [], "refused": .string(error.outcome.say)]
        }
    }

    private func json(_ invocation: PreparedInvocation) -> JSONValue {
        let requests: [CRMRequest]
        do throws(RenderingError) {
            requests = try invocation.preview()
        } catch {
            return ["requests": [], "refused": .string(error.say)]
        }
        var object: JSONObject = ["requests": .array(requests.map(\.json))]
        if !invocation.notes.isEmpty { object["notes"] = .array(invocation.notes.map(JSONValue.string)) }
        return .object(object)
    }
}
