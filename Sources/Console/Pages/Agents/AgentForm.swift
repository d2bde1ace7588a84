import Foundation
import JSON
import Workspace

/// The form with what is set about an agent. Its fields are named as the API names the members.
enum AgentForm {
    private static let name = FormField(name: "name", label: "Name", hint: "What you call it, such as Service desk.")

    private static let instructions = FormField(
        name: "instructions",
        label: "Instructions",
        control: .area(rows: 8),
        hint: "What the language model is told about its job. The rules of safety are added by themselves.",
        isRequired: false
    )

    private static let timeZone = FormField(
        name: "time_zone",
        label: "Time zone",
        value: "Europe/London",
        hint: "Where its \"tomorrow at ten\" is, such as Europe/Berlin.",
        suggestions: "time-zones"
    )

    static let new = Form([name, instructions, timeZone])

    static let all = Form([
        name, instructions, timeZone,
        FormField(
            name: "read_only",
            label: "It may only read, whatever its actions could write",
            control: .box,
            isRequired: false
        ),
        FormField(
            name: "verification.facts",
            label: "Facts a caller can prove themselves with",
            control: .area(rows: 4),
            hint: "One a line: fields of the caller's Contact, Account or open Case, such as Contact.Email.",
            isRequired: false
        ),
        FormField(
            name: "verification.required_matches",
            label: "How many of them must match",
            control: .number,
            value: "1"
        ),
        FormField(
            name: "verification.code",
            label: "Or with a code that is sent to them",
            control: .box,
            isRequired: false
        ),
    ])

    /// The whole form with what is set now.
    static func filled(from settings: AgentSettings) -> Form {
        all.filled(with: [
            "name": settings.name, "instructions": settings.instructions,
            "time_zone": settings.timeZone.identifier, "read_only": settings.isReadOnly ? "on" : "",
            "verification.facts": settings.verification.facts.joined(separator: "\n"),
            "verification.required_matches": String(settings.verification.requiredMatches),
            "verification.code": settings.verification.allowsCode ? "on" : "",
        ])
    }

    /// The settings as a form has them; what it has no field for stays.
    static func settings(
        from form: FormValues,
        changing settings: AgentSettings,
        isWhole: Bool = false
    ) throws -> AgentSettings {
        var json = settings.json.object ?? [:]
        json["name"] = .string(form.line("name"))
        json["instructions"] = .string(form["instructions"] ?? "")
        json["time_zone"] = .string(form.line("time_zone"))
        if isWhole {
            guard let matches = Int(form.line("verification.required_matches")), matches >= 1 else {
                throw FormProblems("verification.required_matches", "Give a number from 1.")
            }
            let facts = (form["verification.facts"] ?? "").split { $0.isNewline || $0.isWhitespace || $0 == "," }
            json["read_only"] = .boolean(form["read_only"] == "on")
            json["verification"] = [
                "facts": .array(facts.map { .string(String($0)) }), "required_matches": .number(JSONNumber(matches)),
                "code": .boolean(form["verification.code"] == "on"),
            ]
        }
        return try AgentSettings(json: .object(json))
    }
}
