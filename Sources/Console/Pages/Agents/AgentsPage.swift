import Actions
import Calls
import Doors
import Foundation
import Platforms
import Workspace

/// The AI employees: what they are told, what they may do, and how they get in.
struct AgentsPage: ConsolePage {
    let services: Services

    var navigation: NavigationItem? { NavigationItem(title: "AI Agents", path: "/agents") }

    var routes: [ConsoleRoute] { [list, newForm, create, detail] + settings + enabling + tokens + [remove] }

    // MARK: All of them

    private struct ListView: Sendable {
        struct Row: Sendable {
            let path: String
            let name: String
            let timeZone: String
            let actions: String
            let hasToken: Bool
            let isReadOnly: Bool
        }

        let agents: [Row]
        /// The address of the next page; nil on the last.
        let more: String?
    }

    private static let pageLength = 50

    private var list: ConsoleRoute {
        .show("/agents") { visit in
            let rows = try await services.roster.agents().map { agent in
                let count = agent.settings.actions.count
                return ListView.Row(
                    path: "/agents/\(agent.id)",
                    name: agent.settings.name,
                    timeZone: agent.settings.timeZone.identifier,
                    actions: count == 1 ? "1 action" : "\(count) actions",
                    hasToken: agent.token != nil,
                    isReadOnly: agent.settings.isReadOnly
                )
            }
            let part = ListPart(of: rows, from: visit.query["from"], most: Self.pageLength) { 400 + $0.name.weight }
            let view = ListView(agents: Array(part.rows), more: part.next.map { "/agents?from=\($0)" })
            return .page("AI Agents", "agents", view)
        }
    }

    private struct NewView: Sendable {
        let form: Form
    }

    private var newForm: ConsoleRoute {
        .show("/agents/new", for: .person(.owner)) { _ in
            .page("New agent", "agent-new", NewView(form: AgentForm.new))
        }
    }

    private var create: ConsoleRoute {
        .take("/agents/new", recordedAs: .agent, "createAgent") { visit in
            do {
                let settings = try AgentForm.settings(from: visit.form, changing: AgentSettings(name: ""))
                let agent = try await services.roster.add(settings)
                return .redirect(
                    to: "/agents/\(agent.id)/actions",
                    saying: "\(agent.settings.name) is there. Choose what it may do."
                )
            } catch {
                let (form, code) = try AgentForm.new.refused(visit.form, because: error)
                return .refused("New agent", "agent-new", NewView(form: form), code: code)
            }
        }
    }

    // MARK: One of them

    private var detail: ConsoleRoute {
        .show("/agents/{agent_id}") { visit in
            let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
            let view = AgentView(
                agent,
                actions: try await services.library.actions(),
                orgs: try await services.orgNames(),
                sendsCodes: services.calls.sendsCodes,
                tellsAll: visit.query["told"] == "all",
                from: visit.query["from"]
            )
            return .page(agent.settings.name, "agent", view)
        }
    }

    private var remove: ConsoleRoute {
        .take("/agents/{agent_id}/remove", recordedAs: .agent, "removeAgent") { visit in
            let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
            guard visit.isSure else { return .unsure(at: "/agents/\(agent.id)/edit") }
            try await services.roster.remove(agent.id)
            return .redirect(
                to: "/agents",
                saying: "\(agent.settings.name) is removed. Its token is worth nothing now."
            )
        }
    }
}
