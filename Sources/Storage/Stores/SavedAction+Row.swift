import Actions
import JSON
import Platforms
import Workspace

extension SavedAction {
    /// What is kept of it, its id first.
    var columns: [(name: String, value: SQLValue)] {
        [
            ("id", .text(id)), ("name", .text(name)), ("connection_id", .text(connectionID)),
            ("template", SQLValue(template)), ("group_name", SQLValue(definition.group)),
            ("definition", SQLValue(definition.json)), ("created_at", SQLValue(createdAt)),
            ("changed_at", SQLValue(changedAt)), ("revision", SQLValue(revision)),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        let group = try row.optional("group_name", SQLRow.text)
        let json = try row.json("definition")
        let definition: ActionDefinition
        do throws(DefinitionProblem) {
            definition = try ActionDefinition(json: json, group: group)
        } catch {
            throw .unreadable("The definition of the action \(try row.text("name")) can't be read: \(error.message)")
        }
        self.init(
            id: try row.text("id"),
            connectionID: try row.text("connection_id"),
            definition: definition,
            template: try row.optional("template", SQLRow.text),
            createdAt: try row.date("created_at"),
            changedAt: try row.date("changed_at"),
            revision: try row.integer("revision")
        )
    }
}

extension SavedAgent {
    /// What is kept of it, its id first.
    var columns: [(name: String, value: SQLValue)] {
        [
            ("id", .text(id)), ("name_key", .text(SavedAgent.nameKey(settings.name))),
            ("settings", SQLValue(settings.json)), ("token_digest", SQLValue(token?.digest)),
            ("token_issued_at", SQLValue(token?.issuedAt)), ("created_at", SQLValue(createdAt)),
            ("changed_at", SQLValue(changedAt)), ("revision", SQLValue(revision)),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        let json = try row.json("settings")
        let settings: AgentSettings
        do throws(WorkspaceError) {
            settings = try AgentSettings(json: json)
        } catch {
            throw .unreadable("The settings of the agent \(try row.text("name_key")) can't be read: \(error)")
        }
        var token: KeptToken?
        if let digest = try row.optional("token_digest", SQLRow.text) {
            token = KeptToken(digest: digest, issuedAt: try row.date("token_issued_at"))
        }
        self.init(
            id: try row.text("id"),
            settings: settings,
            token: token,
            createdAt: try row.date("created_at"),
            changedAt: try row.date("changed_at"),
            revision: try row.integer("revision")
        )
    }
}
