import Actions
import JSON
import Platforms
import Workspace

/// The form actions are written in: what stands between a definition and what a browser sends.
struct ActionForm: Sendable {
    private(set) var form: Form
    private(set) var rows: [ParameterRow]

    /// The most parameters a form has room for.
    private static let maximumRows = 60

    // MARK: Filling

    /// - Parameter definition: What is changed; nil for an action from scratch.
    init(_ definition: ActionDefinition?, on connectionID: String, among connections: [SavedConnection]) {
        let json = definition?.json.object ?? JSONObject()
        let kind = ["soql", "sosl"].first { json[$0] != nil } ?? "endpoint"
        let body = json["body"].map { $0.string ?? $0.prettyPrinted() } ?? ""
        form = Self.fields(connections).filled(with: [
            "name": json["name"]?.string ?? "",
            "title": json["title"]?.string ?? "",
            "description": json["description"]?.string ?? "",
            "connection_id": connectionID.isEmpty && connections.count == 1 ? connections[0].id : connectionID,
            "kind": kind,
            "target": json[kind]?.string ?? "",
            "method": json["method"]?.string ?? "GET",
            "body": body,
            "confirm": json["confirm"]?.boolean.map { $0 ? "yes" : "no" } ?? "",
            "assurance": json["assurance"]?.string ?? "unknown",
            "scope": json["scope"] == nil ? "" : "on",
            "runs": json["runs"] == nil ? "" : "on",
            "advanced": Self.advanced(json),
            "caller_phone": SampleValues.callerPhone,
        ])
        rows = (json["parameters"]?.array ?? []).enumerated().map { ParameterRow($0.offset, $0.element.object) }
    }

    /// - Parameter connections: The orgs to choose from.
    init(_ values: FormValues, among connections: [SavedConnection]) {
        form = Self.fields(connections).filled(from: values)
        let count = min(Int(values.line("rows")) ?? 0, Self.maximumRows)
        let removed = Int(values.line("remove"))
        let places = (0..<max(0, count)).filter { $0 != removed }
        rows = places.enumerated().map { ParameterRow($0.offset, from: values, at: $0.element) }
    }

    /// Adds an empty row; the first time one for every placeholder there is, each of which has to be declared then.
    mutating func addRow() {
        guard rows.count < Self.maximumRows else { return }
        let hadRows = !rows.isEmpty
        if rows.isEmpty, let definition = try? definition(), let action = try? Action(compiling: definition) {
            rows = action.parameters.prefix(Self.maximumRows).enumerated().map {
                ParameterRow($0.offset, ["name": .string($0.element.name), "required": true])
            }
        }
        guard rows.isEmpty || hadRows else { return }
        rows.append(ParameterRow(rows.count))
    }

    private static func fields(_ connections: [SavedConnection]) -> Form {
        Form([
            FormField(
                name: "name",
                label: "Name",
                hint: "What agents call it: small letters, digits and _, such as identify_customer."
            ),
            FormField(name: "title", label: "Title", hint: "For people.", isRequired: false),
            FormField(
                name: "description",
                label: "Description",
                control: .area(rows: 2),
                hint: "What the agent is told: what it is for and when to use it.",
                isRequired: false
            ),
            FormField(
                name: "connection_id",
                label: "Org",
                control: .orgs(connections)
            ),
            FormField(
                name: "method",
                label: "Method",
                control: .list(CRMRequest.Method.allCases.map { .init(value: $0.rawValue, label: $0.rawValue) })
            ),
            FormField(
                name: "kind",
                label: "What follows is",
                control: .options([
                    .init(value: "endpoint", label: "an endpoint", hint: "with an encoded ?q= too"),
                    .init(value: "soql", label: "SOQL", hint: "in plain text"),
                    .init(value: "sosl", label: "SOSL", hint: "in plain text"),
                ]),
                value: "endpoint"
            ),
            FormField(
                name: "target",
                label: "Endpoint or query",
                control: .area(rows: 5),
                hint: "{{name}} is where a value goes; {{caller_phone}} is the caller's number."
            ),
            FormField(
                name: "body",
                label: "Body, as JSON",
                control: .area(rows: 8),
                hint: "Members whose value is missing are left out.",
                isRequired: false
            ),
            FormField(
                name: "confirm",
                label: "Confirmation",
                control: .list([
                    .init(value: "", label: "writes ask the caller first"),
                    .init(value: "yes", label: "always ask the caller first"),
                    .init(value: "no", label: "never ask"),
                ])
            ),
            FormField(
                name: "assurance",
                label: "Who may",
                control: .list([
                    .init(value: "unknown", label: "anyone who calls"),
                    .init(value: "recognised", label: "callers whose number is known"),
                    .init(value: "verified", label: "callers who proved who they are"),
                ])
            ),
            FormField(
                name: "scope",
                label: "Reach only the caller's own records",
                control: .box,
                isRequired: false
            ),
            FormField(name: "runs", label: "Run at the start of every call", control: .box, isRequired: false),
            FormField(
                name: "advanced",
                label: "Everything else, as YAML",
                control: .area(rows: 4),
                hint: "then, constraints, lists_all, when_away, destructive, as.",
                isRequired: false
            ),
            FormField(
                name: "caller_phone",
                label: "Caller's number in the preview",
                hint: "Empty for a withheld one.",
                isRequired: false
            ),
        ])
    }

