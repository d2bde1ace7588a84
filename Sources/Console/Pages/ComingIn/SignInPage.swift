import Calls
import Doors
import Platforms
import Workspace

/// Signing in and out.
struct SignInPage: ConsolePage {
    let people: PeopleDirectory

    var navigation: NavigationItem? { nil }

    private struct View: Sendable {
        let next: String
        let form: Form
        /// Whether nobody has set the server up yet.
        let isNew: Bool
        let hasLeft: Bool
    }

    private static let form = Form([
        FormField(name: "email", label: "E-mail", control: .email, autocomplete: "username"),
        FormField(name: "password", label: "Password", control: .secret, autocomplete: "current-password"),
    ])

    var routes: [ConsoleRoute] {
        [
            .show("/sign-in", for: .anyone) { visit in
                let view = View(
                    next: Self.target(visit.query["next"]),
                    form: Self.form,
                    isNew: try await people.people().isEmpty,
                    hasLeft: visit.query["left"] != nil
                )
                return .page("Sign in", "sign-in", view)
            },
            .act("/sign-in", for: .anyone) { visit in
                let next = Self.target(visit.form["next"])
                do {
                    let arrival = try await people.logIn(
                        email: visit.form.line("email"),
                        password: Secret(visit.form["password"] ?? ""),
                        from: visit.address,
                        on: visit.device
                    )
                    var answer = ConsoleAnswer.redirect(to: next)
                    answer.cookies = [visit.cookie(for: arrival)]
                    return answer
                } catch {
                    let (form, code) = try Self.form.refused(visit.form, because: error)
                    let view = View(next: next, form: form, isNew: false, hasLeft: false)
                    return .refused("Sign in", "sign-in", view, code: code)
                }
            },
            .take("/sign-out", for: .person(.viewer), recordedAs: .person, "logOut") { visit in
                if let session = visit.session { try await people.logOut(session) }
                var answer = ConsoleAnswer.redirect(to: "/sign-in?left=1")
                answer.cookies = [visit.endingCookie]
                return answer
            },
        ]
    }

    /// Where to go after signing in: a page of this console, and nobody else's.
    static func target(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2000,
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }
}
