import Calls
import Doors
import Platforms
import Workspace

/// Where the link of the first start leads: an account for the first owner.
struct SetUpPage: ConsolePage {
    let people: PeopleDirectory

    var navigation: NavigationItem? { nil }

    private struct View: Sendable {
        let token: String
        let form: Form
    }

    static let form = Form([
        FormField(name: "name", label: "Your name", autocomplete: "name"),
        FormField(name: "email", label: "E-mail", control: .email, autocomplete: "username"),
        FormField(
            name: "password",
            label: "Password",
            control: .secret,
            hint: "12 characters or more. A sentence is good.",
            autocomplete: "new-password"
        ),
    ])

    var routes: [ConsoleRoute] {
        [
            .show("/setup/{token}", for: .anyone) { visit in
                guard try await people.people().isEmpty else { return .redirect(to: "/sign-in") }
                return .page("Welcome", "setup", View(token: visit.parameter("token"), form: Self.form))
            },
            .act("/setup", for: .anyone) { visit in
                do {
                    let arrival = try await people.setUp(
                        link: Secret(visit.form.line("token")),
                        email: visit.form.line("email"),
                        name: visit.form.line("name"),
                        password: Secret(visit.form["password"] ?? ""),
                        from: visit.address,
                        on: visit.device
                    )
                    var answer = ConsoleAnswer.redirect(to: "/")
                    answer.cookies = [visit.cookie(for: arrival)]
                    return answer
                } catch {
                    let (form, code) = try Self.form.refused(visit.form, because: error)
                    return .refused("Welcome", "setup", View(token: visit.form.line("token"), form: form), code: code)
                }
            },
        ]
    }
}

extension Visit {
    /// The cookie of somebody who has just come in.
    func cookie(for arrival: PeopleDirectory.Arrival) -> String {
        RequestSender.cookie(arrival.token.text, lifetime: Int(PeopleDirectory.sessionLifetime), at: origin)
    }

    /// The cookie that ends the session in the browser.
    var endingCookie: String { RequestSender.cookie("", lifetime: 0, at: origin) }
}
