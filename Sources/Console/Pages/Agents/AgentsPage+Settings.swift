import Actions
import Calls
import Doors
import Platforms
import Workspace

/// What is set about an agent, and which actions it may use.
extension AgentsPage {
    private struct EditView: Sendable {
        let path: String
        let name: String
        let revision: Int
        let form: Form
    }

    var settings: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/edit", for: .person(.owner)) { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                return .page(
                    agent.settings.name,
                    "agent-edit",
                    Self.editing(agent, AgentForm.filled(from: agent.settings))
                )
            },
            .take("/agents/{agent_id}/edit", recordedAs: .agent, "changeAgent") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                do {
                    let settings = try AgentForm.settings(from: visit.form, changing: agent.settings, isWhole: true)
                    _ = try await services.roster.replace(agent.id, with: settings, revision: visit.revision)
                    return .redirect(to: "/agents/\(agent.id)", saying: "Saved. It holds from the next call on.")
                } catch {
                    let (form, code) = try AgentForm.all.refused(visit.form, because: error)
                    return .refused(agent.settings.name, "agent-edit", Self.editing(agent, form), code: code)
                }
            },
        ]
    }

    private static func editing(_ agent: SavedAgent, _ form: Form) -> EditView {
        EditView(path: "/agents/\(agent.id)", name: agent.settings.name, revision: agent.revision, form: form)
    }

    // MARK: Actions

    private struct ActionsView: Sendable {
        struct Group: Sendable {
            let name: String
            let actions: [Choice]
        }

        struct Choice: Sendable {
            let id: String
            let action: ActionView
            let isEnabled: Bool
        }

        let path: String
        let name: String
        let revision: Int
        let groups: [Group]
    }

    var enabling: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/actions", for: .person(.owner)) { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                let enabled = Set(agent.settings.actions.map(\.actionID))
                var groups: [(name: String, actions: [ActionsView.Choice])] = []
                for saved in try await services.library.actions() {
                    guard let action = saved.action.map(ActionView.init) else { continue }
                    let choice = ActionsView.Choice(id: saved.id, action: action, isEnabled: enabled.contains(saved.id))
                    if let index = groups.firstIndex(where: { $0.name == action.group }) {
                        groups[index].actions.append(choice)
                    } else {
                        groups.append((action.group, [choice]))
                    }
                }
                let view = ActionsView(
                    path: "/agents/\(agent.id)",
                    name: agent.settings.name,
                    revision: agent.revision,
                    groups: groups.map { ActionsView.Group(name: $0.name, actions: $0.actions) }
                )
                return .page("Actions of \(agent.settings.name)", "agent-actions", view)
            },
            .take("/agents/{agent_id}/actions", recordedAs: .agent, "changeAgent") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                let chosen = visit.form.all("action")
                var settings = agent.settings
                settings.actions.removeAll { !chosen.contains($0.actionID) }
                let known = Set(settings.actions.map(\.actionID))
                settings.actions += chosen.filter { !known.contains($0) }.map { AgentAction($0) }
                return try await save(settings, of: agent, visit)
            },
            .take("/agents/{agent_id}/limits", recordedAs: .agent, "changeAgent") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                var settings = agent.settings
                for index in settings.actions.indices {
                    let id = settings.actions[index].actionID
                    // What the form does not mention stays.
                    if let assurance = visit.form["assurance-\(id)"] {
                        settings.actions[index].assurance = Assurance(rawValue: assurance)
                    }
                    if let scope = visit.form["scope-\(id)"] {
                        settings.actions[index].isLimitedToCaller = ["caller": true, "all": false][scope]
                    }
                }
                return try await save(settings, of: agent, visit)
            },
        ]
    }

    private func save(_ settings: AgentSettings, of agent: SavedAgent, _ visit: Visit) async throws -> ConsoleAnswer {
        let path = "/agents/\(agent.id)"
        do {
            _ = try await services.roster.replace(agent.id, with: settings, revision: visit.revision)
            return .redirect(to: path, saying: "Saved. It holds from the next call on.")
        } catch {
            return try .refusal(of: error, at: path)
        }
    }
}

extension Visit {
    /// The revision of what the form changes that was shown; nil when the form does not say.
    var revision: Int? { form["revision"].flatMap(Int.init) }
}
