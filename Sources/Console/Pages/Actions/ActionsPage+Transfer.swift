import Calls
import Doors
import Workspace

/// Actions and agents as YAML, into this workspace. Out of it they come through the HTTP API's own address.
extension ActionsPage {
    private struct ImportView: Sendable {
        let form: Form
        let hasPlan: Bool
        /// What is changed, the first of it.
        let steps: [String]
        /// How much more is changed.
        let more: Int
        /// How much is here already.
        let unchanged: Int
        let changesNothing: Bool

        private static let mostSteps = 100

        /// - Parameter plan: What importing would do; nil when nobody has asked.
        init(_ form: Form, plan: ImportPlan? = nil) {
            self.form = form
            hasPlan = plan != nil
            let all = plan?.steps ?? []
            let changes = all.filter { $0.effect != .leave }
            steps = changes.prefix(Self.mostSteps).map(\.description)
            more = changes.count - steps.count
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
