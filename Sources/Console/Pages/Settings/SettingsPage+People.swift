import Calls
import Doors
import Platforms
import Workspace

/// Who may come in, and what they may do.
extension SettingsPage {
    private struct PeopleView: Sendable {
        struct Row: Sendable {
            let path: String
            let name: String
            let email: String
            let role: String
            let isYou: Bool
            let since: MomentView
        }

        let places: [Place]
        let people: [Row]
    }

    private struct PersonView: Sendable {
        let path: String
        let name: String
        let isYou: Bool
        let form: Form
        let passwordForm: Form
    }

    private static let roles = FormField(
        name: "role",
        label: "Role",
        control: .options([
            .init(value: "viewer", label: "Viewer", hint: "sees everything, changes nothing"),
            .init(value: "owner", label: "Owner", hint: "sees and changes everything"),
        ]),
        value: "viewer"
    )
    private static let known = [
        FormField(name: "name", label: "Name"), FormField(name: "email", label: "E-mail", control: .email), roles,
    ]
    private static let newPassword = FormField(
        name: "password",
        label: "Password",
        control: .secret,
        hint: "12 characters or more. They can change it themselves.",
        autocomplete: "new-password"
    )
    private static let personForm = Form(known)
    private static let newPersonForm = Form(known + [newPassword])
    private static let resetForm = Form([newPassword])

    var people: [ConsoleRoute] {
        [
            .show("/settings") { visit in
                let rows = try await directory.people().map { person in
                    PeopleView.Row(
                        path: "/settings/people/\(person.id)",
                        name: person.name,
                        email: person.email,
                        role: person.role.rawValue,
                        isYou: person.id == visit.principal?.person.id,
                        since: MomentView(person.createdAt)
                    )
                }
                return .page("Settings", "settings-people", PeopleView(places: places(at: "/settings"), people: rows))
            },
            .show("/settings/people/new", for: .person(.owner)) { _ in
                .page("Let somebody in", "settings-form", adding(Self.newPersonForm))
            },
            .take("/settings/people/new", recordedAs: .person, "createPerson") { visit in
                do {
                    let person = try await directory.add(
                        email: visit.form.line("email"),
                        name: visit.form.line("name"),
                        role: Role(rawValue: visit.form.line("role")) ?? .viewer,
                        password: Secret(visit.form["password"] ?? "")
                    )
                    return .redirect(to: "/settings", saying: "\(person.name) can sign in now.")
                } catch {
                    let (form, code) = try Self.newPersonForm.refused(visit.form, because: error)
                    return .refused("Let somebody in", "settings-form", adding(form), code: code)
                }
            },
            .show("/settings/people/{person_id}", for: .person(.owner)) { visit in
                let person = try await directory.person(visit.parameter("person_id"))
                return .page(person.name, "settings-person", view(of: person, visit))
            },
            .take("/settings/people/{person_id}", recordedAs: .person, "changePerson") { visit in
                let person = try await directory.person(visit.parameter("person_id"))
                do {
                    _ = try await directory.update(
                        person.id,
                        email: visit.form.line("email"),
                        name: visit.form.line("name"),
                        role: Role(rawValue: visit.form.line("role"))
                    )
                    return .redirect(to: "/settings", saying: "Saved.")
                } catch {
                    let (form, code) = try Self.personForm.refused(visit.form, because: error)
                    return .refused(person.name, "settings-person", view(of: person, visit, form: form), code: code)
                }
            },
            .take("/settings/people/{person_id}/password", recordedAs: .person, "resetPassword") { visit in
                let person = try await directory.person(visit.parameter("person_id"))
                do {
                    try await directory.resetPassword(of: person.id, to: Secret(visit.form["password"] ?? ""))
                    return .redirect(to: "/settings", saying: "\(person.name) has another password, and is signed out.")
                } catch {
                    let (form, code) = try Self.resetForm.refused(visit.form, because: error)
                    let view = view(of: person, visit, passwordForm: form)
                    return .refused(person.name, "settings-person", view, code: code)
                }
            },
            .take("/settings/people/{person_id}/remove", recordedAs: .person, "removePerson") { visit in
                let person = try await directory.person(visit.parameter("person_id"))
                guard visit.isSure else { return .unsure(at: "/settings/people/\(person.id)") }
                do {
                    try await directory.remove(person.id)
                    return .redirect(to: "/settings", saying: "\(person.name) can't come in any more.")
                } catch {
                    return try .refusal(of: error, at: "/settings")
                }
            },
        ]
    }

    private func adding(_ form: Form) -> FormView {
        FormView(
            places: places(at: "/settings"),
            heading: "Let somebody in",
            explanation: "They sign in with this address and password.",
            action: "/settings/people/new",
            button: "Let them in",
            form: form
        )
    }

    private func view(of person: Person, _ visit: Visit, form: Form? = nil, passwordForm: Form? = nil) -> PersonView {
        PersonView(
            path: "/settings/people/\(person.id)",
            name: person.name,
            isYou: person.id == visit.principal?.person.id,
            form: form
                ?? Self.personForm.filled(with: [
                    "name": person.name, "email": person.email, "role": person.role.rawValue,
                ]),
            passwordForm: passwordForm ?? Self.resetForm
        )
    }

    // MARK: One's own password

    private static let passwordForm = Form([
        FormField(name: "current", label: "Password so far", control: .secret, autocomplete: "current-password"),
        FormField(
            name: "password",
            label: "New password",
            control: .secret,
            hint: "12 characters or more. Your other sessions end.",
            autocomplete: "new-password"
        ),
    ])

    var password: [ConsoleRoute] {
        [
            .show("/settings/password") { _ in
                .page("Your password", "settings-form", changingPassword(Self.passwordForm))
            },
            .take("/settings/password", for: .person(.viewer), recordedAs: .person, "changePassword") { visit in
                do {
                    guard let principal = visit.principal, case .session(let session) = principal.proof else {
                        throw PeopleError.unknownPerson
                    }
                    do {
                        try await directory.changePassword(
                            of: principal.person.id,
                            from: Secret(visit.form["current"] ?? ""),
                            to: Secret(visit.form["password"] ?? ""),
                            in: session,
                            address: visit.address
                        )
                    } catch PeopleError.wrongCredentials {
                        throw FormProblems("current", "That is not your password so far.")
                    }
                    return .redirect(to: "/settings/password", saying: "Your password is changed.")
                } catch {
                    let (form, code) = try Self.passwordForm.refused(visit.form, because: error)
                    return .refused("Your password", "settings-form", changingPassword(form), code: code)
                }
            },
        ]
    }

    private func changingPassword(_ form: Form) -> FormView {
        FormView(
            places: places(at: "/settings/password"),
            heading: "Your password",
            explanation: "",
            action: "/settings/password",
            button: "Change it",
            form: form
        )
    }
}
