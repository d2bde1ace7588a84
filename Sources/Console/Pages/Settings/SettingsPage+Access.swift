import Calls
import Doors
import Foundation
import Platforms
import Workspace

/// How people and their programs are in: sessions and tokens.
extension SettingsPage {
    private struct SessionsView: Sendable {
        struct Row: Sendable {
            let path: String
            let person: String
            let since: MomentView
            let until: MomentView
            let used: MomentView
            let address: String?
            let device: String?
            let isThis: Bool
        }

        let places: [Place]
        let sessions: [Row]
        /// The address of the next page; nil on the last.
        let more: String?
    }

    /// How many sessions or tokens are on a page.
    private static let pageLength = 50

    var sessions: [ConsoleRoute] {
        [
            .show("/settings/sessions") { visit in
                let people = try await directory.people()
                guard let principal = visit.principal else { throw PeopleError.unknownPerson }
                let rows = try await directory.sessions(for: principal).map { session in
                    SessionsView.Row(
                        path: "/settings/sessions/\(session.id)",
                        person: people.first { $0.id == session.personID }?.name ?? "",
                        since: MomentView(session.createdAt),
                        until: MomentView(session.expiresAt),
                        used: MomentView(session.usedAt),
                        address: session.address,
                        device: session.device,
                        isThis: principal.proof == .session(id: session.id)
                    )
                }
                let part = ListPart(of: rows, from: visit.query["from"], most: Self.pageLength) { row in
                    700 + 2 * row.person.weight + 2 * (row.device?.weight ?? 0)
                }
                let view = SessionsView(
                    places: places(at: "/settings/sessions"),
                    sessions: Array(part.rows),
                    more: part.next.map { "/settings/sessions?from=\($0)" }
                )
                return .page("Sessions", "settings-sessions", view)
            },
            .take(
                "/settings/sessions/{session_id}/end",
                for: .person(.viewer),
                recordedAs: .person,
                "endSession"
            ) { visit in
                do {
                    guard let principal = visit.principal else { throw PeopleError.unknownPerson }
                    try await directory.endSession(visit.parameter("session_id"), by: principal)
                } catch PeopleError.unknownSession {
                    return .refusal(
                        at: "/settings/sessions",
                        saying: "That session was over already.",
                        code: "no_such_session"
                    )
                }
                return .redirect(to: "/settings/sessions", saying: "That session is ended.")
            },
        ]
    }

    // MARK: Tokens

    private struct TokensView: Sendable {
        struct Row: Sendable {
            let path: String
            let name: String
            let role: String
            let person: String
            let since: MomentView
            let until: MomentView?
        }

        let places: [Place]
        /// Shown once, just after it was made; nil otherwise.
        let token: String?
        let tokens: [Row]
        /// The address of the next page; nil on the last.
        let more: String?
        let form: Form
    }

    private static let tokenForm = Form([
        FormField(name: "name", label: "What it is for", hint: "Such as nightly export."),
        FormField(
            name: "role",
            label: "What it may do",
            control: .options([
                .init(value: "viewer", label: "Read"), .init(value: "owner", label: "Read and change everything"),
            ]),
            value: "viewer"
        ),
        FormField(
            name: "expires_at",
            label: "Good to the end of",
            control: .date,
            hint: "Leave it empty for one that stays until it is ended.",
            isRequired: false
        ),
    ])

    var tokens: [ConsoleRoute] {
        [
            .show("/settings/tokens") { visit in
                let view = try await tokensView(Self.tokenForm, from: visit.query["from"])
                return .page("API tokens", "settings-tokens", view)
            },
            .take("/settings/tokens", recordedAs: .person, "issueToken") { visit in
                do {
                    guard let principal = visit.principal else { throw PeopleError.unknownPerson }
                    let day = visit.form.line("expires_at")
                    let end = Date(timestamp: "\(day)T00:00:00Z")?.addingTimeInterval(86_400)
                    guard day.isEmpty || end.map({ $0 > Date() }) == true else {
                        throw FormProblems("expires_at", "This is no day, or it is over already.")
                    }
                    let (_, secret) = try await directory.issueAdminToken(
                        named: visit.form.line("name"),
                        role: Role(rawValue: visit.form.line("role")) ?? .viewer,
                        by: principal.person,
                        expiresAt: end
                    )
                    return .page("API tokens", "settings-tokens", try await tokensView(Self.tokenForm, secret))
                } catch {
                    let (form, code) = try Self.tokenForm.refused(visit.form, because: error)
                    return .refused("API tokens", "settings-tokens", try await tokensView(form), code: code)
                }
            },
            .take("/settings/tokens/{token_id}/revoke", recordedAs: .person, "revokeToken") { visit in
                do {
                    try await directory.revokeAdminToken(visit.parameter("token_id"))
                } catch PeopleError.unknownToken {
                    return .refusal(
                        at: "/settings/tokens",
                        saying: "That token was ended already.",
                        code: "no_such_token"
                    )
                }
                return .redirect(to: "/settings/tokens", saying: "That token is worth nothing any more.")
            },
        ]
    }

    private func tokensView(_ form: Form, _ token: Secret? = nil, from start: String? = nil) async throws -> TokensView
    {
        let people = try await directory.people()
        let rows = try await directory.adminTokens().map { token in
            TokensView.Row(
                path: "/settings/tokens/\(token.id)",
                name: token.name,
                role: token.role.rawValue,
                person: people.first { $0.id == token.personID }?.name ?? "",
                since: MomentView(token.createdAt),
                until: token.expiresAt.map(MomentView.init)
            )
        }
        let part = ListPart(of: rows, from: start, most: Self.pageLength) {
            600 + 2 * $0.name.weight + $0.person.weight
        }
        return TokensView(
            places: places(at: "/settings/tokens"),
            token: token?.text,
            tokens: Array(part.rows),
            more: part.next.map { "/settings/tokens?from=\($0)" },
            form: form
        )
    }
}
