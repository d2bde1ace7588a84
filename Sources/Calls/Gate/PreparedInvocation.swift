package import Actions
import Crypto
import JSON
import Platforms

/// An invocation whose arguments and values are settled: nothing about it can change any more.
package struct PreparedInvocation: Sendable {
    let action: Action
    let values: TemplateValues
    /// The first request, rendered. The others wait for its answer.
    let firstRequest: CRMRequest
    /// Equal for equal writes of one call.
    let fingerprint: String
    /// How its dates were understood, by the parameter's name.
    let spokenDates: [String: String]
    /// What the agent should know of how its arguments were taken.
    package let notes: [String]

    init(
        _ action: Action,
        values: TemplateValues,
        spokenDates: [String: String],
        notes: [String]
    ) throws(RenderingError) {
        self.action = action
        self.values = values
        self.spokenDates = spokenDates
        self.notes = notes + spokenDates.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value)." }
        firstRequest = try action.requests[0].template.render(values)
        var arguments = JSONObject()
        for parameter in action.parameters { arguments[parameter.name] = values.arguments[parameter.name] }
        let parts: JSONValue = [.string(action.name), .object(arguments), firstRequest.savedJSON]
        fingerprint = SHA256.hash(data: parts.serialized()).hexadecimalText
    }

    /// Every request as far as it is known before any is sent: what an answer will tell stands as `<case.id>`.
    package func preview() throws(RenderingError) -> [CRMRequest] {
        var requests = [firstRequest]
        var values = values
        for (index, step) in action.requests.enumerated() {
            values.answers[step.name] = ["Id": .string("<\(step.name).id>")]
            guard index > 0, step.onlyWith.allSatisfy({ values.arguments[$0] != nil }) else { continue }
            requests.append(try step.template.render(values))
        }
        return requests
    }
}
