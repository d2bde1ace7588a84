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

    private static let versionField = FormField(
        name: "api_version",
        label: "API version",
        hint: "That its actions are written for, such as 59.0. Actions that name one themselves keep theirs."
    )

    private static let logInField = FormField(
        name: "login_host",
        label: "Log-in address",
        hint: "https://login.salesforce.com, https://test.salesforce.com for a sandbox, or the org's My Domain address."
    )

    /// The form with what is set now. Where an org logs in can be put right as long as nobody is signed in to it.
    private static func settingsForm(_ connection: SavedConnection) -> Form {
        let isOpen = !ConnectionView(connection).isConnected
        return Form([nameField] + (isOpen ? [logInField] : []) + [reserveField, versionField]).filled(with: [
            "name": connection.settings.name, "login_host": connection.settings.logInHost.address,
            "reserved_percent": String(connection.settings.reservedPercent),
            "api_version": connection.settings.apiVersion,
        ])
    }

    var settings: [ConsoleRoute] {
        [
            .show("/integrations/{connection_id}/edit", for: .person(.owner)) { visit in
                let connection = try await services.connections.connection(visit.parameter("connection_id"))
                let view = Self.view(connection, Self.settingsForm(connection))
                return .page(connection.settings.name, "integration-edit", view)
            },
            .take("/integrations/{connection_id}/edit", recordedAs: .connection, "changeConnection") { visit in
                let connection = try await services.connections.connection(visit.parameter("connection_id"))
                let form = Self.settingsForm(connection)
                do {
                    var settings = connection.settings
                    if form["login_host"] != nil, visit.form["login_host"] != nil {
                        settings.logInHost = try logInHost(visit.form.line("login_host"))
                    }
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
                    let (form, code) = try form.refused(visit.form, because: error)
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
