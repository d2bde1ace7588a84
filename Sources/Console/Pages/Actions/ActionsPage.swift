import Actions
import Calls
import Doors
import Platforms
import Workspace

/// What agents may do: the list of actions, and the templates to make them from.
struct ActionsPage: ConsolePage {
    let services: Services
    let innerOrg: InnerOrg?

    var navigation: NavigationItem? { NavigationItem(title: "Actions", path: "/actions") }

    var routes: [ConsoleRoute] {
        [list, picker, add, detail, remove] + editing + [trying] + transfer
    }

    // MARK: All of them

    private struct ListView: Sendable {
        struct Row: Sendable {
            let path: String
            let name: String
            /// Nil for one that this version can't use.
            let action: ActionView?
            let problem: String?
            let connection: String
            /// The agents that may use it, the first few, and how many more there are.
            let agents: [AgentLink]
            let moreAgents: Int

            /// About how many bytes of a page it takes.
            var weight: Int {
                400 + (action?.name.weight ?? 0) + (problem?.weight ?? 0)
                    + agents.map { 60 + $0.name.weight }.reduce(0, +)
            }
        }

        /// The actions of one connection.
        struct Group: Sendable {
            let connection: String
            let rows: [Row]
        }

        let groups: [Group]
        /// The address of the next page; nil on the last.
        let more: String?
    }

    private static let pageLength = 100
    private static let agentsShown = 10

    private var list: ConsoleRoute {
        .show("/actions") { visit in
            let actions = try await services.library.actions()
            let agents = try await services.roster.agents()
            let rows = try await services.connections.list().flatMap { connection in
                actions.filter { $0.saved.connectionID == connection.id }.map {
                    row($0, of: connection.settings.name, agents)
                }
            }
            let part = ListPart(of: rows, from: visit.query["from"], most: Self.pageLength, weighing: \.weight)
            let view = ListView(
                groups: Array(part.rows).grouped(by: \.connection).map { .init(connection: $0.name, rows: $0.rows) },
                more: part.next.map { "/actions?from=\($0)" }
            )
            return .page("Actions", "actions", view)
        }
    }

    private func row(_ saved: WorkspaceAction, of connection: String, _ agents: [SavedAgent]) -> ListView.Row {
        let users = agents.filter { $0.settings.uses(saved.id) }
        var problem: String?
        if case .failure(let error) = saved.compiled { problem = error.message }
        return ListView.Row(
            path: "/actions/\(saved.id)",
            name: saved.name,
            action: saved.action.map(ActionView.init),
            problem: problem,
            connection: connection,
            agents: users.prefix(Self.agentsShown).map {
                AgentLink(path: "/agents/\($0.id)", name: $0.settings.name)
            },
            moreAgents: max(0, users.count - Self.agentsShown)
        )
    }

    // MARK: The template picker

    private struct PickerView: Sendable {
        struct Template: Sendable {
            let action: ActionView
            let isChosen: Bool
        }

        struct Group: Sendable {
            let name: String
            let templates: [Template]
        }

        /// For which org.
        let form: Form
        let hasConnections: Bool
        let hasSandbox: Bool
        let query: String
        let groups: [Group]
        let count: Int
    }

    private var picker: ConsoleRoute {
        .show("/actions/add", for: .person(.owner)) { visit in
            .page("Add actions", "action-picker", try await pickerView(visit.query.line("q")))
        }
    }

    /// - Parameter chosen: The names of the templates that are ticked.
    private func pickerView(
        _ query: String = "",
        chosen: Set<String> = [],
        filling fill: (Form) throws -> Form = { $0 }
    ) async throws -> PickerView {
        let connections = try await services.connections.list()
        let words = query.lowercased().split(separator: " ")
        let groups = services.templates.groups.compactMap { group -> PickerView.Group? in
            let templates = group.actions.map(ActionView.init).filter { template in
                words.allSatisfy { template.searchText.contains($0) }
            }.map { PickerView.Template(action: $0, isChosen: chosen.contains($0.name)) }
            return templates.isEmpty ? nil : PickerView.Group(name: group.name, templates: templates)
        }
        let field = FormField(
            name: "connection_id",
            label: "For which org",
            control: .orgs(connections)
        )
        return PickerView(
            form: try fill(Form([field])),
            hasConnections: !connections.isEmpty,
            hasSandbox: innerOrg != nil,
            query: query,
            groups: groups,
            count: groups.map(\.templates.count).reduce(0, +)
        )
    }

