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

    private var sendsCodes: Bool { services.calls.sendsCodes }

    var settings: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/edit", for: .person(.owner)) { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                return .page(
                    agent.settings.name,
                    "agent-edit",
                    Self.editing(agent, AgentForm.filled(from: agent.settings, sendsCodes: sendsCodes))
                )
            },
            .take("/agents/{agent_id}/edit", recordedAs: .agent, "changeAgent") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                do {
                    let settings = try AgentForm.settings(
                        from: visit.form,
                        changing: agent.settings,
                        isWhole: true,
                        sendsCodes: sendsCodes
                    )
                    _ = try await services.roster.replace(agent.id, with: settings, revision: visit.revision)
                    return .redirect(to: "/agents/\(agent.id)", saying: "Saved. It holds from the next call on.")
                } catch {
                    let (form, code) = try AgentForm.all(sendsCodes: sendsCodes).refused(visit.form, because: error)
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
            /// Which org it acts in, where the workspace has more than one.
            let org: String?
            let isEnabled: Bool
        }

        let path: String
        let name: String
        let revision: Int
        let groups: [Group]
        /// The ids of the actions that are shown; the form leaves others as they are.
        let shown: String
        /// How many come before them.
        let from: Int
        /// How many come before the next page; nil on the last.
        let next: Int?
        /// What is wrong with what was chosen.
        let form: Form
    }

    private static let choicesShown = 100

    var enabling: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/actions", for: .person(.owner)) { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                let view = try await choosing(agent, agent.settings, agent.revision, from: visit.query["from"])
                return .page(Self.choosingTitle(agent), "agent-actions", view)
            },
            .take("/agents/{agent_id}/actions", recordedAs: .agent, "changeAgent") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                let chosen = visit.form.all("action")
                // A long list is shown in parts: what is not in this one stays.
                let shown = visit.form["shown"].map { $0.split(separator: " ").map(String.init) }
                var settings = agent.settings
                settings.actions.removeAll {
                    !chosen.contains($0.actionID) && shown?.contains($0.actionID) ?? true
                }
                let known = Set(settings.actions.map(\.actionID))
                settings.actions += chosen.filter { !known.contains($0) }.map { AgentAction($0) }
                let next = visit.form["next"].map { "/agents/\(agent.id)/actions?from=\($0.percentEncoded)" }
                do {
                    return try await save(settings, of: agent, visit, andGoTo: next)
                } catch {
                    let (form, code) = try Form([]).refused(visit.form, because: error)
                    let revision = visit.revision ?? agent.revision
                    let view = try await choosing(agent, settings, revision, from: visit.form["from"], form)
                    return .refused(Self.choosingTitle(agent), "agent-actions", view, code: code)
                }
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
                do {
                    return try await save(settings, of: agent, visit)
                } catch {
                    return try .refusal(of: error, at: "/agents/\(agent.id)")
                }
            },
        ]
    }

    private static func choosingTitle(_ agent: SavedAgent) -> String { "Actions of \(agent.settings.name)" }

    /// - Parameters:
    ///   - settings: What is ticked.
    ///   - revision: That of the agent they were chosen for.
    ///   - start: How many of the actions come before those that are shown, as an address says.
    private func choosing(
        _ agent: SavedAgent,
        _ settings: AgentSettings,
        _ revision: Int,
        from start: String?,
        _ form: Form = Form([])
    ) async throws -> ActionsView {
        let enabled = Set(settings.actions.map(\.actionID))
        let orgs = try await services.orgNames()
        let choices = try await services.library.actions().compactMap { saved -> ActionsView.Choice? in
            guard let action = saved.action.map(ActionView.init) else { return nil }
            let org = orgs[saved.saved.connectionID]
            return .init(id: saved.id, action: action, org: org, isEnabled: enabled.contains(saved.id))
        }
        let part = ListPart(
            of: choices.grouped(by: \.action.group).flatMap(\.rows),
            from: start,
            most: Self.choicesShown
        ) { 400 + $0.action.title.weight + ($0.org?.weight ?? 0) }
        return ActionsView(
            path: "/agents/\(agent.id)",
            name: agent.settings.name,
            revision: revision,
            groups: Array(part.rows).grouped(by: \.action.group).map { .init(name: $0.name, actions: $0.rows) },
            shown: part.rows.map(\.id).joined(separator: " "),
            from: part.rows.startIndex,
            next: part.next,
            form: form
        )
    }

    private func save(
        _ settings: AgentSettings,
        of agent: SavedAgent,
        _ visit: Visit,
        andGoTo next: String? = nil
    ) async throws -> ConsoleAnswer {
        _ = try await services.roster.replace(agent.id, with: settings, revision: visit.revision)
        return .redirect(to: next ?? "/agents/\(agent.id)", saying: "Saved. It holds from the next call on.")
    }
}

extension Visit {
    /// The revision of what the form changes that was shown; nil when the form does not say.
    var revision: Int? { form["revision"].flatMap(Int.init) }
}
