package import Actions
import Calls
package import Foundation
package import JSON

/// What an action would send: the exact requests, without sending any.
package struct ActionPreview {
    /// What would come of some arguments.
    package struct Answer: Sendable {
        /// In order and decoded. Empty when nothing would be sent.
        package var requests: [CRMRequest] = []
        /// How arguments were taken.
        package var notes: [String] = []
        /// Why nothing would be sent, in the words the agent gets.
        package var refused: String?
    }

    private let action: Action
    /// Whether what other actions find stands as `<search_contact.Id>`. Otherwise an action that builds on them is
    /// refused, as in a call where they have not run.
    private let assumesResults: Bool

    package init(_ action: Action, assumingResults: Bool = false) {
        self.action = action
        assumesResults = assumingResults
    }

    /// - Parameters:
    ///   - arguments: As a model would send them.
    ///   - variables: What the server would fill in.
    package func answer(
        to arguments: JSONObject,
        variables: [Variable: String],
        timeZone: TimeZone = .gmt
    ) -> Answer {
        let results = assumesResults ? assumedResults : [:]
        let context = InvocationPreparation.Context(
            variables: variables,
            results: results.reduce(into: [:]) { named, result in
                if let name = result.key { named[name] = result.value }
            },
            latestResult: results[nil],
            now: Date(),
            timeZone: timeZone
        )
        var preparation = InvocationPreparation()
        let invocation: PreparedInvocation
        do throws(InvocationPreparation.Refusal) {
            invocation = try preparation.prepare(action, arguments, in: context)
        } catch {
            return Answer(refused: error.outcome.say)
        }
        do throws(RenderingError) {
            return Answer(requests: try invocation.preview(), notes: invocation.notes)
        } catch {
            return Answer(refused: error.say)
        }
    }

    /// A result of every action it builds on, with a mark where a value would be; that of whatever ran last under nil.
    private var assumedResults: [String?: JSONValue] {
        var results: [String?: JSONValue] = [:]
        for request in action.requests {
            for reference in request.template.resultReferences {
                let name = reference.action ?? Reference.previousAction
                results[reference.action] = reference.path.adding(name, to: results[reference.action] ?? .null)
            }
        }
        return results
    }
}

extension ResultPath {
    /// A result with a mark of its own where the path leads to.
    fileprivate func adding(_ name: String, to result: JSONValue) -> JSONValue {
        Self.adding(steps[...], "<\(name)\(description)>", to: result)
    }

    private static func adding(_ steps: ArraySlice<Step>, _ mark: String, to value: JSONValue) -> JSONValue {
        switch steps.first {
        case nil:
            return .string(mark)
        case .member(let name)?:
            var object = value.object ?? JSONObject()
            object[name] = adding(steps.dropFirst(), mark, to: object[name] ?? .null)
            return .object(object)
        case .element(let index)?:
            var elements = value.array ?? []
            // Nobody means the hundredth record of ten.
            while elements.count <= min(index, 100) { elements.append(.object(JSONObject())) }
            if index < elements.count { elements[index] = adding(steps.dropFirst(), mark, to: elements[index]) }
            return .array(elements)
        }
    }
}

// MARK: In the HTTP API

extension ActionPreview {
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

    /// The answer to a request with a ``body``.
    func json(for request: APIRequest) -> JSONValue {
        var variables: [Variable: String] = [:]
        for variable in [Variable.callerPhone, .callID, .employeeID] {
            variables[variable] = request.body["variables"]?[variable.rawValue]?.string
        }
        return answer(
            to: request.body["arguments"]?.object ?? JSONObject(),
            variables: variables,
            timeZone: request.body["time_zone"]?.string.flatMap { TimeZone(identifier: $0) } ?? .gmt
        ).json
    }
}

extension ActionPreview.Answer {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["requests": .array(requests.map(\.json))]
        if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
        object["refused"] = refused.map(JSONValue.string)
        return .object(object)
    }
}
