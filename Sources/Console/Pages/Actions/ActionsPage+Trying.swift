import Actions
import Calls
import Doors
import Foundation
import Platforms
import Workspace

/// Trying an action, saved or not, in a real call of its own: with every rule of the gate, the journal and the audit
/// trail, and nothing beside them.
extension ActionsPage {
    /// What the calls are named for in which people try actions.
    static let triedChannel = "console"

    var trying: ConsoleRoute {
        .take("/actions/try", recordedAs: .action, "invoke") { visit in
            var form = ActionForm(visit.form, among: try await services.connections.list())
            let subject = try await subject(of: visit)
            do {
                let tried = try await tried(visit, form)
                let view = EditorView(subject, form, try await panel(for: form, asksOrg: false), tried: tried)
                return .page(subject.title, "action-edit", view)
            } catch {
                let code = try form.mark(error)
                let view = EditorView(subject, form, try await panel(for: form, asksOrg: false), isTrying: true)
                return .refused(subject.title, "action-edit", view, code: code)
            }
        }
    }

    private func tried(_ visit: Visit, _ form: ActionForm) async throws -> TriedView {
        guard let person = visit.principal?.person else { throw WorkspaceError.unknownAgent }
        guard !form.connectionID.isEmpty else { throw FormProblems("connection_id", "Choose where its requests go.") }
        let connection = try await services.connections.connection(form.connectionID)
        var action = try Self.compiled(try form.definition(), for: connection)
        // Nothing is written to a real org without a yes, whatever the action says.
        if action.isWrite, !isSandbox(connection) { action.asksForConfirmation = true }
        // Whoever tries it speaks for nobody: what is done is on record under their own name.
        let agent = Agent(
            id: person.id,
            name: person.name,
            timeZone: .gmt,
            actions: try await enabled(action, on: connection)
        )
        let confirmationID = visit.form.line("confirmation")
        let call: Call
        let invocation: Invocation
        if confirmationID.isEmpty {
            call = try await services.calls.open(
                agent,
                callerPhone: form.callerPhone.isEmpty ? nil : form.callerPhone,
                channel: Self.triedChannel,
                reportsTurns: false
            )
            if agent.actions.count > 1 { await call.open() }
            let samples = SampleValues(for: action, given: form.samples, fillsIn: false)
            invocation = await call.invoke(action.name, samples.arguments)
        } else {
            guard let asked = try await services.calls.call(visit.form.line("call_id"), for: agent) else {
                throw FormProblems(general: "The call this was asked in is gone. Try it again.")
            }
            call = asked
            invocation = await call.confirm(confirmationID, by: agent.id)
        }
        let tried = TriedView(invocation, callID: call.id, org: connection.settings.name)
        if tried.question == nil {
            await call.end(by: person.id)
        } else {
            // Whoever does not answer leaves nothing open.
            Task { [services] in
                try await Task.sleep(for: Call.confirmationLifetime)
                try await services.calls.end(call.id, by: person.id)
            }
        }
        return tried
    }

    /// The action, and what finds the caller at the start of calls when it needs to know who is calling.
    private func enabled(_ action: Action, on connection: SavedConnection) async throws -> [EnabledAction] {
        let tried = EnabledAction(action, on: connection.id)
        guard tried.isLimitedToCaller || tried.requiredAssurance > .unknown else { return [tried] }
        let others = try await services.library.actions(on: connection.id).compactMap(\.action)
        return [tried]
            + others.filter { $0.runsAtCallStart && $0.name != action.name && !$0.isWrite }.map {
                EnabledAction($0, on: connection.id)
            }
    }

    func tryNote(for action: Action, on connection: SavedConnection) -> String {
        let name = connection.settings.name
        guard action.isWrite else { return "It reads from \(name), and changes nothing." }
        return isSandbox(connection)
            ? "It writes to \(name), which is a sandbox."
            : "\(name) is a real org. Nothing is written before you have read what it would be and said yes."
    }

    /// Whether nothing in an org is real.
    private func isSandbox(_ connection: SavedConnection) -> Bool {
        let host = connection.settings.logInHost
        return host == .sandbox || host.address == innerOrg?.address() || host.address.contains(".sandbox.my.")
    }
}
