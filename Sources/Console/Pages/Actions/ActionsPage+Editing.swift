import Actions
import Calls
import Doors
import Platforms
import SOQL
import Workspace

/// Writing actions: copies of templates, and a company's own.
extension ActionsPage {
    /// How long an org may take to describe what an action uses.
    private static let patience: Duration = .seconds(5)

    var editing: [ConsoleRoute] { [new, create, edit, replace, draft, preview] }

    // MARK: New ones

    private var new: ConsoleRoute {
        .show("/actions/new", for: .person(.owner)) { visit in
            let connections = try await services.connections.list()
            guard !connections.isEmpty else {
                return .redirect(to: "/integrations", saying: "Connect an org first: an action's requests go to one.")
            }
            var definition = template(visit.query["template"])
            if let given = visit.query["template"], definition == nil {
                throw WorkspaceError.unknownTemplate(given, suggestion: nil)
            }
            let names = try await services.library.actions().map(\.name)
            definition?.take(freeNameAmong: Set(names))
            let form = ActionForm(definition, on: visit.query.line("connection_id"), among: connections)
            return try await page(newSubject(visit.query["template"]), form)
        }
    }

    private func template(_ name: String?) -> ActionDefinition? {
        services.templates.definitions.first { $0.name == name }
    }

    private func newSubject(_ name: String?) -> EditorView.Subject {
        guard let template = template(name) else { return EditorView.Subject(title: "Custom action") }
        return EditorView.Subject(title: template.title ?? template.name, template: template.name)
    }

    private var create: ConsoleRoute {
        .take("/actions/new", recordedAs: .action, "createAction") { visit in
            let template = template(visit.form["template"])
            return try await saving(visit, as: newSubject(template?.name)) { definition, connectionID in
                var definition = definition
                definition.group = template?.group
                return try await services.library.add(definition, from: template?.name, on: connectionID)
            }
        }
    }

    // MARK: Those there are

    private var edit: ConsoleRoute {
        .show("/actions/{action_id}/edit", for: .person(.owner)) { visit in
            let saved = try await services.library.action(visit.parameter("action_id")).saved
            let connections = try await services.connections.list()
            let form = ActionForm(saved.definition, on: saved.connectionID, among: connections)
            return try await page(Self.subject(saved, revision: String(saved.revision)), form)
        }
    }

    private static func subject(_ saved: SavedAction, revision: String?) -> EditorView.Subject {
        EditorView.Subject(title: "Edit \(saved.name)", actionID: saved.id, revision: revision)
    }

    private var replace: ConsoleRoute {
        .take("/actions/{action_id}/edit", recordedAs: .action, "replaceAction") { visit in
            let saved = try await services.library.action(visit.parameter("action_id")).saved
            let subject = Self.subject(saved, revision: visit.form["revision"])
            return try await saving(visit, as: subject) { definition, connectionID in
                try await services.library.replace(
                    saved.id,
                    with: definition,
                    on: connectionID,
                    revision: visit.revision
                )
            }
        }
    }

    /// Saves what was written, or shows what is wrong with it.
    private func saving(
        _ visit: Visit,
        as subject: EditorView.Subject,
        _ save: (ActionDefinition, SavedConnection.ID) async throws -> WorkspaceAction
    ) async throws -> ConsoleAnswer {
        var form = ActionForm(visit.form, among: try await services.connections.list())
        do {
            let saved = try await save(try form.definition(), form.connectionID)
            let isUsed = try await services.roster.agents().contains { $0.settings.uses(saved.id) }
            let use = isUsed ? "Agents use it from now on." : "No agent may use it yet."
            return .redirect(to: "/actions/\(saved.id)", saying: "\(saved.name) is saved. \(use)")
        } catch {
            let code = try form.mark(error)
            let view = EditorView(subject, form, try await panel(for: form, asksOrg: false))
            return .refused(subject.title, "action-edit", view, code: code)
        }
    }

    // MARK: What is not saved

    /// What a form in the works is about.
    func subject(of visit: Visit) async throws -> EditorView.Subject {
        let id = visit.form.line("action_id")
        guard !id.isEmpty else { return newSubject(visit.form["template"]) }
        return Self.subject(try await services.library.action(id).saved, revision: visit.form["revision"])
    }

    private var draft: ConsoleRoute {
        .ask("/actions/draft", for: .person(.owner)) { visit in
            var form = ActionForm(visit.form, among: try await services.connections.list())
            if visit.form["add"] != nil { form.addRow() }
            return try await page(subject(of: visit), form, asksOrg: visit.form["remove"] == nil)
        }
    }

    /// The part of the page that follows what is typed.
    private var preview: ConsoleRoute {
        .ask("/actions/preview", for: .person(.owner)) { visit in
            let form = ActionForm(visit.form, among: try await services.connections.list())
            return .page("Preview", "action-preview", try await panel(for: form, asksOrg: true))
        }
    }

    private func page(
        _ subject: EditorView.Subject,
        _ form: ActionForm,
        asksOrg: Bool = false
    ) async throws -> ConsoleAnswer {
        .page(subject.title, "action-edit", EditorView(subject, form, try await panel(for: form, asksOrg: asksOrg)))
    }

    // MARK: The preview

    /// - Parameter asksOrg: Whether to compare it with what the org has, which can take a moment.
    func panel(for form: ActionForm, asksOrg: Bool) async throws -> PreviewPanel {
        let connection = try? await services.connections.connection(form.connectionID)
        var panel = PreviewPanel()
        guard !form.isBlank else {
            panel.isBlank = true
            return panel
        }
        let definition: ActionDefinition
        let action: Action
        do {
            definition = try form.definition()
            action = try Self.compiled(definition, for: connection)
        } catch {
            guard let problems = FormProblems(explaining: error) else { throw error }
            panel.problem = problems.sentence
            return panel
        }
        panel.preview = PreviewView(action, samples: form.samples, callerPhone: form.callerPhone)
        panel.yaml = definition.yaml
        guard let connection else { return panel }
        panel.tryNote = tryNote(for: action, on: connection)
        if asksOrg { await check(definition, on: connection, noting: &panel) }
        return panel
    }

    static func compiled(_ definition: ActionDefinition, for connection: SavedConnection?) throws -> Action {
        do throws(TemplateError) {
            let version = connection?.settings.apiVersion ?? TemplateCompiler.defaultVersion
            return try Action(compiling: definition, version: version)
        } catch {
            let place = error.position.map { " Line \($0.line), column \($0.column)." } ?? ""
            throw FormProblems(error.part.rawValue, error.message + place)
        }
    }

    private func check(
        _ definition: ActionDefinition,
        on connection: SavedConnection,
        noting panel: inout PreviewPanel
    ) async {
        let org = ConnectedOrgDescriber(services.connections, connection.id, until: .now + Self.patience)
        do {
            let warnings = try await services.library.check(definition, on: connection.id, against: org)
            panel.hasChecked = true
            panel.warnings = warnings.map { $0.member.isEmpty ? $0.message : "\($0.member): \($0.message)" }
        } catch let error as CRMError {
            panel.checkFailure = error.detail ?? error.say
        } catch {
            panel.checkFailure = FormProblems(explaining: error)?.sentence ?? "It can't be read."
        }
    }
}