    private var add: ConsoleRoute {
        .take("/actions/add", recordedAs: .action, "createAction") { visit in
            let connectionID = visit.form.line("connection_id")
            let templates = visit.form.all("template")
            let added: [WorkspaceAction]
            do {
                guard !templates.isEmpty else {
                    throw FormProblems(general: "Choose at least one template.", code: "nothing_chosen")
                }
                added = try await services.library.add(templates: templates, on: connectionID)
            } catch {
                var code = ""
                let view = try await pickerView(chosen: Set(templates)) { form in
                    let refused = try form.refused(visit.form, because: error)
                    code = refused.code
                    return refused.form
                }
                return .refused("Add actions", "action-picker", view, code: code)
            }
            let what = added.count == 1 ? "\(added[0].name) is added." : "\(added.count) actions are added."
            return .redirect(to: "/actions", saying: "\(what) Enable them for an agent to put them to use.")
        }
    }

    // MARK: One of them

    private struct DetailView: Sendable {
        let path: String
        let name: String
        let action: ActionView?
        let problem: String?
        let connectionPath: String
        let connection: String
        let template: String?
        let parameters: [ParameterView]
        let preview: PreviewPanel?
        let definition: String
        let agents: [AgentLink]
        /// Where an agent is let use it, by whoever may; nil when one does.
        let enablePath: String?
        let revision: Int
    }

    private struct AgentLink: Sendable {
        let path: String
        let name: String
    }

    private struct ParameterView: Sendable {
        let name: String
        let type: String
        let place: String
        let isRequired: Bool
        let description: String
    }

    private var detail: ConsoleRoute {
        .show("/actions/{action_id}") { visit in
            let saved = try await services.library.action(visit.parameter("action_id"))
            let connection = try? await services.connections.connection(saved.saved.connectionID)
            let everyone = try await services.roster.agents()
            let agents = everyone.filter { $0.settings.uses(saved.id) }
            var problem: String?
            if case .failure(let error) = saved.compiled { problem = error.message }
            let view = DetailView(
                path: "/actions/\(saved.id)",
                name: saved.name,
                action: saved.action.map(ActionView.init),
                problem: problem,
                connectionPath: "/integrations/\(saved.saved.connectionID)",
                connection: connection?.settings.name ?? "a connection that was removed",
                template: saved.saved.template,
                parameters: saved.action?.parameters.map { parameter in
                    ParameterView(
                        name: parameter.name,
                        type: parameter.type.name,
                        place: parameter.location?.rawValue ?? "",
                        isRequired: parameter.isRequired,
                        description: parameter.description
                    )
                } ?? [],
                preview: saved.action.map {
                    let preview = PreviewView($0, samples: [:], callerPhone: SampleValues.callerPhone)
                    return PreviewPanel(preview: preview)
                },
                definition: saved.saved.definition.yaml,
                agents: agents.map { AgentLink(path: "/agents/\($0.id)", name: $0.settings.name) },
                enablePath: visit.mayChange && agents.isEmpty ? Self.enablePath(among: everyone) : nil,
                revision: saved.saved.revision
            )
            return .page(saved.name, "action", view)
        }
    }

    private static func enablePath(among agents: [SavedAgent]) -> String {
        guard let first = agents.first else { return "/agents/new" }
        return agents.count == 1 ? "/agents/\(first.id)/actions" : "/agents"
    }

    private var remove: ConsoleRoute {
        .take("/actions/{action_id}/remove", recordedAs: .action, "removeAction") { visit in
            let saved = try await services.library.action(visit.parameter("action_id"))
            let takesFromAgents = visit.form["take_from_agents"] == "on"
            guard visit.isSure || takesFromAgents else { return .unsure(at: "/actions/\(saved.id)") }
            let agents = try await services.library.remove(
                saved.id,
                takingFromAgents: takesFromAgents,
                revision: visit.revision
            )
            let taken = agents.isEmpty ? "" : " \(agents.joined(separator: ", ")) lost it."
            return .redirect(to: "/actions", saying: "\(saved.name) is removed.\(taken)")
        }
    }
}

extension AgentSettings {
    /// Whether the agent may use an action.
    func uses(_ id: SavedAction.ID) -> Bool { actions.contains { $0.actionID == id } }
}
