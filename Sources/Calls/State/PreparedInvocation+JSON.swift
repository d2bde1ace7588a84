import Actions
import JSON

extension PreparedInvocation {
    /// What makes it again, together with the action.
    var json: JSONValue {
        var arguments = JSONObject()
        for (name, value) in values.arguments.sorted(by: { $0.key < $1.key }) { arguments[name] = value }
        var variables = JSONObject()
        for (variable, value) in values.variables.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            variables[variable.rawValue] = .string(value)
        }
        var object: JSONObject = [
            "action": .string(action.name),
            "arguments": .object(arguments),
            "variables": .object(variables),
            "request": firstRequest.savedJSON,
            "fingerprint": .string(fingerprint),
            "dates": .object(JSONObject(texts: spokenDates)),
            "notes": .array(notes.map(JSONValue.string)),
        ]
        // What later requests read of earlier results must be what it was when the caller said yes.
        let names = action.requests.dropFirst().reduce(into: Set<String?>()) { $0.formUnion($1.template.resultNames) }
        var results = JSONObject()
        for name in names.compactMap(\.self).sorted() { results[name] = values.results[name] }
        if !results.isEmpty { object["results"] = .object(results) }
        if names.contains(nil) { object["latest"] = values.latestResult }
        if action.requests.count > 1 { object["preview"] = previewJSON }
        if values.reachOnlyCallersRecords { object["scope"] = "caller" }
        return .object(object)
    }

    /// Makes it again with the action as it is now.
    ///
    /// Nil when the action would send something else by now: a yes was to what was kept, and to nothing else.
    init?(_ json: JSONValue, action: Action) {
        guard json["action"]?.string == action.name,
            let arguments = json["arguments"]?.object, let variables = json["variables"]?.object,
            let request = json["request"].flatMap(CRMRequest.init(savedJSON:)),
            let fingerprint = json["fingerprint"]?.string
        else { return nil }
        var values = TemplateValues(latestResult: json["latest"])
        values.reachOnlyCallersRecords = json["scope"] == "caller"
        for member in arguments { values.arguments[member.key] = member.value }
        for member in variables {
            if let variable = Variable(rawValue: member.key) { values.variables[variable] = member.value.string }
        }
        for member in json["results"]?.object ?? [:] { values.results[member.key] = member.value }
        self.action = action
        self.values = values
        self.fingerprint = fingerprint
        firstRequest = request
        spokenDates = json["dates"]?.object?.texts ?? [:]
        notes = json["notes"]?.array?.compactMap(\.string) ?? []
        guard action.requests.count == 1 || previewJSON == json["preview"] else { return nil }
    }

    private var previewJSON: JSONValue? {
        (try? preview()).map { .array($0.map(\.savedJSON)) }
    }
}

extension JSONObject {
    init(texts: [String: String]) {
        self.init()
        for (key, text) in texts.sorted(by: { $0.key < $1.key }) { self[key] = .string(text) }
    }

    var texts: [String: String] {
        var texts: [String: String] = [:]
        for member in self { texts[member.key] = member.value.string }
        return texts
    }
}
