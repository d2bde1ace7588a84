import JSON
import SOQL

extension Action {
    /// Checks a definition and compiles its templates.
    ///
    /// - Throws: The first ``TemplateError``, with its place and remedy.
    package init(
        compiling definition: ActionDefinition,
        version: String = TemplateCompiler.defaultVersion
    ) throws(TemplateError) {
        try ActionCompiler.checkName(definition.name)
        let compiler = ActionCompiler(parameters: try ActionCompiler.parameters(of: definition), version: version)
        var requests = try compiler.compile(definition.requests)
        for index in requests.indices { requests[index].template.listsAll = definition.listsAll }
        name = definition.name
        title = definition.title ?? definition.name.asWords.capitalizedFirst
        group = definition.group
        description = definition.description
        parameters = try compiler.located(requests)
        constraints = definition.constraints
        self.requests = requests
        let isWrite = requests.contains { $0.template.method.isWrite }
        asksForConfirmation = definition.asksForConfirmation ?? isWrite
        isDestructive = definition.isDestructive ?? requests.contains { $0.template.method == .delete }
        runsAtCallStart = definition.runsAtCallStart
        defaultAssurance = definition.assurance ?? .unknown
        isLimitedToCaller = definition.isLimitedToCaller
        customObjects = definition.customObjects
        isDeliveredLater = definition.isDeliveredLater
        try compiler.check(definition.constraints)
        if runsAtCallStart { try checkCallStart() }
        guard isWrite || !isDeliveredLater else {
            throw TemplateError(.whenAway, "Only a write can be delivered later; remove `when_away`.")
        }
        guard !definition.listsAll || requests.contains(where: \.template.hasCondition) else {
            throw TemplateError(.listsAll, "Only a `soql` query with a WHERE can list all; remove `lists_all`.")
        }
    }

    private func checkCallStart() throws(TemplateError) {
        guard !isWrite else {
            throw TemplateError(.definition, "An action that runs at the start of a call must only read: use GET.")
        }
        guard parameters.isEmpty else {
            throw TemplateError(
                .parameters,
                "An action that runs at the start of a call has no parameters: nobody has said anything yet. "
                    + "Use variables such as {{caller_phone}}."
            )
        }
        guard defaultAssurance < .verified else {
            throw TemplateError(
                .assurance,
                "An action that runs at the start of a call can't ask for a proof of who is calling: nobody has said "
                    + "anything yet. `assurance: recognised` is the most it can have."
            )
        }
    }
}

/// The steps of compiling one action.
struct ActionCompiler {
    /// Names that mean something else to an agent.
    static let reservedActionNames: Set<String> = ["confirm", "verify_caller", "end_call", "find_action", "run_action"]

    let parameters: [Parameter]
    let version: String

    static func checkName(_ name: String) throws(TemplateError) {
        let isWellFormed =
            name.utf8.count <= 64 && name.prefix(1).allSatisfy { ("a"..."z").contains($0) } && !name.isEmpty
            && name.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        guard isWellFormed else {
            throw TemplateError(
                .name,
                "An action's name is 1 to 64 small letters, digits and underscores, starting with a letter: "
                    + "search_contact.",
                excerpt: name
            )
        }
        guard !reservedActionNames.contains(name) else {
            throw TemplateError(.name, "`\(name)` is a built-in tool's name. Choose another.", excerpt: name)
        }
    }

    // MARK: Parameters

    static func parameters(of definition: ActionDefinition) throws(TemplateError) -> [Parameter] {
        let definitions: [ParameterDefinition]
        if let declared = definition.parameters {
            definitions = declared
        } else {
            definitions = ImplicitParameters.found(in: definition.requests)
            for definition in definitions { try checkImplicit(definition.parameter.name) }
        }
        var parameters: [Parameter] = []
        for declared in definitions {
            var parameter = declared.parameter
            try check(parameter, known: parameters)
            // A parameter whose type is left out is an id where a path names a record with it.
            if !declared.declaresType, ImplicitParameters.standsForRecord(parameter.name, in: definition.requests) {
                parameter.type = .id
            }
            parameters.append(parameter)
        }
        return parameters
    }

    /// What nobody declared must not be a slip: `{{caler_phone}}` would be filled in by the model.
    private static func checkImplicit(_ name: String) throws(TemplateError) {
        let reserved = Variable.allCases.map(\.rawValue) + [Reference.previousAction]
        guard let near = Spelling.nearest(to: name, in: reserved) else { return }
        throw TemplateError(
            .parameters,
            "{{\(name)}} is no variable; did you mean {{\(near)}}? If a model is to fill it in, declare it under "
                + "`parameters`.",
            excerpt: "{{\(name)"
        )
    }

