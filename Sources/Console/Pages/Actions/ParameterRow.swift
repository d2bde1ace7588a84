import Actions
import JSON
import Workspace

/// What is set about one parameter, as fields of a form: `p0_name`, `p0_type`, …
struct ParameterRow: Sendable {
    let index: Int
    let form: Form

    var name: String { form[field("name")]?.value ?? "" }
    /// A value to show the request with, and to try it with.
    var sample: String { form[field("sample")]?.value ?? "" }
    /// What the row is called.
    var title: String { name.isEmpty ? "New parameter" : name }

    /// The fields most parameters do without.
    static let rareFields = ["values", "more"]

    private static let prefix = "p"

    private func field(_ name: String) -> String { Self.field(index, name) }

    private static func field(_ index: Int, _ name: String) -> String { "\(prefix)\(index)_\(name)" }

    /// - Parameter json: The parameter as a definition file has it; nil for a new one.
    init(_ index: Int, _ json: JSONObject? = nil) {
        var type = json?["type"]?.string ?? ""
        if type == "list" { type = "list of \(json?["of"]?.string ?? "string")" }
        self.index = index
        form = Self.fields(index, type: type).filled(with: [
            Self.field(index, "name"): json?["name"]?.string ?? "",
            Self.field(index, "type"): type,
            Self.field(index, "required"): json?["required"]?.boolean == true ? "on" : "",
            Self.field(index, "description"): json?["description"]?.string ?? "",
            Self.field(index, "values"): json?["values"]?.array?.compactMap(\.string).joined(separator: "\n") ?? "",
            Self.field(index, "more"): Self.more(json ?? JSONObject()),
        ])
    }

    /// - Parameter index: Where it stands from now on.
    init(_ index: Int, from values: FormValues, at place: Int) {
        self.index = index
        let names = ["name", "type", "required", "description", "values", "more", "sample"]
        var sent: [String: String] = [:]
        for name in names { sent[Self.field(index, name)] = values[Self.field(place, name)] ?? "" }
        form = Self.fields(index, type: values[Self.field(place, "type")] ?? "").filled(with: sent)
    }

    private static func fields(_ index: Int, type: String) -> Form {
        var types = [FormField.Choice(value: "", label: "text, or a record's id")]
        types += Parameter.ValueType.named.map { .init(value: $0.name, label: $0.name) }
        types += ["list of string", "list of id"].map { .init(value: $0, label: $0) }
        if !types.contains(where: { $0.value == type }) { types.append(.init(value: type, label: type)) }
        return Form([
            FormField(name: field(index, "name"), label: "Name"),
            FormField(name: field(index, "type"), label: "Type", control: .list(types)),
            FormField(name: field(index, "sample"), label: "Sample", isRequired: false),
            FormField(name: field(index, "description"), label: "Description", isRequired: false),
            FormField(name: field(index, "required"), label: "Required", control: .box, isRequired: false),
            FormField(
                name: field(index, "values"),
                label: "Allowed values, one a line",
                control: .area(rows: 3),
                isRequired: false
            ),
            FormField(
                name: field(index, "more"),
                label: "The rest, as YAML",
                hint: "{label: city, max: 40, default: Berlin, open: true}",
                isRequired: false
            ),
        ])
    }

    // MARK: As a definition file has it

    private static let ownMembers: Set<String> = ["name", "type", "of", "required", "description", "values"]

    /// What has no field of its own, on one line: `{label: city, max: 40}`.
    private static func more(_ json: JSONObject) -> String {
        var rest = JSONObject()
        for member in json where !ownMembers.contains(member.key) { rest[member.key] = member.value }
        return rest.isEmpty ? "" : JSONValue.object(rest).serializedText()
    }

    /// The parameter as a definition file has it.
    func json() throws(FormProblems) -> JSONObject {
        func text(_ name: String) -> String { (form[field(name)]?.value ?? "").trimmed }
        var json: JSONObject = ["name": .string(text("name"))]
        let type = text("type")
        if type.hasPrefix("list of ") {
            json["type"] = "list"
            json["of"] = .string(String(type.dropFirst("list of ".count)))
        } else if !type.isEmpty {
            json["type"] = .string(type)
        }
        if text("required") == "on" { json["required"] = true }
        if !text("description").isEmpty { json["description"] = .string(text("description")) }
        let values = text("values").split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
        if !values.isEmpty { json["values"] = .array(values.map(JSONValue.string)) }
        try json.add(text("more"), of: field("more"), besides: Self.ownMembers)
        return json
    }
}

extension JSONObject {
    /// Adds what somebody wrote as YAML into a field, but for members that have fields of their own.
    mutating func add(_ yaml: String, of field: String, besides own: Set<String>) throws(FormProblems) {
        guard !yaml.isEmpty else { return }
        let value: JSONValue
        do throws(DefinitionProblem) {
            value = try JSONValue(yaml: yaml)
        } catch {
            throw FormProblems(field, "Line \(error.line): \(error.message)")
        }
        guard let object = value.object else { throw FormProblems(field, "Write `name: value`, or nothing.") }
        for member in object {
            guard !own.contains(member.key) else {
                throw FormProblems(field, "`\(member.key)` has a field of its own.")
            }
            self[member.key] = member.value
        }
    }
}
