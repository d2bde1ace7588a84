import Actions
import Foundation
import Workspace
import Yams

/// Reads the agent of a scenario file.
struct AgentReader {
    private let catalog: Catalog

    init(catalog: Catalog) { self.catalog = catalog }

    /// - Parameter node: Nil for an agent that may do everything in the catalogue.
    func agent(_ node: Node?) throws -> Agent {
        var agent = Agent(
            id: "agt_rehearsal",
            name: "Alex",
            instructions: "You answer the phone of a company and help callers with their cases.",
            timeZone: .gmt,
            actions: catalog.actions.map { EnabledAction($0) }
        )
        guard let node else { return agent }
        let fields = try FieldReader(node, of: "an agent")
        try fields.refuseOthers(than: [
            "name", "instructions", "time_zone", "actions", "custom_actions", "needs", "callers_records", "read_only",
            "lean",
            "verification",
        ])
        if let name = try fields.text("name") { agent.name = name }
        if let instructions = try fields.text("instructions") { agent.instructions = instructions }
        if let name = try fields.text("time_zone") {
            guard let zone = TimeZone(identifier: name) else {
                throw fields.problem("time_zone", "`\(name)` is no time zone, such as Europe/Stockholm.")
            }
            agent.timeZone = zone
        }
        agent.actions = try actions(fields)
        agent.isReadOnly = try fields.boolean("read_only") ?? false
        agent.isLean = try fields.boolean("lean") ?? false
        if let node = fields.node("verification") { agent.verification = try verification(node) }
        return agent
    }

    private func actions(_ fields: FieldReader) throws -> [EnabledAction] {
        let custom = try customActions(fields)
        let all = catalog.actions.filter { action in !custom.contains { $0.name == action.name } } + custom
        var chosen = all
        if fields.node("actions") != nil {
            chosen = try fields.texts("actions").map { try action($0, "actions", all, fields) }
            chosen += custom.filter { action in !chosen.contains { $0.name == action.name } }
        }
        let needs = try needs(fields, all)
        let limited = try fields.texts("callers_records").map { try action($0, "callers_records", all, fields).name }
        return chosen.map { action in
            EnabledAction(
                action,
                requiring: needs[action.name],
                isLimitedToCaller: limited.contains(action.name) ? true : nil
            )
        }
    }

    /// Actions that stand in the scenario itself, as in a definition file.
    private func customActions(_ fields: FieldReader) throws -> [Action] {
        guard let node = fields.node("custom_actions") else { return [] }
        let file = DefinitionFile(parsing: try Yams.serialize(node: node))
        // Their lines are those of the text that was written out again, and mean nothing to the reader of this file.
        if let problem = file.problems.first { throw DefinitionProblem(at: node, problem.message) }
        return file.actions
    }

    /// How sure the agent must be of the caller: `needs: {verified: [update_contact]}`.
    private func needs(_ fields: FieldReader, _ all: [Action]) throws -> [String: Assurance] {
        guard let node = fields.node("needs") else { return [:] }
        let levels = try FieldReader(node, of: "what actions need")
        try levels.refuseOthers(than: Assurance.allCases.map(\.rawValue))
        var needs: [String: Assurance] = [:]
        for assurance in Assurance.allCases {
            for name in try levels.texts(assurance.rawValue) {
                needs[try action(name, assurance.rawValue, all, levels).name] = assurance
            }
        }
        return needs
    }

    private func verification(_ node: Node) throws -> VerificationRule {
        let fields = try FieldReader(node, of: "a verification rule")
        try fields.refuseOthers(than: ["facts", "matches", "code"])
        guard let matches = Int(try fields.text("matches") ?? "1"), matches > 0 else {
            throw fields.problem("matches", "`matches` is a number of facts.")
        }
        return VerificationRule(
            facts: try fields.texts("facts"),
            requiredMatches: matches,
            allowsCode: try fields.boolean("code") ?? false
        )
    }

    private func action(_ name: String, _ key: String, _ all: [Action], _ fields: FieldReader) throws -> Action {
        guard let action = all.first(where: { $0.name == name }) else {
            let near = Spelling.nearest(to: name, in: all.map(\.name)).map { " Did you mean `\($0)`?" }
            throw fields.problem(key, "There is no action `\(name)`." + (near ?? " See: switchboard actions list"))
        }
        return action
    }
}
