import Actions
import Agents
import Calls
import Foundation
import JSON
import SandboxOrg
import Workspace
import Yams

/// Reads a scenario file. What is wrong with one is said with its line.
struct ScenarioReader {
    private let catalog: Catalog

    init(catalog: Catalog) { self.catalog = catalog }

    /// - Parameter file: The path of a file.
    func scenario(file: String) throws -> Scenario {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Mistake("\(file) can't be read.")
        }
        do {
            return try scenario(text)
        } catch let problem as DefinitionProblem {
            throw Mistake("\(file):\(problem)")
        } catch let mistake as Mistake {
            throw Mistake("\(file): \(mistake)")
        }
    }

    func scenario(_ text: String) throws -> Scenario {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw Mistake("This is not YAML: \(error)")
        }
        guard let node else { throw Mistake("The file is empty.") }
        let fields = try FieldReader(node, of: "a scenario")
        try fields.refuseOthers(than: [
            "name", "groups", "phone", "agent", "faults", "talk", "caller", "expect", "never",
        ])
        guard let name = try fields.text("name") else { throw fields.problem("name", "A scenario has a `name`.") }
        let scenario = Scenario(
            name: name,
            groups: try groups(fields),
            callerPhone: try fields.text("phone"),
            agent: try AgentReader(catalog: catalog).agent(fields.node("agent")),
            faults: try faults(fields),
            steps: try fields.list("talk").flatMap(steps),
            persona: try fields.node("caller").map(persona),
            expectations: try fields.list("expect").map(expectation),
            prohibitions: try fields.list("never").map(prohibition)
        )
        guard !scenario.steps.isEmpty || scenario.persona != nil else {
            throw fields.problem("talk", "A scenario has `talk:`, or a `caller:` whom a language model plays.")
        }
        guard !scenario.expectations.isEmpty || !scenario.prohibitions.isEmpty else {
            throw fields.problem("expect", "A scenario that has no `expect:` and no `never:` can't fail.")
        }
        return scenario
    }

    private func groups(_ fields: FieldReader) throws -> [String] {
        let known = catalog.actions.compactMap(\.group)
        return try fields.texts("groups").map { group in
            guard known.contains(group) else {
                let near = Spelling.nearest(to: group, in: known).map { " Did you mean `\($0)`?" }
                throw fields.problem("groups", "There is no group `\(group)`." + (near ?? ""))
            }
            return group
        }
    }

    private func faults(_ fields: FieldReader) throws -> [Fault] {
        guard let node = fields.node("faults") else { return [] }
        let json = try JSONValue(yaml: node)
        do throws(ControlError) {
            return try Fault.list(json)
        } catch {
            throw DefinitionProblem(at: node, error.description)
        }
    }

    // MARK: What is said

    private func steps(_ node: Node) throws -> [Scenario.Step] {
        let fields = try FieldReader(node, of: "a line of the talk")
        try fields.refuseOthers(than: ["caller", "agent", "use", "pause"])
        if let words = try fields.text("caller") {
            guard fields.node("agent") == nil, fields.node("use") == nil else {
                throw fields.problem("caller", "A line is the caller's or the agent's. Begin another with `-`.")
            }
            return [.caller(words)]
        }
        if let text = try fields.text("pause") {
            guard let seconds = Double(text), (0...86_400).contains(seconds) else {
                throw fields.problem("pause", "`pause` is a number of seconds.")
            }
            return [.pause(.seconds(seconds))]
        }
        guard fields.node("agent") != nil || fields.node("use") != nil else {
            throw fields.problem("talk", "A line has `caller:`, `agent:`, `use:` or `pause:`.")
        }
        return [.agent(.init(try fields.text("agent") ?? "", uses: try fields.list("use").flatMap(uses)))]
    }

    /// Tools with their arguments: `search_contact: {search_term: Sarah}`.
    private func uses(_ node: Node) throws -> [ScriptedModel.Use] {
        if let name = node.scalar?.string { return [.init(name, [:])] }
        guard let mapping = node.mapping else {
            throw DefinitionProblem(at: node, "A use is `tool: {argument: value}`.")
        }
        return try mapping.map { key, value in
            guard let arguments = try JSONValue(yaml: value).object else {
                throw DefinitionProblem(at: value, "The arguments are `{name: value}`.")
            }
            return .init(key.string ?? "", arguments)
        }
    }

    private func persona(_ node: Node) throws -> Scenario.Persona {
        let fields = try FieldReader(node, of: "a caller")
        try fields.refuseOthers(than: ["persona", "turns"])
        guard let description = try fields.text("persona") else {
            throw fields.problem("persona", "`persona` says who calls, and what they want.")
        }
        let turns = try fields.text("turns").map { Int($0) ?? 0 } ?? 12
        guard (1...50).contains(turns) else { throw fields.problem("turns", "`turns` is a number from 1 to 50.") }
        return Scenario.Persona(description: description, turns: turns)
    }

    // MARK: What must and must not be

    private func expectation(_ node: Node) throws -> Scenario.Expectation {
        let fields = try FieldReader(node, of: "an expectation")
        try fields.refuseOthers(than: ["soql", "count", "at_least", "at_most", "outcomes", "assurance", "ended"])
        if let query = try fields.text("soql") { return .records(query: query, count: try count(fields)) }
        if fields.node("outcomes") != nil {
            return .outcomes(try fields.texts("outcomes").map { try outcome($0, fields) })
        }
        if let name = try fields.text("assurance") {
            guard let assurance = Assurance(rawValue: name) else {
                throw fields.problem("assurance", "`assurance` is unknown, recognised or verified.")
            }
            return .assurance(assurance)
        }
        switch try fields.text("ended") {
        case "goodbye": return .ending(handsOff: false)
        case "hand_off": return .ending(handsOff: true)
        case nil: throw DefinitionProblem(at: node, "An expectation has `soql`, `outcomes`, `assurance` or `ended`.")
        default: throw fields.problem("ended", "`ended` is goodbye or hand_off.")
        }
    }

    private func count(_ fields: FieldReader) throws -> ClosedRange<Int> {
        func number(_ key: String) throws -> Int? {
            guard let text = try fields.text(key) else { return nil }
            guard let number = Int(text), number >= 0 else { throw fields.problem(key, "`\(key)` is a whole number.") }
            return number
        }
        if let exact = try number("count") { return exact...exact }
        let least = try number("at_least")
        let most = try number("at_most")
        guard least != nil || most != nil, least ?? 0 <= most ?? .max else {
            throw fields.problem("soql", "A query has a `count`, or `at_least` and `at_most` in this order.")
        }
        return (least ?? 0)...(most ?? .max)
    }

    private func outcome(_ text: String, _ fields: FieldReader) throws -> Scenario.ExpectedOutcome {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let status = Outcome.Status(rawValue: words[1]) else {
            let known = Outcome.Status.allCases.map(\.rawValue).joined(separator: ", ")
            throw fields.problem("outcomes", "`\(text)` is no tool and its outcome, one of: \(known).")
        }
        return Scenario.ExpectedOutcome(tool: words[0], status: status)
    }

    private func prohibition(_ node: Node) throws -> Scenario.Prohibition {
        let fields = try FieldReader(node, of: "something that must not happen")
        try fields.refuseOthers(than: ["soql", "said", "shown", "done"])
        if let query = try fields.text("soql") { return .records(query: query) }
        if let words = try fields.text("said") { return .said(words) }
        if let text = try fields.text("shown") { return .shown(text) }
        if let tool = try fields.text("done") { return .done(tool) }
        throw DefinitionProblem(at: node, "What must not happen has `soql`, `said`, `shown` or `done`.")
    }
}