    // MARK: As a definition

    private static let ownMembers: Set<String> = [
        "name", "title", "description", "method", "endpoint", "soql", "sosl", "body", "confirm", "runs", "assurance",
        "scope", "parameters",
    ]

    /// What has no field of its own.
    private static func advanced(_ json: JSONObject) -> String {
        var rest = JSONObject()
        for member in json where !ownMembers.contains(member.key) { rest[member.key] = member.value }
        return rest.isEmpty ? "" : JSONValue.object(rest).yamlText
    }

    private func text(_ name: String) -> String { (form[name]?.value ?? "").trimmed }

    /// Whether nobody has written yet what is sent.
    var isBlank: Bool { text("target").isEmpty && text("body").isEmpty }

    var connectionID: String { text("connection_id") }
    var callerPhone: String { text("caller_phone") }

    /// Values to show and try it with, by the parameter's name.
    var samples: [String: String] {
        rows.reduce(into: [:]) { samples, row in samples[row.name.trimmed] = row.sample }
    }

    /// What was written, as a definition.
    func definition() throws -> ActionDefinition {
        var json: JSONObject = ["name": .string(text("name"))]
        if !text("title").isEmpty { json["title"] = .string(text("title")) }
        if !text("description").isEmpty { json["description"] = .string(text("description")) }
        let method = text("method")
        let body = text("body")
        if method != "GET" || !body.isEmpty { json["method"] = .string(method) }
        let kind = ["soql", "sosl"].contains(text("kind")) ? text("kind") : "endpoint"
        guard !text("target").isEmpty else {
            throw FormProblems("target", "Say where the request goes, or what it asks for.")
        }
        json[kind] = .string(text("target"))
        if !body.isEmpty {
            // What is no JSON stays as it was written: the compiler says what is wrong with it, and where.
            let parsed = try? JSONValue(parsing: body)
            json["body"] = parsed?.object == nil && parsed?.array == nil ? .string(body) : parsed
        }
        try json.add(text("advanced"), of: "advanced", besides: Self.ownMembers)
        if !text("confirm").isEmpty { json["confirm"] = .boolean(text("confirm") == "yes") }
        if text("runs") == "on" { json["runs"] = "call_start" }
        if text("assurance") != "unknown", !text("assurance").isEmpty { json["assurance"] = .string(text("assurance")) }
        if text("scope") == "on" { json["scope"] = "caller" }
        if !rows.isEmpty {
            var parameters: [JSONValue] = []
            for row in rows {
                do throws(FormProblems) {
                    parameters.append(.object(try row.json()))
                } catch {
                    throw FormProblems(general: "\(row.title): \(error.sentence)")
                }
            }
            json["parameters"] = .array(parameters)
        }
        return try ActionDefinition(given: .object(json))
    }

    // MARK: Mistakes

    /// Marks what is wrong, each mistake beside its field.
    ///
    /// - Returns: What the HTTP API calls it.
    mutating func mark(_ error: any Error) throws -> String {
        guard var problems = FormProblems(explaining: error) else { throw error }
        problems.fields = problems.fields.map { (Self.field(of: $0.name), $0.message) }
        form = form.marked(with: problems)
        return problems.code
    }

    /// The field a member of a definition is written in; what has none is no field's fault.
    private static func field(of member: String) -> String {
        switch member {
        case "endpoint", "soql", "sosl": "target"
        case "lists_all", "when_away", "constraints": "advanced"
        case _ where member.hasPrefix("then"): "advanced"
        default: member
        }
    }
}

extension FormField.Control {
    /// One of these orgs. Where there are several nobody is led to take the first.
    static func orgs(_ connections: [SavedConnection]) -> FormField.Control {
        .list(
            connections.map { .init(value: $0.id, label: $0.settings.name) },
            asking: connections.count > 1 ? "Choose an org" : nil
        )
    }
}
