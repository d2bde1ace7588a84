package import Actions
import Foundation
package import JSON

extension JournalEntry.Details {
    /// What is left of details that were forgotten.
    package static let forgotten: JSONValue = ["invocation": nil]

    package var json: JSONValue {
        var object: JSONObject = ["invocation": invocation]
        if !steps.isEmpty { object["steps"] = .array(steps.map(\.json)) }
        object["request"] = request?.savedJSON
        if index != 0 { object["index"] = .number(JSONNumber(index)) }
        if isUndoing { object["undoing"] = true }
        if timesSent != 0 { object["attempts"] = .number(JSONNumber(timesSent)) }
        object["sent_at"] = sentAt.map { .number(JSONNumber($0.wholeMilliseconds)) }
        if isRetried { object["retried"] = true }
        object["outcome"] = outcome
        return .object(object)
    }

    /// Nil when it is not what ``json`` makes.
    package init?(_ json: JSONValue) {
        guard let object = json.object, let invocation = object["invocation"] else { return nil }
        self.init(invocation: invocation)
        for step in object["steps"]?.array ?? [] {
            guard let step = JournalEntry.Step(step) else { return nil }
            steps.append(step)
        }
        if let saved = object["request"] {
            guard let request = CRMRequest(savedJSON: saved) else { return nil }
            self.request = request
        }
        index = object["index"]?.integer ?? 0
        isUndoing = object["undoing"]?.boolean ?? false
        timesSent = object["attempts"]?.integer ?? 0
        sentAt = object["sent_at"]?.integer.map { Date(wholeMilliseconds: $0) }
        isRetried = object["retried"]?.boolean ?? false
        outcome = object["outcome"]
    }
}

extension JournalEntry.Step {
    fileprivate var json: JSONValue { ["name": .string(name), "request": request.savedJSON, "answer": answer] }

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let request = json["request"].flatMap(CRMRequest.init(savedJSON:)),
            let answer = json["answer"]
        else { return nil }
        self.init(name: name, request: request, answer: answer)
    }
}

extension CRMRequest {
    /// The request, complete, to be made again from it. Unlike ``json``, which is for readers.
    package var savedJSON: JSONValue {
        var object: JSONObject = [
            "method": .string(method.rawValue),
            "segments": .array(segments.map(JSONValue.string)),
        ]
        if !query.isEmpty {
            object["query"] = .array(query.map { .array([.string($0.name), .string($0.value)]) })
        }
        object["body"] = body
        return .object(object)
    }

    package init?(savedJSON json: JSONValue) {
        guard let method = json["method"]?.string.flatMap(Method.init(rawValue:)),
            let segments = json["segments"]?.array
        else { return nil }
        self.init(method, segments: segments.compactMap(\.string), body: json["body"])
        for item in json["query"]?.array ?? [] {
            guard let name = item[0]?.string, let value = item[1]?.string else { return nil }
            query.append(QueryItem(name: name, value: value))
        }
    }
}
