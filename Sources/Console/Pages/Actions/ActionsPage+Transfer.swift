import Calls
import Doors
import Workspace

/// Actions and agents as YAML, into this workspace. Out of it they come through the HTTP API's own address.
extension ActionsPage {
    private struct ImportView: Sendable {
        /// What is changed in one way, the first of it, and how much more of it there is.
        struct Kind: Sendable {
            let steps: [String]
            let more: Int

            init(_ steps: [String]) {
                self.steps = steps.prefix(ImportView.mostSteps).map { $0.clipped(to: 200, weight: 400) }
                more = max(0, steps.count - ImportView.mostSteps)
            }
        }

        let form: Form
        let hasPlan: Bool
        let kinds: [Kind]
        /// How much is here already.
        let unchanged: Int
        let changesNothing: Bool

        private static let mostSteps = 20

        /// - Parameter plan: What importing would do; nil when nobody has asked.
        init(_ form: Form, plan: ImportPlan? = nil) {
            // Where there is nothing to import, the text need not come back.
            self.form = plan?.changesAnything == false ? ActionsPage.form : form
            hasPlan = plan != nil
            let all = plan?.steps ?? []
            let changes = all.filter { $0.effect != .leave }
            kinds = changes.grouped { "\($0.subject) \($0.effect == .create)" }.map { Kind($0.rows.map(\.description)) }
            unchanged = all.count - changes.count
            changesNothing = plan?.changesAnything == false
        }
    }

    var transfer: [ConsoleRoute] { [importForm, importPlan, importing] }

    private static let form = Form([
        FormField(
            name: "yaml",
            label: "Workspace, as YAML",
            control: .area(rows: 18),
            hint: "As it was exported. What is here and not in it stays as it is."
        )
    ])

    private var importForm: ConsoleRoute {
        .show("/actions/import", for: .person(.owner)) { _ in
            .page("Import", "actions-import", ImportView(Self.form))
        }
    }

    private var importPlan: ConsoleRoute {
        .ask("/actions/import/plan", for: .person(.owner)) { visit in
            do {
                let plan = try await services.transfer.plan(visit.form["yaml"] ?? "")
                return .page("Import", "actions-import", ImportView(Self.form.filled(from: visit.form), plan: plan))
            } catch {
                return try Self.refusal(visit, error)
            }
        }
    }

    private var importing: ConsoleRoute {
        .take("/actions/import", recordedAs: .server, "importWorkspace") { visit in
            do {
                let plan = try await services.transfer.importing(visit.form["yaml"] ?? "")
                let count = plan.steps.count { $0.effect != .leave }
                let total = plan.steps.count
                return .redirect(to: "/actions", saying: "Imported: \(count) of \(total) entries were new or changed.")
            } catch {
                return try Self.refusal(visit, error)
            }
        }
    }

    private static func refusal(_ visit: Visit, _ error: any Error) throws -> ConsoleAnswer {
        let (form, code) = try Self.form.refused(visit.form, because: error)
        return .refused("Import", "actions-import", ImportView(form), code: code)
    }
}
