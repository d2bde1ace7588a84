import Actions
import Foundation
package import JSON

extension Invocation {
    /// The invocation, complete, to be read again.
    package var savedJSON: JSONValue {
        [
            "number": .number(JSONNumber(number)),
            "action": .string(action),
            "arguments": .object(arguments),
            "requests": .array(requests.map(\.savedJSON)),
            "outcome": outcome.json,
            "started_at": .number(JSONNumber(startedAt.wholeMilliseconds)),
            "duration_us": .number(JSONNumber(duration.wholeMicroseconds)),
        ]
    }

    /// Nil when it is not what ``savedJSON`` makes.
    package init?(savedJSON json: JSONValue) {
        guard let number = json["number"]?.integer, let action = json["action"]?.string,
            let arguments = json["arguments"]?.object, let requests = json["requests"]?.array,
            let outcome = json["outcome"].flatMap(Outcome.init), let startedAt = json["started_at"]?.integer,
            let duration = json["duration_us"]?.integer
        else { return nil }
        self.init(
            number: number,
            action: action,
            arguments: arguments,
            requests: requests.compactMap(CRMRequest.init(savedJSON:)),
            outcome: outcome,
            startedAt: Date(wholeMilliseconds: startedAt),
            duration: .microseconds(duration)
        )
    }
}

extension Duration {
    var wholeMicroseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }
}

extension Date {
    init(wholeMilliseconds: Int) { self.init(timeIntervalSince1970: Double(wholeMilliseconds) / 1000) }
}
