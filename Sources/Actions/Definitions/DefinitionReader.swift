import JSON
import Yams

/// Reads action definitions from YAML and keeps where everything stood.
struct DefinitionReader {
    /// A definition with the places of its parts.
    struct Read {
        var definition: ActionDefinition
        var places: DefinitionPlaces
    }

    /// The longest file, in bytes.
    private static let maximumLength = 1_000_000

    let text: String

    /// What the whole text means.
    func root() throws(DefinitionProblem) -> Node {
        guard text.utf8.count <= Self.maximumLength else {
            throw DefinitionProblem(line: 1, column: 1, message: "The file is longer than 1 MB. Split it.")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw problem(for: error)
        } catch {
            throw DefinitionProblem(line: 1, column: 1, message: "The file is not YAML: \(error).")
        }
        guard let root else { throw DefinitionProblem(line: 1, column: 1, message: "The file is empty.") }
        return root
    }

    /// The nodes of the actions with the group they stand under.
    func actionNodes() throws(DefinitionProblem) -> [(node: Node, group: String?)] {
        let root = try root()
        if let sequence = root.sequence { return sequence.map { ($0, nil) } }
        let fields = try FieldReader(root, of: "an action, or a list of actions")
        guard let actions = fields.node("actions") else { return [(root, nil)] }
        try fields.refuseOthers(than: ["group", "actions"])
        guard let sequence = actions.sequence else {
            throw DefinitionProblem(at: actions, "`actions` is a list: start each action with `- name:`.")
        }
        let group = try fields.text("group")
        return sequence.map { ($0, group) }
    }

