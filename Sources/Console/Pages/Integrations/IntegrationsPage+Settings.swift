import Calls
import Doors
import Platforms
import Workspace

/// What can be changed about a connection without signing in again.
extension IntegrationsPage {
    private struct SettingsView: Sendable {
        let path: String
        let name: String
        let revision: Int
        let form: Form
    }

    static let nameField = FormField(
        name: "name",
        label: "Name",
        value: "Salesforce",
        hint: "What you call this org here. You can connect several."
    )

    static let reserveField = FormField(
        name: "reserved_percent",
        label: "Requests kept for people, in percent",
        control: .number,
        value: "0",
        hint: "Agents stop before they use up this share of the org's requests of a day."
    )

    private static let settingsForm = Form([
        nameField, reserveField,
        FormField(
            name: "api_version",
            label: "API version",
            hint: "That its actions are written for, such as 59.0. Actions that name one themselves keep theirs."
        ),
    ])

    var settings: [ConsoleRoute] {
        [
            .show("/integrations/{connection_id}/edit", for: .person(.owner)) { visit in
                let connection = try await services.connections.connection(visit.parameter("connection_id"))
                let form = Self.settingsForm.filled(with: [
                    "name": connection.settings.name,
                    "reserved_percent": String(connection.settings.reservedPercent),
                    "api_version": connection.settings.apiVersion,
                ])
                return .page(connection.settings.name, "integration-edit", Self.view(connection, form))
            },
            .take("/integrations/{connection_id}/edit", recordedAs: .connection, "changeConnection") { visit in
                let connection = try await services.connections.connection(visit.parameter("connection_id"))
                do {
                    var settings = connection.settings
                    settings.name = visit.form.line("name")
                    settings.reservedPercent = try Self.reservedPercent(visit.form)
                    settings.apiVersion = visit.form.line("api_version")
                    _ = try await services.connections.change(
                        connection.id,
                        to: settings,
                        revision: visit.revision ?? connection.revision
                    )
                    return .redirect(to: "/integrations/\(connection.id)", saying: "Saved.")
                } catch {
                    let (form, code) = try Self.settingsForm.refused(visit.form, because: error)
                    let view = Self.view(connection, form)
                    return .refused(connection.settings.name, "integration-edit", view, code: code)
                }
            },
        ]
    }

    static func reservedPercent(_ form: FormValues) throws(FormProblems) -> Int {
        guard let percent = Int(form.line("reserved_percent")) else {
            throw FormProblems("reserved_percent", "Give a number from 0 to 90.")
        }
        return percent
    }

    private static func view(_ connection: SavedConnection, _ form: Form) -> SettingsView {
        SettingsView(
            path: "/integrations/\(connection.id)",
            name: connection.settings.name,
            revision: connection.revision,
            form: form
        )
    }
}
