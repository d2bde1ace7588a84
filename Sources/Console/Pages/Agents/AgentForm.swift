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
        hint: "Where its \"tomorrow at ten\" is, such as Europe/Berlin.",
        suggestions: "time-zones"
    )

    static let new = Form([name, instructions, timeZone])

    private static let code = FormField(
        name: "verification.code",
        label: "Or with a code that is sent to them",
        control: .box,
        isRequired: false
    )

    /// Every field.
    ///
    /// - Parameter sendsCodes: Whether the server can send codes to callers.
    static func all(sendsCodes: Bool) -> Form { Form(common + (sendsCodes ? [code] : [])) }

    private static let common = [
        name, instructions, timeZone,
        FormField(
            name: "read_only",
            label: "It may only read, whatever its actions could write",
            control: .box,
            isRequired: false
        ),
        FormField(
            name: "lean",
            label:
                "Show its language model two tools, to find an action and to run one, instead of one for each action",
            control: .box,
            isRequired: false
        ),
        FormField(
            name: "fields.readable",
            label: "The only fields it may see",
            control: .area(rows: 3),
            hint:
                "One object a line, such as Contact: FirstName, LastName, Email; * for every field of it. Empty for all.",
            isRequired: false
        ),
        FormField(
            name: "fields.writable",
            label: "The only fields it may set",
            control: .area(rows: 3),
            hint: "Written the same way. An object that is not in it can't be written.",
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
    ]

    /// The whole form with what is set now.
    static func filled(from settings: AgentSettings, sendsCodes: Bool) -> Form {
        all(sendsCodes: sendsCodes).filled(with: [
            "name": settings.name, "instructions": settings.instructions,
            "time_zone": settings.timeZone.identifier, "read_only": settings.isReadOnly ? "on" : "",
            "lean": settings.isLean ? "on" : "",
            "fields.readable": lines(settings.fieldAllowList?.readable),
            "fields.writable": lines(settings.fieldAllowList?.writable),
            "verification.facts": settings.verification.facts.joined(separator: "\n"),
            "verification.required_matches": String(settings.verification.requiredMatches),
            "verification.code": settings.verification.allowsCode ? "on" : "",
        ])
    }

    /// The settings as a form has them; what it has no field for stays.
    static func settings(
        from form: FormValues,
        changing settings: AgentSettings,
        isWhole: Bool = false,
        sendsCodes: Bool = false
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
            json["lean"] = .boolean(form["lean"] == "on")
            var fields = JSONObject()
            fields["readable"] = try list(of: "fields.readable", in: form)
            fields["writable"] = try list(of: "fields.writable", in: form)
            json["fields"] = fields.isEmpty ? nil : .object(fields)
            json["verification"] = [
                "facts": .array(facts.map { .string(String($0)) }), "required_matches": .number(JSONNumber(matches)),
                "code": .boolean(sendsCodes ? form["verification.code"] == "on" : settings.verification.allowsCode),
            ]
        }
        return try AgentSettings(json: .object(json))
    }

    // MARK: Lists of fields

    /// `Contact: FirstName, LastName`, an object a line.
    private static func lines(_ list: [String: [String]]?) -> String {
        (list ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.joined(separator: ", "))" }
            .joined(separator: "\n")
    }

    /// What ``lines(_:)`` makes, read; nil for an empty one.
    private static func list(of name: String, in form: FormValues) throws(FormProblems) -> JSONValue? {
        var list = JSONObject()
        for line in (form[name] ?? "").split(whereSeparator: \.isNewline).map({ String($0).trimmed }) {
            guard !line.isEmpty else { continue }
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard parts.count == 2, !parts[0].isEmpty else {
                throw FormProblems(name, "Write `\(line.clipped(to: 80))` as an object, a colon and its fields.")
            }
            let fields = parts[1].split { $0 == "," || $0.isWhitespace }.map { JSONValue.string(String($0)) }
            list[parts[0]] = .array((list[parts[0]]?.array ?? []) + fields)
        }
        return list.isEmpty ? nil : .object(list)
    }
}
