import Actions
package import JSON
package import Workspace

/// A fact about the caller by which they can prove who they are, under the name a model gives it by.
///
/// `Contact.MailingPostalCode` is `contact_mailing_postal_code` to a model: not every model takes a dot in a name.
package struct CallerFact: Sendable, Hashable {
    /// The field as the agent's rule has it.
    package var field: String
    /// The name of the parameter.
    package var name: String

    package init(_ field: String) {
        self.field = field
        name = field.reduce(into: "") { name, character in
            if character == "." {
                name.append("_")
            } else {
                if character.isUppercase, let last = name.last, last != "_" { name.append("_") }
                name += character.lowercased()
            }
        }
    }

    /// What can be asked for: the facts of the rule, and the code.
    static func parameters(for rule: VerificationRule) -> [Parameter] {
        var parameters = rule.facts.map { Parameter(CallerFact($0).name) }
        if rule.allowsCode {
            parameters.append(Parameter("send_code", .boolean, description: "True to send the caller a code"))
            parameters.append(Parameter("code", description: "The code the caller was sent"))
        }
        return parameters
    }

    /// The facts among a tool's arguments, by their fields. A number is what a model makes of a postal code.
    package static func facts(in arguments: JSONObject, _ rule: VerificationRule) -> [String: String] {
        var facts: [String: String] = [:]
        for fact in rule.facts.map(CallerFact.init) {
            guard let value = arguments[fact.name], !value.isNull else { continue }
            facts[fact.field] = value.string ?? value.serializedText()
        }
        return facts
    }
}