    private static func check(_ parameter: Parameter, known: [Parameter]) throws(TemplateError) {
        let name = parameter.name
        let isWellFormed =
            name.utf8.count <= 64 && !name.isEmpty && !name.prefix(1).allSatisfy(\.isNumber)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isWellFormed else {
            throw TemplateError(
                .parameters,
                "A parameter's name is 1 to 64 letters, digits and underscores, starting with a letter.",
                excerpt: name
            )
        }
        guard Variable(rawValue: name) == nil, name != Reference.previousAction else {
            throw TemplateError(
                .parameters,
                "`\(name)` is reserved: the server fills it in and the model never does. Remove the parameter and use "
                    + "{{\(name)}} directly, or choose another name.",
                excerpt: name
            )
        }
        if let value = parameter.defaultValue, (try? parameter.accepted(value)) == nil {
            throw TemplateError(
                .parameters,
                "The default of `\(name)` is no value of its type, \(parameter.type.name).",
                excerpt: name
            )
        }
        guard !known.contains(where: { $0.name == name }) else {
            throw TemplateError(.parameters, "The parameter `\(name)` stands twice. Remove one.", excerpt: name)
        }
    }

    /// The parameters with where each goes; one that goes nowhere is a mistake.
    func located(_ requests: [ActionRequest]) throws(TemplateError) -> [Parameter] {
        var locations: [String: Parameter.Location] = [:]
        for request in requests {
            locations.merge(request.template.parameterLocations) { first, _ in first }
        }
        var located = parameters
        for index in located.indices {
            let name = located[index].name
            guard let location = locations[name] else {
                throw TemplateError(
                    .parameters,
                    "The parameter `\(name)` is used nowhere. Put {{\(name)}} into the endpoint or body, or remove it.",
                    excerpt: name
                )
            }
            located[index].location = location
        }
        return located
    }

    func check(_ constraints: [Constraint]) throws(TemplateError) {
        for name in constraints.flatMap(\.parameters) where !parameters.contains(where: { $0.name == name }) {
            throw TemplateError(.constraints, unknownParameter(name), excerpt: name)
        }
    }

    private func unknownParameter(_ name: String) -> String {
        let near = Spelling.nearest(to: name, in: parameters.map(\.name))
        return "There is no parameter `\(name)`." + (near.map { " Did you mean `\($0)`?" } ?? "")
    }

    // MARK: Requests

    func compile(_ definitions: [RequestDefinition]) throws(TemplateError) -> [ActionRequest] {
        var requests: [ActionRequest] = []
        for (index, definition) in definitions.enumerated() {
            do {
                requests.append(try compile(definition, after: requests, index: index))
            } catch {
                var error = error
                error.request = index
                throw error
            }
        }
        return requests
    }

    private func compile(
        _ definition: RequestDefinition,
        after earlier: [ActionRequest],
        index: Int
    ) throws(TemplateError) -> ActionRequest {
        let scope = Scope(parameters: parameters, requests: earlier.map(\.name))
        for name in definition.onlyWith {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw TemplateError(.then, unknownParameter(name), excerpt: name)
            }
            guard !parameter.isRequired else {
                throw TemplateError(.then, "`\(name)` is required, so `only_with` never skips anything.", excerpt: name)
            }
        }
        if let name = definition.name,
            parameters.contains(where: { $0.name == name }) || Variable(rawValue: name) != nil
        {
            throw TemplateError(
                .then,
                "`as: \(name)` is already a parameter or variable. Choose another.",
                excerpt: name
            )
        }
        let template = try template(definition, scope)
        let undo = definition.undo.first
        return ActionRequest(
            name: definition.name ?? "request\(index + 1)",
            template: template,
            onlyWith: definition.onlyWith,
            failure: .init(
                undo: try undo.map { undo throws(TemplateError) in try self.template(undo, scope) },
                say: definition.say
            )
        )
    }

    private func template(_ definition: RequestDefinition, _ scope: Scope) throws(TemplateError) -> RequestTemplate {
        var compiler = TemplateCompiler(scope: scope, version: version)
        return try compiler.compile(
            method: definition.method ?? .get,
            endpoint: definition.endpoint,
            body: try definition.body.map { body throws(TemplateError) in try json(body) }
        )
    }

    private func json(_ body: RequestDefinition.Body) throws(TemplateError) -> JSONValue {
        switch body {
        case .json(let json): return json
        case .text(let text):
            do {
                return try JSONValue(parsing: text)
            } catch {
                throw TemplateError(
                    .body,
                    "The body is not JSON: \(error.message). A placeholder stands in double quotes even for a number: "
                        + "\"{{Amount}}\".",
                    at: .init(offset: error.offset, line: error.line, column: error.column)
                )
            }
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
