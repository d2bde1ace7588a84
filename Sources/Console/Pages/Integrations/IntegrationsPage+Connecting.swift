import Calls
import Doors
import Platforms
import Workspace

/// Signing in to orgs, for the first time and again.
extension IntegrationsPage {
    private struct ConnectView: Sendable {
        let form: Form
        /// What has to be entered in the org's set-up.
        let callbackURL: String
        /// Where the sandbox org inside listens; nil when there is none.
        let sandboxAddress: String?
    }

    private static let callbackPath = "/integrations/callback"

    private func callbackURL(_ visit: Visit) -> String { visit.origin + Self.callbackPath }

    var connecting: [ConsoleRoute] { [connectForm, connect, callback, reconnect] }

    private static let form = Form([
        nameField,
        FormField(
            name: "environment",
            label: "Log in at",
            control: .options([
                .init(value: "production", label: "Production", hint: "login.salesforce.com"),
                .init(value: "sandbox", label: "Sandbox", hint: "test.salesforce.com"),
                .init(value: "domain", label: "My Domain", hint: "your org's own address"),
            ]),
            value: "production"
        ),
        FormField(
            name: "login_host",
            label: "My Domain address",
            hint: "For My Domain only, such as https://acme.my.salesforce.com",
            isRequired: false
        ),
        FormField(name: "client_id", label: "Consumer key", hint: "From your app's settings in Salesforce."),
        FormField(
            name: "client_secret",
            label: "Consumer secret",
            control: .secret,
            hint: "Leave it empty for an app that needs none. It is sealed as it comes in, and never shown again.",
            isRequired: false
        ),
        FormField(
            name: "grant",
            label: "Sign in as",
            control: .options([
                .init(
                    value: "authorization_code",
                    label: "Somebody, now",
                    hint: "you log in with your browser and click Allow"
                ),
                .init(
                    value: "client_credentials",
                    label: "The app itself",
                    hint: "as the user chosen in the app; needs the secret and My Domain"
                ),
                .init(
                    value: "jwt_bearer",
                    label: "A user, with a key",
                    hint: "whose certificate the app has; needs the two fields below"
                ),
            ]),
            value: "authorization_code"
        ),
        FormField(
            name: "username",
            label: "User the key speaks for",
            hint: "For a key only, such as switchboard@acme.com. The app has to allow this user beforehand.",
            isRequired: false
        ),
        FormField(
            name: "private_key",
            label: "Private key",
            control: .secretArea(rows: 3),
            hint: "For a key only: RSA, in PEM. It is sealed as it comes in, and never shown again.",
            isRequired: false
        ),
        reserveField,
    ])

    private var connectForm: ConsoleRoute {
        .show("/integrations/connect", for: .person(.owner)) { visit in
            let taken = try await services.connections.list().map { $0.settings.name.lowercased() }
            let free = (1...).lazy.map { $0 == 1 ? "Salesforce" : "Salesforce \($0)" }
                .first { !taken.contains($0.lowercased()) }
            let form = Self.form.filled(with: ["name": free ?? ""])
            return .page(
                "Connect Salesforce",
                "integration-connect",
                connectView(form, visit)
            )
        }
    }

    private var connect: ConsoleRoute {
        .take("/integrations/connect", recordedAs: .connection, "createConnection") { visit in
            do {
                let settings = try settings(visit.form)
                let credentials = ConnectionCredentials(
                    clientSecret: Self.secret("client_secret", visit.form),
                    privateKey: settings.grant.name == "jwt_bearer" ? Self.secret("private_key", visit.form) : nil
                )
                guard settings.grant.needsPerson else {
                    let connection = try await services.connections.connect(settings, credentials: credentials)
                    return Self.connected(connection)
                }
                let beginning = try await services.connections.begin(
                    settings,
                    credentials: credentials,
                    redirect: callbackURL(visit),
                    in: visit.sessionID
                )
                return .onward(to: beginning.authorizationURL)
            } catch {
                let (form, code) = try Self.form.refused(visit.form, because: error)
                let view = connectView(form, visit)
                return .refused("Connect Salesforce", "integration-connect", view, code: code)
            }
        }
    }

    private func connectView(_ form: Form, _ visit: Visit) -> ConnectView {
        ConnectView(form: form, callbackURL: callbackURL(visit), sandboxAddress: innerOrg?.address())
    }

    private static func secret(_ name: String, _ form: FormValues) -> Secret? {
        form[name].flatMap { $0.trimmed.isEmpty ? nil : Secret($0) }
    }

    private func settings(_ form: FormValues) throws(FormProblems) -> ConnectionSettings {
        let environment = form.line("environment")
        let domain = form.line("login_host")
        // Whoever typed an address would not look for what they were sent to instead.
        guard environment == "domain" || domain.isEmpty else {
            throw FormProblems("login_host", "Choose My Domain to log in at this address, or leave it empty.")
        }
        let host = try logInHost(environment == "domain" ? domain : environment)
        guard let grant = ConnectionSettings.Grant(name: form.line("grant"), username: form.line("username")) else {
            throw FormProblems("grant", "Choose one.")
        }
        var settings = ConnectionSettings(
            name: form.line("name"),
            logInHost: host,
            grant: grant,
            clientID: form.line("client_id")
        )
        settings.reservedPercent = try Self.reservedPercent(form)
        return settings
    }

    func logInHost(_ address: String) throws(FormProblems) -> LogInHost {
        guard let host = LogInHost(address, allowsPlainHTTP: allowsPlainHTTP) else {
            throw FormProblems(
                "login_host",
                "Give your org's address, such as https://acme.my.salesforce.com. It must be HTTPS."
            )
        }
        return host
    }

    /// Where the org sends the browser back to.
    private var callback: ConsoleRoute {
        .show(
            Self.callbackPath,
            for: .person(.owner),
            recordedAs: .init(kind: .connection, operation: "finishConnection")
        ) { visit in
            do {
                guard let state = visit.query["state"] else { throw ConnectionError.unknownState }
                let session = visit.sessionID
                if let error = visit.query["error"] {
                    let description = visit.query["error_description"]
                    throw try await services.connections.abandon(
                        state: state,
                        error: error,
                        description: description,
                        in: session
                    )
                }
                guard let code = visit.query["code"] else { throw ConnectionError.unknownState }
                return Self.connected(try await services.connections.finish(state: state, code: code, in: session))
            } catch {
                return try Self.refusal(error)
            }
        }
    }

    private struct RefusalView: Sendable {
        let reason: String
    }

    /// The page that says why nobody is signed in.
    private static func refusal(_ error: any Error) throws -> ConsoleAnswer {
        guard let problems = FormProblems(explaining: error) else { throw error }
        let view = RefusalView(reason: problems.sentence)
        return .refused("Not connected", "integration-refused", view, code: problems.code)
    }

    private static func connected(_ connection: SavedConnection) -> ConsoleAnswer {
        let user = connection.state.org?.username ?? ""
        return .redirect(
            to: "/integrations/\(connection.id)",
            saying: user.isEmpty ? "Connected." : "Connected as \(user)."
        )
    }

    private var reconnect: ConsoleRoute {
        .take("/integrations/{connection_id}/reconnect", recordedAs: .connection, "reconnectConnection") { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            do {
                guard connection.settings.grant.needsPerson else {
                    return Self.connected(try await services.connections.connect(connection.id))
                }
                let redirect = callbackURL(visit)
                let beginning = try await services.connections.reconnect(
                    connection.id,
                    redirect: redirect,
                    in: visit.sessionID
                )
                return .onward(to: beginning.authorizationURL)
            } catch {
                return try Self.refusal(error)
            }
        }
    }
}