    private func problem(for error: YamlError) -> DefinitionProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            DefinitionProblem(line: mark.line, column: mark.column, message: "The file is not YAML: \(problem).")
        case .duplicatedKeysInMapping(let duplicates, _):
            DefinitionProblem(
                line: 1,
                column: 1,
                message: "A key stands twice: \(duplicates.map { "\($0)" }.joined(separator: ", ")). Remove one."
            )
        default:
            DefinitionProblem(line: 1, column: 1, message: "The file is not YAML: \(error).")
        }
    }

    // MARK: Actions

    func definition(_ entry: (node: Node, group: String?)) throws(DefinitionProblem) -> Read {
        let fields = try FieldReader(entry.node, of: "an action")
        try fields.refuseOthers(than: [
            "name", "title", "description", "method", "endpoint", "soql", "sosl", "body", "as", "then", "confirm",
            "destructive", "runs", "assurance", "scope", "custom_objects", "lists_all", "when_away",
            "parameters", "constraints",
        ])
        guard let name = try fields.text("name") else {
            throw DefinitionProblem(at: entry.node, "An action needs a `name`, such as `name: search_contact`.")
        }
        var requests = [try request(fields)]
        for node in try fields.list("then") {
            let fields = try FieldReader(node, of: "a request")
            try fields.refuseOthers(than: [
                "as", "only_with", "on_failure", "method", "endpoint", "soql", "sosl", "body",
            ])
            requests.append(try request(fields))
        }
        var parameters: [ParameterDefinition]?
        if fields.node("parameters") != nil {
            parameters = []
            for node in try fields.list("parameters") { parameters?.append(try parameter(node)) }
        }
        var constraints: [Constraint] = []
        for node in try fields.list("constraints") { constraints.append(try constraint(node)) }
        var customObjects: [CustomObject] = []
        for node in try fields.list("custom_objects") { customObjects.append(try CustomObject(reading: node)) }
        let definition = ActionDefinition(
            name: name,
            title: try fields.text("title"),
            group: entry.group,
            description: try fields.text("description") ?? "",
            requests: requests,
            parameters: parameters,
            constraints: constraints,
            asksForConfirmation: try fields.boolean("confirm"),
            isDestructive: try fields.boolean("destructive"),
            runsAtCallStart: try fields.isSet("runs", to: "call_start"),
            assurance: try assurance(fields),
            isLimitedToCaller: try fields.isSet("scope", to: "caller"),
            customObjects: customObjects,
            listsAll: try fields.boolean("lists_all") ?? false,
            isDeliveredLater: try fields.isSet("when_away", to: "queue")
        )
        return Read(definition: definition, places: DefinitionPlaces(fields, text: text))
    }

    private func assurance(_ fields: FieldReader) throws(DefinitionProblem) -> Assurance? {
        guard let name = try fields.text("assurance") else { return nil }
        guard let assurance = Assurance(rawValue: name) else {
            let known = Assurance.allCases.map(\.rawValue)
            let near = Spelling.nearest(to: name, in: known).map { "Did you mean `\($0)`?" }
            throw fields.problem(
                "assurance",
                "`\(name)` is no assurance. " + (near ?? "There are: \(known.joined(separator: ", ")).")
            )
        }
        return assurance
    }

    private func request(_ fields: FieldReader) throws(DefinitionProblem) -> RequestDefinition {
        var request = RequestDefinition(
            name: try fields.text("as"),
            method: try method(fields),
            endpoint: try endpoint(fields),
            body: try body(fields)
        )
        if let onlyWith = fields.node("only_with") {
            request.onlyWith =
                onlyWith.sequence == nil
                ? [try fields.text("only_with")].compactMap(\.self)
                : try fields.texts("only_with")
        }
        if let node = fields.node("on_failure") {
            let failure = try FieldReader(node, of: "`on_failure`")
            try failure.refuseOthers(than: ["undo", "say"])
            request.say = try failure.text("say")
            if let undo = failure.node("undo") {
                let fields = try FieldReader(undo, of: "a request")
                try fields.refuseOthers(than: ["method", "endpoint", "body"])
                request.undo = [
                    RequestDefinition(
                        name: nil,
                        method: try method(fields),
                        endpoint: try endpoint(fields),
                        body: try body(fields)
                    )
                ]
            }
        }
        return request
    }

    private func method(_ fields: FieldReader) throws(DefinitionProblem) -> CRMRequest.Method? {
        guard let name = try fields.text("method") else {
            guard fields.node("body") == nil else {
                throw fields.problem("body", "A request with a body needs `method: POST` or `method: PATCH`.")
            }
            return nil
        }
        guard let method = CRMRequest.Method(rawValue: name.uppercased()) else {
            throw fields.problem("method", "`\(name)` is no method here. Use GET, POST, PATCH or DELETE.")
        }
        return method
    }

    private func endpoint(_ fields: FieldReader) throws(DefinitionProblem) -> EndpointSource {
        let sources: [EndpointSource] = [
            try fields.text("endpoint").map(EndpointSource.endpoint), try fields.text("soql").map(EndpointSource.soql),
            try fields.text("sosl").map(EndpointSource.sosl),
        ].compactMap(\.self)
        guard sources.count == 1 else {
            throw DefinitionProblem(
                at: fields.owner,
                sources.isEmpty
                    ? "A request needs an `endpoint`, a `soql` query or a `sosl` search."
                    : "A request has one of `endpoint`, `soql` and `sosl`. Remove the others."
            )
        }
        return sources[0]
    }

    private func body(_ fields: FieldReader) throws(DefinitionProblem) -> RequestDefinition.Body? {
        guard let node = fields.node("body") else { return nil }
        if let text = node.scalar?.string { return .text(text) }
        return .json(try JSONValue(yaml: node))
    }

    // MARK: Parameters and constraints

    private func parameter(_ node: Node) throws(DefinitionProblem) -> ParameterDefinition {
        let fields = try FieldReader(node, of: "a parameter")
        try fields.refuseOthers(than: [
            "name", "type", "of", "location", "required", "description", "label", "values", "open", "max", "default",
        ])
        guard let name = try fields.text("name") else {
            throw DefinitionProblem(at: node, "A parameter needs a `name`.")
        }
        var parameter = Parameter(
            name,
            isRequired: try fields.boolean("required") ?? false,
            description: try fields.text("description") ?? "",
            label: try fields.text("label"),
            allowedValues: try fields.texts("values"),
            acceptsOtherValues: try fields.boolean("open") ?? false
        )
        if let type = try fields.text("type") { parameter.type = try valueType(type, fields) }
        if let location = try fields.text("location"), Parameter.Location(rawValue: location) == nil {
            throw fields.problem("location", "A location is path, query or body.")
        }
        if let maximum = try fields.text("max") {
            guard let maximum = Int(maximum), maximum > 0 else {
                throw fields.problem("max", "`max` is a number of characters above 0.")
            }
            parameter.maximumLength = maximum
        }
        if let value = fields.node("default") { parameter.defaultValue = try JSONValue(yaml: value) }
        if let value = parameter.defaultValue?.string, !parameter.allowedValues.isEmpty,
            !parameter.acceptsOtherValues, !parameter.allowedValues.contains(value)
        {
            throw fields.problem("default", "The default `\(value)` is not one of the `values`.")
        }
        return ParameterDefinition(parameter: parameter, declaresType: fields.node("type") != nil)
    }

    private func valueType(_ name: String, _ fields: FieldReader) throws(DefinitionProblem) -> Parameter.ValueType {
        if let type = Parameter.ValueType(named: name) { return type }
        if name == "list" {
            let element = try fields.text("of") ?? "string"
            guard let type = Parameter.ValueType(named: element) else {
                throw fields.problem("of", "There is no type `\(element)` for the elements of a list.")
            }
            return .list(of: type)
        }
        let known = Parameter.ValueType.named.map(\.name) + ["list"]
        let near = Spelling.nearest(to: name, in: known).map { "Did you mean `\($0)`? " } ?? ""
        throw fields.problem(
            "type",
            "There is no type `\(name)`. \(near)The types are: \(known.joined(separator: ", "))."
        )
    }

    private func constraint(_ node: Node) throws(DefinitionProblem) -> Constraint {
        let fields = try FieldReader(node, of: "a constraint")
        try fields.refuseOthers(than: ["exactly_one_of", "at_least_one_of", "before", "drop", "when", "starts_with"])
        let exactly = try fields.texts("exactly_one_of")
        if !exactly.isEmpty { return .exactlyOne(of: exactly) }
        let atLeast = try fields.texts("at_least_one_of")
        if !atLeast.isEmpty { return .atLeastOne(of: atLeast) }
        let dates = try fields.texts("before")
        if dates.count == 2 { return .before(first: dates[0], second: dates[1]) }
        if let dropped = try fields.text("drop"), let other = try fields.text("when"),
            let prefix = try fields.text("starts_with")
        {
            return .drop(parameter: dropped, other: other, prefix: prefix)
        }
        throw DefinitionProblem(
            at: node,
            "A constraint is `exactly_one_of: [A, B]`, `at_least_one_of: [A, B]`, `before: [A, B]`, or `drop: A` with `when: B` and "
                + "`starts_with: 00Q`."
        )
    }
}
